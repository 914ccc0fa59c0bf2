"""A web archive (WARC, or WACZ, a zip of them) -> the articles of its pages; all else is counted in one issue a file.

The day on which a page was fetched is not the day on which it was published: an archive may be made years later,
and "on Tuesday" would then be read wrongly. So only dates that the page or its address declares are taken, and
`Article.extractor` says when it was fetched.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import urlsplit

from tacitus.reading.decode_text import REMEDY, decode
from tacitus.reading.http_answers import CannotUnpack, TooLarge, content_type, http_answer, unpacked
from tacitus.reading.open_inputs import GZIP, Opened
from tacitus.reading.read_columns import check_text
from tacitus.reading.read_html import PAGE_FACTOR, Fetched, known_encoding, read_html
from tacitus.reading.read_options import GIVE_UP, ReadOptions, problem, remark, too_long
from tacitus.reading.warc_records import Damage, Members, Source, Stream, WarcRecord, WarcRecords
from tacitus.records import Article, Issue

DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]{2,20}Z?)?")
PAGES = ("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml")
LOOKS_LIKE_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
FOR_MACHINES = ("/robots.txt", "/ads.txt", "/app-ads.txt", "/security.txt", "/humans.txt", "/llms.txt")
KEPT_WITH = ("warcinfo", "request", "metadata")  # what the crawler wrote of itself; no page
KINDS = {
    "image": "images", "video": "videos", "audio": "sound files", "font": "fonts", "text/css": "style sheets",
    "application/pdf": "PDF files", "application/json": "data", "text/xml": "XML files", "application/xml": "XML files",
    "application/rss+xml": "feeds", "application/atom+xml": "feeds",
}  # fmt: skip


def read_warc(path: str, options: ReadOptions, opened: Opened | None = None) -> Iterator[Article | Issue]:
    """Read the pages of an archive. With `opened`, from a stream, where damage to its gzip ends it."""
    if opened is not None:
        yield from _Archive(path, options).read(Stream(opened.stream))
        return
    with Path(path).open("rb") as file:
        if not file.read(1):
            yield problem(path, "the file is empty", "nothing to do if it should be; else check where it came from")
            return
        file.seek(0)
        gzipped = file.read(2) == GZIP
        file.seek(0)
        yield from _Archive(path, options).read(Members(file) if gzipped else Stream(file))


def read_wacz(path: str, options: ReadOptions) -> Iterator[Article | Issue]:
    """Read the pages of a WACZ file: a zip with archives in its folder archive/. Raises OSError if it is no zip."""
    archive = _Archive(path, options)
    try:
        with zipfile.ZipFile(path) as packed:
            names = [n for n in packed.namelist() if re.search(r"\.warc(\.gz)?$", n, re.IGNORECASE)]
            if not names:
                yield problem(path, "there is no archive (.warc) in the file", "check that it is a WACZ file")
            for name in sorted(names):
                with packed.open(name) as stream:
                    file = cast(BinaryIO, stream)
                    gzipped = name.lower().endswith(".gz")
                    yield from archive.records(Members(file) if gzipped else Stream(file))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as e:
        yield problem(path, f"the WACZ file is damaged or cut off: {str(e)[:100]}", "fetch it again")
    yield from archive.told()


class _Archive:
    """Reads the records of one file, and counts those that are no articles."""

    def __init__(self, path: str, options: ReadOptions) -> None:
        self.path, self.options = path, options
        self.limit = options.max_chars * PAGE_FACTOR
        self.passed: Counter[str] = Counter()
        self.number = self.articles = self.undated = self.cut = self.damaged = self.seen = self.told_of = 0

    def read(self, source: Source) -> Iterator[Article | Issue]:
        yield from self.records(source)
        yield from self.told()

    def records(self, source: Source) -> Iterator[Article | Issue]:
        """Yield the articles of a source, and an issue for each record that should be one and is not."""
        before = self.number
        for found in WarcRecords(source, self.limit + 64 * 1024):
            self.number = before + found.number
            if isinstance(found, Damage):
                self.damaged += 1
                rest = "; the rest of the file is left unread" if found.last else ""
                reason = f"the record is damaged: {found.reason}{rest}"
                yield problem(self.path, reason, "fetch the file again if the record matters", self.number)
                if self.damaged >= GIVE_UP and not self.seen:
                    reason = f"none of the first {self.damaged} records can be read; the rest is left unread"
                    yield problem(self.path, reason, "check that this is a WARC file")
                    return
                continue
            self.seen += 1
            try:
                for item in self._record(replace(found, number=self.number)):
                    self.told_of += isinstance(item, Issue)
                    yield item
            except Exception as e:  # one odd page must not end an archive of thousands
                reason = f"the page cannot be read: {type(e).__name__}: {str(e)[:200]}"
                yield problem(self.path, reason, "leave it out, or save it as a file of its own", self.number)

    def told(self) -> Iterator[Issue]:
        """Yield what is said once a file: the records that are no articles, pages without a date or cut off."""
        if self.passed:
            kinds = ", ".join(f"{kind} {n:,}" for kind, n in self.passed.most_common())
            reason = f"some records of the archive are no articles: {self.passed.total():,} in all ({kinds})"
            yield (remark if self.articles else problem)(
                self.path, reason, "nothing to do; pages and plain texts that were fetched whole are read"
            )
        elif not self.seen and not self.damaged:
            yield problem(self.path, "the archive holds no records", "check that it is a WARC file")
        elif not self.articles and not self.told_of and not self.damaged:
            yield remark(self.path, "the archive holds no pages", "nothing to do if it should hold none")
        if self.undated:
            yield remark(
                self.path,
                f"some pages declare no date and are kept without: {self.undated:,} of {self.articles:,}; the day on"
                " which a page was fetched is not the day of its publication",
                "`extractor` says when each was fetched; if you know the dates, give the texts in a table",
            )
        if self.cut:
            yield remark(self.path, f"some pages were cut off by the crawler: {self.cut:,}", "fetch them again whole")

    def _record(self, record: WarcRecord) -> Iterator[Article | Issue]:
        kind = record.headers.get("warc-type", "").lower()
        url = record.headers.get("warc-target-uri", "").strip("<> ") or None
        mime, charset = content_type(record.headers.get("content-type"))
        if kind in KEPT_WITH:
            return
        if kind not in ("response", "resource", "conversion") or mime == "text/dns":
            named = {"revisit": "pages unchanged since they were fetched before", "response": "look-ups of names"}
            self.passed[named.get(kind, "records of other kinds")] += 1
            return
        if record.body is None:
            yield too_long(self.path, record.number, f"a page of {record.size:,} bytes", self.options)
            return
        data = record.body
        if kind == "response":
            answer = http_answer(data)
            if answer is None:
                yield problem(self.path, "the record holds no answer of a web server", "leave it out", record.number)
                return
            if not 200 <= answer.status < 300:
                self.passed["redirects" if 300 <= answer.status < 400 else "pages that the server refused"] += 1
                return
            mime, charset = content_type(answer.headers.get("content-type"))
            if not self._may_be_article(mime, url):
                return
            try:
                data = unpacked(answer, self.limit)
            except TooLarge:
                yield too_long(
                    self.path, record.number, f"a page that unpacks to over {self.limit:,} bytes", self.options
                )
                return
            except CannotUnpack as e:
                yield problem(self.path, str(e), "fetch the page again", record.number)
                return
        elif not self._may_be_article(mime, url):
            return
        day = DAY.fullmatch(record.headers.get("warc-date", ""))
        yield from self._page(data, mime, Fetched(url, charset, day and day[0], record.number), record)

    def _may_be_article(self, mime: str, url: str | None) -> bool:
        """Say whether a type may be an article's; what is not is counted."""
        if mime in ("text/plain", "", *PAGES):
            if url and _place(url).endswith(FOR_MACHINES):
                self.passed["robots.txt and the like"] += 1
                return False
            return True
        script = "javascript" in mime or "ecmascript" in mime
        kind = "scripts" if script else KINDS.get(mime) or KINDS.get(mime.partition("/")[0]) or "other files"
        self.passed[kind] += 1
        return False

    def _page(self, data: bytes, mime: str, fetched: Fetched, record: WarcRecord) -> Iterator[Article | Issue]:
        if not data.strip():
            self.passed["empty pages"] += 1
            return
        if mime in PAGES or LOOKS_LIKE_PAGE.search(data[:2000]):
            found = [read_html(self.path, data, self.options, fetched)]
        elif mime == "text/plain":
            found = _plain(self.path, data, self.options, fetched)
        else:
            self.passed["other files"] += 1
            return
        for item in found:
            if isinstance(item, Article):
                self.articles += 1
                self.undated += item.published is None
                self.cut += "warc-truncated" in record.headers
            yield item


def _place(url: str) -> str:
    try:
        return urlsplit(url).path.lower()
    except ValueError:
        return ""


def _plain(path: str, data: bytes, options: ReadOptions, fetched: Fetched) -> list[Article | Issue]:
    """Make a plain text of an archive into an article, with a remark beside it if its encoding was guessed."""
    text, encoding = decode(data, options.encoding or known_encoding(fetched.charset))
    if text is None:
        text, encoding = decode(data, options.encoding)
    if text is None:
        return [problem(path, "this is no text: binary data, or an unknown encoding", REMEDY, fetched.record)]
    if issue := check_text(text, path, fetched.record, options):
        return [issue]
    host = urlsplit(fetched.url or "").hostname if _place(fetched.url or "") else None
    extractor = f"fetched {fetched.at}" if fetched.at else None
    article = Article.make(text, url=fetched.url, source=host, path=path, record=fetched.record, extractor=extractor)
    if not encoding.guessed:
        return [article]
    reason = f"the encoding is not UTF-8; it was guessed to be {encoding.name} and the article is kept"
    return [article, problem(path, reason, f"if letters look wrong, {REMEDY}", fetched.record, article.id)]
