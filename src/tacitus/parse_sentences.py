"""Sentences, tokens, heads and names from the parser, and quotation zones. The only file that imports the parser.

Each article is parsed by itself, in pieces of whole paragraphs: the result never depends on which
articles stand beside it in a batch, and memory is bounded by the piece.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from tacitus.find_quotations import find_quotations
from tacitus.parsed import Parsed, Token
from tacitus.records import Article

PIECE = 20_000  # characters parsed at once
SURROGATE = re.compile("[\ud800-\udfff]")
PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*[\"“„«‘\u2022*-])")


def parse(nlp: Language, article: Article) -> Parsed:
    """Parse one article into tokens with heads, sentences and quotation zones.

    Offsets are characters of `article.text`. A lone surrogate, which the parser cannot take, is shown
    to it as U+FFFD; the article's own text is left as it is.
    """
    text = SURROGATE.sub("\ufffd", article.text)
    tokens: list[Token] = []
    sentences: list[tuple[int, int]] = []
    for start, piece in _pieces(text):
        doc = nlp.make_doc(piece)
        _mark_paragraphs(doc)
        _append(nlp(doc), start, tokens, sentences)
    parsed = Parsed(article, tokens, sentences, find_quotations(article.text))
    parsed.skipped.extend(_repeated_title(article))
    return parsed


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Cut a long text at paragraph ends (else at spaces) into pieces of at most PIECE characters."""
    start = 0
    while start < len(text):
        end = min(start + PIECE, len(text))
        if end < len(text):
            cut = max(text.rfind("\n\n", start + 1, end), -1)
            cut = cut if cut > start else text.rfind("\n", start + 1, end)
            cut = cut if cut > start else text.rfind(" ", start + 1, end)
            end = cut if cut > start else end
        yield start, text[start:end]
        start = end


def _mark_paragraphs(doc: Doc) -> None:
    """Let a sentence begin after every blank line and before a list item, whatever the parser thinks."""
    text, end = doc.text, 0
    for t in doc:
        if t.is_space:
            continue
        if t.i and PARAGRAPH.search(text[end : t.idx + 1]):
            t.is_sent_start = True
        end = t.idx + len(t.text)


def _append(doc: Doc, offset: int, tokens: list[Token], sentences: list[tuple[int, int]]) -> None:
    """Copy a parsed piece into `tokens`, leaving white space out and moving what hung on it upwards."""
    place = {}
    for t in doc:
        if not t.is_space:
            place[t.i] = len(tokens) + len(place)
    for sent in doc.sents:
        words = [t for t in sent if not t.is_space]
        if not words:
            continue
        first, number = len(tokens), len(sentences)
        for t in words:
            head = t.head
            while head.is_space and head.head is not head:
                head = head.head
            at = place[t.i]
            to = place.get(head.i, at)
            dep = "ROOT" if to == at else t.dep_
            start = offset + t.idx
            tokens.append(
                Token(
                    at,
                    start,
                    start + len(t.text),
                    t.text,
                    t.lemma_.lower(),
                    t.pos_,
                    t.tag_,
                    dep,
                    to,
                    number,
                    t.ent_type_,
                    t.ent_iob_ == "B",
                )
            )
        sentences.append((first, len(tokens)))


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
