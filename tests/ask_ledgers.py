"""Ledgers made by hand for the tests of asking: positions, statements inside statements, unnamed sources."""

from casebooks import article
from tacitus.ledger import Ledger
from tacitus.mentions.cast import fill
from tacitus.records import Content, Mention, Position, Resolution, Statement, make_id

WHO = {
    "Peru": ("PER", "GOV"),
    "Brazil": ("BRA", "GOV"),
    "Russia": ("RUS", "GOV"),
    "Xinhua": ("CHN", "MED"),
    "Nicolás Maduro": ("VEN", "GOV"),
}


def mention(ledger, at, name, kind="name"):
    a = ledger.article
    made = Mention(make_id("mention", a.id, at), a.id, at, at + 1, name, at, at + 1, kind, f"c{at}", "by-hand")
    country, sector = WHO.get(name, (None, None))
    ledger.mentions.append(made)
    known = name if name in WHO else None
    ledger.resolutions.append(Resolution(made.id, 0, known, country, sector, known and f"x:{name}", 0.9, "by hand"))
    return made


def stands(n, holder, stance, target, published="2019-02-23", **rest):
    """Make the ledger of an article in which somebody is for or against something."""
    status, source = rest.pop("status", "occurred"), rest.pop("per", None)
    text = f"{holder} is {stance} {target}."
    a = article(n, text + rest.pop("more", ""), published=published, **rest)
    ledger, end = Ledger(a), len(text)
    p = Position(
        make_id("position", a.id, 0), a.id, stance, target, 0, end, target, 0, end, text, 0, end, "by-hand", status
    )
    ledger.positions = [p]
    ledger.roles += fill(p.id, "holder", [(mention(ledger, 0, holder), "by hand")])
    if source:
        ledger.roles += fill(p.id, "source", [(mention(ledger, 1, source), "by hand")])
    return ledger


def says(n, speaker, words, relay=None, **rest):
    """Make the ledger of an article in which somebody says something, as another says if there is a relay."""
    a = article(n, f"{speaker} said {words}.", **rest)
    ledger, end = Ledger(a), len(a.text)
    kind = "name" if speaker in WHO else "unnamed"
    inner = Statement(make_id("statement", a.id, 1), a.id, "indirect", 0, 1, "said", 0, end, "by-hand")
    if relay:
        outer = Statement(make_id("statement", a.id, 0), a.id, "indirect", 0, 1, "reports", 0, end, "by-hand")
        inner = Statement(**{f: getattr(inner, f) for f in inner.__slots__} | {"inside": outer.id})
        ledger.statements.append(outer)
        ledger.contents.append(Content(outer.id, 0, 0, end, a.text))
        ledger.roles += fill(outer.id, "speaker", [(mention(ledger, 1, relay), "by hand")])
    ledger.statements.append(inner)
    ledger.contents.append(Content(inner.id, 0, 0, end, words))
    ledger.roles += fill(inner.id, "speaker", [(mention(ledger, 0, speaker, kind), "by hand")])
    return ledger
