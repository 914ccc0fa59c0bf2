"""A text or Markdown file -> its article: the characters as they stand, with what the file says of itself."""

from __future__ import annotations

import re

from tacitus.reading.decode_text import REMEDY, decode
from tacitus.reading.read_columns import check_text, plain, recognise
from tacitus.reading.read_dates import date_in_name, read_date
from tacitus.reading.read_options import ReadOptions, problem, too_long
from tacitus.records import Article, Issue

FRONT = re.compile(r"---[ \t]*\r?\n((?:[^\n]{0,2000}\n){0,100}?)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)")
KEY = re.compile(r"([A-Za-z][\w .-]{0,40}?)[ \t]*:(?:[ \t]+(.*))?$")
HEADING = re.compile(r"#[ \t]+(.+?)[ \t]*#*[ \t]*\r?(?:\n|$)")
LONGEST_TITLE = 200


def read_plain(path: str, data: bytes, options: ReadOptions, markdown: bool = False) -> list[Article | Issue]:
    """Make a text into an article, with a warning beside it if its encoding was guessed; or say why it is none.

    A block of `key: value` lines between two lines of `---` at the top tells of the article and is not
    part of its text; all that follows is, character by character, line ends as the file has them.
    """
    if len(data) > options.max_chars * 4 + 4:
        return [too_long(path, None, f"{len(data):,} bytes", options)]
    if not data.strip():
        return [problem(path, "the file is empty", "nothing to do if it should be; else check where it came from")]
    text, encoding = decode(data, options.encoding)
    if text is None:
        if encoding.name is None:
            return [problem(path, "this is no text: it holds binary data, or its encoding is unknown", REMEDY)]
        return [problem(path, f"the text breaks its encoding ({encoding.name})", REMEDY)]
    article = read_text(path, text, options, markdown)
    if isinstance(article, Issue):
        return [article]
    if not encoding.guessed:
        return [article]
    reason = f"the encoding is not UTF-8; it was guessed to be {encoding.name} and the article is kept"
    return [article, problem(path, reason, f"if letters look wrong, {REMEDY}", None, article.id)]


def read_text(path: str, text: str, options: ReadOptions, markdown: bool = False) -> Article | Issue:
    """Make a decoded text into an article, or say why it is none."""
    told, text = _front_matter(text, options)
    if issue := check_text(text, path, None, options):
        return issue
    heading, dated = _top(text, markdown, options)
    return Article.make(
        text,
        told.get("id"),
        url=told.get("url"),
        title=told.get("title") or heading,
        source=told.get("source"),
        published=read_date(told.get("date"), options.day_first) or date_in_name(path) or dated,
        path=path,
    )


def _front_matter(text: str, options: ReadOptions) -> tuple[dict[str, str], str]:
    """Part the block at the top from the text; a block with a line that is no `key: value` is text."""
    m = FRONT.match(text)
    if m is None:
        return {}, text
    told: dict[str, str] = {}
    for line in m[1].splitlines():
        if not line.strip() or line.lstrip().startswith("#") or line[:1] in " \t-":
            continue
        pair = KEY.match(line)
        if pair is None:
            return {}, text
        value = (pair[2] or "").strip()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        told.setdefault(pair[1], value)
    if not told:
        return {}, text
    columns = recognise(tuple(told), ReadOptions(day_first=options.day_first))
    parts = {part: next((told[n] for n in names if told[n]), "") for part, names in columns.items() if part != "text"}
    return {k: v for k, v in parts.items() if v}, text[m.end() :]


def _top(text: str, markdown: bool, options: ReadOptions) -> tuple[str | None, str | None]:
    """Return the title and the date that stand on lines of their own at the top of a text."""
    body = text.lstrip()
    if (m := HEADING.match(body)) and markdown:
        return m[1][:LONGEST_TITLE], None
    title = dated = None
    for block in re.split(r"\r?\n[ \t]*\r?\n|\r[ \t]*\r", body[:2000])[:2]:
        line = block.strip()
        if "\n" in line or "\r" in line or len(line) >= len(body.strip()):
            break
        if found := read_date(line, options.day_first):
            dated = dated or found
        elif title is None and _looks_like_title(line):
            title = line
        else:
            break
    return title, dated


def _looks_like_title(line: str) -> bool:
    """Say whether a line is a headline: short, begun like one, not ended like a sentence, no greeting."""
    return (
        3 < len(line) <= LONGEST_TITLE
        and " " in line
        and not line[0].islower()
        and line[-1] not in ".:;,!-–—"
        and len(plain(line)) > 3
    )
