"""Sentences, tokens, heads and names from the parser, and quotation zones. The only file that imports the parser.

Each article is parsed by itself, in pieces of whole paragraphs: the result never depends on which
articles stand beside it in a batch, and memory is bounded by the piece.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Token as ParserToken

from tacitus.parsing.find_asides import RELATIVE, cut_out, find_asides
from tacitus.parsing.find_quotations import find_quotations
from tacitus.parsing.mask_countries import CountryMask, Shown
from tacitus.parsing.parsed import Parsed, Token
from tacitus.records import Article

NO_MASK = CountryMask(())
PIECE = 20_000  # characters parsed at once
SURROGATE = re.compile("[\ud800-\udfff]")
# Abbreviations that are followed by a name, and those followed by a number: no sentence ends after them.
BEFORE_NAME = re.compile(r"(?:Mrs?|Ms|Dr|Prof|Rev|Hon|Sen|Rep|Gov|Gen|Lt|Col|Maj|Capt|Sgt|Cpl|Cmdr|Adm|Amb|Supt)$")
BEFORE_NUMBER = re.compile(r"(?:Nos?|Arts?|Secs?|[Pp]ara|[Pp]p|Ch|Vol|Figs?)$")
PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*[\"“„«‘\u2022*-])")


def parse(nlp: Language, article: Article, mask: CountryMask | None = None) -> Parsed:
    """Parse one article into tokens with heads, sentences and quotation zones.

    Offsets are characters of `article.text`. The parser sees the text through `mask`; a lone surrogate,
    which it cannot take, is shown to it as U+FFFD. The article's own text is left as it is.
    """
    text = SURROGATE.sub("\ufffd", article.text)
    tokens: list[Token] = []
    sentences: list[tuple[int, int]] = []
    for start, piece in _pieces(text):
        _append(_parse_piece(nlp, piece, mask or NO_MASK), start, tokens, sentences)
    parsed = Parsed(article, tokens, sentences, find_quotations(article.text))
    parsed.skipped.extend(_repeated_title(article))
    return parsed


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Cut a long text into pieces of at most PIECE characters: at a paragraph's end, else a sentence's, a space."""
    start = 0
    while start < len(text):
        end = min(start + PIECE, len(text))
        if end < len(text):
            cuts = (text.rfind(mark, start + 1, end) + len(mark) - 1 for mark in ("\n\n", "\n", ". ", " "))
            end = next((cut for cut in cuts if cut > start), end)
        yield start, text[start:end]
        start = end


def _mark_paragraphs(doc: Doc) -> None:
    """Let a sentence begin after every blank line and before a list item, but not after "No." or "Sgt."."""
    text, end = doc.text, 0
    for t in doc:
        if t.is_space:
            continue
        if t.i and PARAGRAPH.search(text[end : t.idx + 1]):
            t.is_sent_start = True
        elif t.i and _is_abbreviated(text[max(0, end - 8) : end], t.text[0]):
            t.is_sent_start = False
        end = t.idx + len(t.text)


def _is_abbreviated(before: str, after: str) -> bool:
    """Say whether a text ends with an abbreviation whose name or number follows: "Sgt. Hale", "Act No. 7"."""
    word = before[:-1].rsplit(None, 1)[-1:] if before.endswith(".") else []
    if not word:
        return False
    return bool((BEFORE_NUMBER if after.isdigit() else BEFORE_NAME).match(word[0].lstrip("(\"“'")))


@dataclass(slots=True)
class _Raw:
    """A token on its way out of the parser; `head` is another `_Raw`, `begins` marks a sentence's first word."""

    start: int
    end: int
    text: str
    token: ParserToken
    head: _Raw | None
    dep: str
    begins: bool
    place: int = 0


def _parse_piece(nlp: Language, text: str, mask: CountryMask) -> list[_Raw]:
    """Parse a piece, its asides apart; return its tokens in the order of the text."""
    shown = mask.apply(text)
    asides = find_asides(shown.text)
    outer = cut_out(shown.text, asides)
    doc = nlp.make_doc(outer.text)
    _mark_paragraphs(doc)
    raws = _raw_tokens(nlp(doc), text, shown, outer.place)
    for aside in asides:
        inner = _raw_tokens(nlp(shown.text[aside.start : aside.end]), text, shown, partial(int.__add__, aside.start))
        start = shown.place(aside.start)
        before = max((r for r in raws if r.start < start), key=lambda r: r.start, default=None)
        _hang(inner, before)
        raws.extend(inner)
    return sorted(raws, key=lambda r: r.start)


def _hang(inner: list[_Raw], before: _Raw | None) -> None:
    """Hang the roots of an aside on the word before it, a relative clause as such."""
    if before is None:
        return
    words = [r for r in inner if not r.token.is_punct]
    relative = bool(words) and words[0].token.lower_ in RELATIVE and before.token.pos_ in ("NOUN", "PROPN")
    for r in inner:
        r.begins = False
        if r.head is None:
            r.head, r.dep = before, "relcl" if relative else "parataxis"


def _raw_tokens(doc: Doc, text: str, shown: Shown, place: Callable[[int], int]) -> list[_Raw]:
    """Copy a parsed text, leaving white space out and moving what hung on it upwards.

    `place` leads from characters of `doc` to those of `shown`, which leads on to those of `text`.
    """
    made = {}
    for t in doc:
        if not t.is_space:
            start, end = shown.place(place(t.idx)), shown.place(place(t.idx + len(t.text) - 1) + 1)
            made[t.i] = _Raw(start, end, text[start:end], t, None, t.dep_, False)
    for sent in doc.sents:
        words = [t for t in sent if not t.is_space]
        for t in words[:1]:
            made[t.i].begins = True
        for t in words:
            head = t.head
            while head.is_space and head.head.i != head.i:
                head = head.head
            if head.i != t.i and head.i in made:
                made[t.i].head = made[head.i]
    return list(made.values())


def _append(raws: list[_Raw], offset: int, tokens: list[Token], sentences: list[tuple[int, int]]) -> None:
    """Number the tokens of a piece and add them to those of the article, sentence by sentence."""
    base = len(tokens)
    for k, r in enumerate(raws):
        r.place = base + k
    for k, r in enumerate(raws):
        if r.begins or k == 0:
            sentences.append((r.place, r.place))
        sentences[-1] = (sentences[-1][0], r.place + 1)
        t, head = r.token, r.head or r
        tokens.append(
            Token(
                i=r.place,
                start=offset + r.start,
                end=offset + r.end,
                text=r.text,
                lemma=(t.lemma_ if r.text == t.text else r.text).lower(),
                pos=t.pos_,
                tag=t.tag_,
                dep="ROOT" if head is r else r.dep,
                head=head.place,
                sent=len(sentences) - 1,
                ent=t.ent_type_,
                ent_begins=t.ent_iob_ == "B",
            )
        )


def _repeated_title(article: Article) -> list[tuple[int, int]]:
    """Find the headline where the text repeats it as its first paragraph: it is no part of the story."""
    first = article.text.lstrip()
    start = len(article.text) - len(first)
    line = first.split("\n", 1)[0]
    if article.title and _fold(line) == _fold(article.title):
        return [(start, start + len(line))]
    return []


def _fold(text: str) -> str:
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))
