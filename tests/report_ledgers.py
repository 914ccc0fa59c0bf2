"""Ledgers made by hand: one sentence, in which Russia does something to Idlib."""

from casebooks import article
from tacitus.ledger import Ledger
from tacitus.mentions.cast import fill
from tacitus.records import Content, Event, Mention, Resolution, Statement, Status, make_id


def told(n, sentence, trigger, **rest):
    """Make the ledger of an article that tells one deed, and quotes the sentence as what the actor said."""
    given = {"published": "2019-02-23", "source": "AFP", "type": "ASSAULT", "actor": ("Russia", "RUS", "MIL")}
    given |= {"recipient": ("Idlib", "SYR", "CVL"), "date": None, "place": None, "killed": None, "status": "occurred"}
    given |= rest
    a = article(n, f"{sentence} Text {n}.", published=given["published"], source=given["source"])
    ledger, start, end = Ledger(a), sentence.index(trigger), len(sentence)
    who = [_mention(ledger, given[role], at) for at, role in enumerate(("actor", "recipient"))]
    span = (start, start + len(trigger))
    event = Event(
        make_id("event", a.id, *span), a.id, given["type"], *span, trigger, 0, end, "by-hand",
        status=given["status"], date=given["date"], place_text=given["place"], killed=given["killed"],
    )  # fmt: skip
    said = Statement(make_id("statement", a.id, *span), a.id, "indirect", *span, trigger, 0, end, "by-hand")
    ledger.events, ledger.statements = [event], [said]
    ledger.contents = [Content(said.id, 0, 0, end, sentence)]
    ledger.statuses = [Status(event.id, 0, None, given["status"], "x")]
    for record_id, role, at in ((event.id, "actor", 0), (event.id, "recipient", 1), (said.id, "speaker", 0)):
        if who[at] is not None:
            ledger.roles += fill(record_id, role, [(who[at], "by hand")])
    return ledger


def _mention(ledger, who, at):
    if who is None:
        return None
    name, country, sector = who
    span, a = (at, at + 1), ledger.article
    m = Mention(make_id("mention", a.id, *span), a.id, *span, a.text[at : at + 1], *span, "name", f"c{at}", "by-hand")
    kind = "country" if name == "Russia" else "name"
    ledger.mentions.append(m)
    ledger.resolutions.append(Resolution(m.id, 0, name, country, sector, f"{kind}:{name}", 0.9, "by hand"))
    return m
