import re

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from fake_coder import fake_ledger
from tacitus.codebook import Codebook
from tacitus.records import Article, Role, Statement, make_id
from tacitus.rules import CueRule, EventRule
from tacitus.writing.brief import as_printed, brief_text, rendered
from tacitus.writing.explain import explain, mark

TEXT = "Peru warned Chile over gas. " + "Much later, and after many other words that nobody counts, " * 4 + "it ended."


def ledger():
    return fake_ledger(Article.make(TEXT, "a", title="A title", published="2019-02-27"))


def shown(found, record, codebook=None, colour=False):
    console = Console(width=100, color_system="standard" if colour else None, force_terminal=colour)
    return rendered(console, explain(found, record, codebook or Codebook(), colour))


def test_the_rule_is_shown_with_its_note_and_examples():
    rule = EventRule(
        "fake-e", ("{actor Peru} {trigger warned} Chile.",), ("Peru warned of rain.",), "A warning.", type="ACCUSE"
    )
    found = ledger()
    out = shown(found, found.events[0], Codebook(events={"fake-e": rule}))
    assert "A warning." in out
    assert re.search(r"for instance +\[actor Peru\] \[trigger warned\] Chile\.", out)
    assert re.search(r"but not +Peru warned of rain\.", out)


def test_colour_marks_spans_without_brackets():
    found = ledger()
    out = shown(found, found.events[0], colour=True)
    assert "\x1b[1;35mwarned" in out
    assert "[actor" not in out


def test_spans_nest_and_those_that_cross_are_left_out():
    spans = [("content", 0, 9), ("actor", 0, 4), ("trigger", 5, 12), ("target", 10, 11)]
    assert mark("Peru and Chile.", 0, 15, spans, False).plain == "[content [actor Peru] and ]C[target h]ile."
    assert mark("Peru and Chile.", 5, 8, spans[:1], False).plain == "[content Peru and ]"


@given(st.text("ab \n", max_size=20), st.lists(st.tuples(st.sampled_from("xy"), st.integers(0, 20), st.integers(1, 9))))
def test_marking_never_loses_or_doubles_text(text, raw):
    spans = [(label, a, a + n) for label, a, n in raw if a + n <= len(text)]
    plain = mark(text, 0, len(text), spans, False).plain
    stripped = plain.replace("[x ", "").replace("[y ", "").replace("]", "")
    assert stripped == text.replace("\n", " ")
    assert plain.count("[") == plain.count("]")


def test_the_brief_shows_the_chain_from_the_writer_inwards():
    found = ledger()
    (outer,) = found.statements
    inner_id = make_id("statement", "inner")
    inner = Statement(inner_id, outer.article_id, "indirect", None, None, None, 0, 27, "fake-s", inside=outer.id)
    found.statements.append(inner)
    found.roles.append(Role(inner_id, "speaker", 0, found.mentions[1].id, True, "said"))
    assert "writer ← Peru (CHN GOV) ← Chile (CHN GOV)" in brief_text(found)
    loop = Statement(inner_id, outer.article_id, "indirect", None, None, None, 0, 27, "fake-s", inside=inner_id)
    found.statements[1] = loop
    assert "writer ← Chile (CHN GOV)" in brief_text(found)


def test_the_brief_cuts_a_long_sentence_and_says_when_nothing_is_there():
    found = ledger()
    found.events[0] = found.events[0].__class__(
        **{f: getattr(found.events[0], f) for f in found.events[0].__slots__} | {"sentence_end": len(TEXT)}
    )
    assert "»warned« Chile over gas. Much later" in brief_text(found)
    assert "…" in brief_text(found)
    assert "Nothing found." in brief_text(fake_ledger(Article.make("nothing", "b")))


def test_a_step_without_a_rule_is_told_in_words_with_the_rule_of_its_cue():
    found = ledger()
    (said,) = found.statements
    said = Statement(said.id, said.article_id, "direct", 5, 11, "told", 0, 27, "quote-after-cue")
    book = Codebook(cues={"tell": CueRule("tell", lemmas=("inform", "tell")), "say": CueRule("say", lemmas=("say",))})
    out = shown(found, said, book)
    assert "Quotation marks open after a word of saying" in out
    assert "The cue is in the rule tell" in out
    assert "tell, inform" in out
    assert "the codebook has no such rule" in shown(found, found.events[0], book)


def test_escape_sequences_of_an_article_do_not_reach_the_terminal():
    text = "Peru warned\x1b]0;gone\x07 Chile. Peru warned Chile\x9b."
    found = fake_ledger(Article.make(text, "a", title="A\x1b[2J\ntitle", source="\x1b[31mred"))
    for out in (brief_text(found), shown(found, found.events[0])):
        assert not any(c in out for c in "\x1b\x07\x9b")
        assert "A␛[2J title" in out


def test_names_are_not_dimmed_by_what_stands_between_them():
    out = as_printed(ledger(), Console(width=100, color_system="standard", force_terminal=True))
    assert "\x1b[1mPeru\x1b[0m" in out
    assert "\x1b[36m  warned" in out
