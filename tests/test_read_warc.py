"""Web archives: WARC and WACZ, whole, damaged and hostile."""

import gzip
import io
import re
import resource
import zipfile
import zlib

import brotli
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from reading import read, write
from tacitus.reading.http_answers import TooLarge, http_answer, unpacked

SENTENCE = "The foreign minister of Peru said on Tuesday that talks on the border would go on in Quito. "


def page(n, head=""):
    text = "".join(f"<p>{SENTENCE * 3}Number {n}.{k}</p>" for k in "abc")
    return f"<html><head><title>Talks {n}</title>{head}</head><body><article>{text}</article></body></html>".encode()


def http(body, *headers, status="200 OK"):
    return b"\r\n".join([f"HTTP/1.1 {status}".encode(), *(h.encode() for h in headers), b"", b""]) + body


HTML = "Content-Type: text/html; charset=utf-8"


def record(n=1, block=None, kind="response", url=None, mime="application/http; msgtype=response", more=""):
    block = http(page(n), HTML) if block is None else block
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url or f'http://wire.example/{n}'}\r\n{more}"
        f"WARC-Date: 2021-05-06T07:08:09Z\r\nContent-Type: {mime}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def pack(*records):
    return b"".join(map(gzip.compress, records))


def numbers(articles):
    return [int(a.title.split()[1]) for a in articles]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.archive"])
def test_pages_become_articles_with_address_and_record(tmp_path, name):
    dated = page(2, '<meta property="article:published_time" content="2019-01-23">')
    records = [record(1), record(2, http(dated, HTML)), record(3, url="http://wire.example/2019/02/27/talks.html")]
    path = tmp_path / name
    path.write_bytes(pack(*records) if name.endswith(".gz") else b"".join(records))
    (one, two, three), issues = read(path)
    assert one.text.startswith(SENTENCE.strip())
    assert (one.title, one.url, one.key, one.record) == ("Talks 1", "http://wire.example/1", "http://wire.example/1", 1)
    assert one.source == "wire.example"
    assert one.extractor.startswith("trafilatura ")
    assert one.extractor.endswith("; fetched 2021-05-06T07:08:09Z")
    assert (one.published, two.published, three.published) == (None, "2019-01-23", "2019-02-27")
    assert [i.reason.split(";")[0] for i in issues] == ["some pages declare no date and are kept without: 1 of 3"]


def test_an_archive_that_warcio_wrote(tmp_path):
    made = io.BytesIO()
    writer = WARCWriter(made, gzip=True)
    writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "test"}))
    for n in range(3):
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        made_record = writer.create_warc_record(
            f"http://wire.example/{n}", "response", payload=io.BytesIO(page(n)), http_headers=headers
        )
        writer.write_record(made_record)
        revisit = writer.create_revisit_record(
            f"http://wire.example/{n}", "sha1:" + "A" * 32, "http://wire.example/0", "2021-01-01T00:00:00Z"
        )
        writer.write_record(revisit)
    path = tmp_path / "a.warc.gz"
    path.write_bytes(made.getvalue())
    articles, issues = read(path)
    assert numbers(articles) == [0, 1, 2]
    assert [a.record for a in articles] == [2, 4, 6]
    assert "pages unchanged since they were fetched before 3" in issues[0].reason


def test_what_is_no_page_is_counted_in_one_issue(tmp_path):
    records = [
        record(1, b"software: x", "warcinfo", mime="application/warc-fields"),
        record(1, b"GET / HTTP/1.1\r\n\r\n", "request"),
        record(1),
        record(2, http(b"", "Location: /x", status="301 Moved")),
        record(2, http(b"no", HTML, status="404 Not Found")),
        record(2, http(b"\xff\xd8", "Content-Type: image/jpeg")),
        record(2, http(b"\xff\xd8", "Content-Type: image/png")),
        record(2, http(b"x{}", "Content-Type: text/css")),
        record(2, http(b"User-agent: *", "Content-Type: text/plain"), url="http://wire.example/robots.txt"),
        record(2, b"", "revisit"),
        record(2, b"1.2.3.4", mime="text/dns", url="dns:wire.example"),
    ]
    articles, issues = read(write(tmp_path / "a.warc", b"".join(records)))
    assert numbers(articles) == [1]
    reason = issues[0].reason
    assert reason.startswith("some records of the archive are no articles: 8 in all (images 2, redirects 1, ")
    for kind in ("that the server refused", "style sheets", "robots.txt", "unchanged", "look-ups of names"):
        assert re.search(f"{kind}[a-z ]* 1[,)]", reason), kind
    assert len(issues) == 2  # the other counts pages without a date


def test_plain_texts_and_resources(tmp_path):
    plain = record(1, http("Café talks.".encode("cp1252"), "Content-Type: text/plain; charset=iso-8859-1"))
    wet = record(2, SENTENCE.encode(), "conversion", mime="text/plain")
    saved = record(3, page(3), "resource", mime="text/html")
    (one, two, three), _ = read(write(tmp_path / "a.warc", plain + wet + saved))
    assert (one.text, one.url, one.source) == ("Café talks.", "http://wire.example/1", "wire.example")
    assert one.extractor == "fetched 2021-05-06T07:08:09Z"
    assert (two.text, three.title) == (SENTENCE, "Talks 3")


def chunked(data):
    return b"".join(b"%x;ext=1\r\n%s\r\n" % (len(p), p) for p in (data[:100], data[100:])) + b"0\r\n\r\n"


BARE = zlib.compressobj(wbits=-15)
PACKED = {
    "gzip": (gzip.compress(page(1)), "Content-Encoding: gzip"),
    "brotli": (brotli.compress(page(1)), "Content-Encoding: br"),
    "deflate": (zlib.compress(page(1)), "Content-Encoding: deflate"),
    "bare deflate": (BARE.compress(page(1)) + BARE.flush(), "Content-Encoding: deflate"),
    "chunked": (chunked(page(1)), "Transfer-Encoding: chunked"),
    "chunked gzip": (chunked(gzip.compress(page(1))), "Transfer-Encoding: chunked\r\nContent-Encoding: gzip"),
    "twice": (brotli.compress(gzip.compress(page(1))), "Content-Encoding: gzip, br"),
    "said chunked": (page(1), "Transfer-Encoding: chunked"),
    "said gzip": (page(1), "Content-Encoding: gzip"),
    "said brotli": (page(1), "Content-Encoding: br"),
    "said deflate": (page(1), "Content-Encoding: deflate"),
}


@pytest.mark.parametrize("how", PACKED)
def test_bodies_are_unpacked(tmp_path, how):
    body, header = PACKED[how]
    (one,), _ = read(write(tmp_path / "a.warc", record(1, http(body, HTML, header))))
    assert one.title == "Talks 1"
    assert one.text.count("Number 1.") == 3


def test_a_packing_that_is_not_known_is_told(tmp_path):
    articles, (issue,) = read(write(tmp_path / "a.warc", record(1, http(b"x", HTML, "Content-Encoding: zstd"))))
    assert not articles
    assert "'zstd'" in issue.reason


@pytest.mark.parametrize("pack_it", [gzip.compress, zlib.compress, brotli.compress])
def test_a_page_that_unpacks_without_end_is_not_unpacked(pack_it):
    packed = pack_it(b"a" * 200_000_000)
    coding = {gzip.compress: "gzip", zlib.compress: "deflate"}.get(pack_it, "br")
    answer = http_answer(http(packed, HTML, f"Content-Encoding: {coding}"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(TooLarge):
        unpacked(answer, 1_000_000)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000  # kilobytes


RECORDS = [record(n) for n in range(6)]
ZIPPED = [gzip.compress(r) for r in RECORDS]
DAMAGED = {
    "a member with wrong bytes": (
        ".warc.gz", [*ZIPPED[:2], ZIPPED[2][:30] + b"\xff" * 10 + ZIPPED[2][40:], *ZIPPED[3:]], "damaged"),
    "a member cut off": (".warc.gz", [*ZIPPED[:2], ZIPPED[2][:60], *ZIPPED[3:]], "damaged"),
    "a member whose record is longer": (
        ".warc.gz", [*ZIPPED[:2], gzip.compress(RECORDS[2][:400]), *ZIPPED[3:]], "cut off, and another begins"),
    "other bytes between": (".warc.gz", [*ZIPPED[:2], b"garbage" * 50, *ZIPPED[3:]], "damaged"),
    "a record cut off": (".warc", [*RECORDS[:2], RECORDS[2][:400], *RECORDS[3:]], "is not the"),
    "a record of other bytes": (".warc", [*RECORDS[:2], b"garbage\n" * 50, *RECORDS[3:]], "does not begin with WARC"),
    "a length too long": (
        ".warc", [*RECORDS[:2], RECORDS[2].replace(b"Length: ", b"Length: 1"), *RECORDS[3:]], "ends within it"),
    "a length too short": (
        ".warc", [*RECORDS[:2], RECORDS[2].replace(b"Length: ", b"Length: 9 \r\nx: "), *RECORDS[3:]], "is not the 9"),
    "a length below nothing": (
        ".warc", [*RECORDS[:2], RECORDS[2].replace(b"Length: ", b"Length: -"), *RECORDS[3:]], "no number"),
    "no length": (".warc", [*RECORDS[:2], RECORDS[2].replace(b"Content-L", b"L"), *RECORDS[3:]], "gives no length"),
    "a header without end": (
        ".warc", [*RECORDS[:2], b"WARC/1.0\r\n" + b"a: b\r\n" * 100_000, *RECORDS[3:]], "header is longer"),
    "a line without end": (
        ".warc", [*RECORDS[:2], b"WARC/1.0\r\na: " + b"a" * 1_000_000, *RECORDS[3:]], "line of its header"),
}  # fmt: skip


@pytest.mark.parametrize("what", DAMAGED)
def test_after_a_damaged_record_reading_goes_on_at_the_next(tmp_path, what):
    end, parts, said = DAMAGED[what]
    path = tmp_path / f"a{end}"
    path.write_bytes(b"".join(parts))
    articles, issues = read(path)
    assert numbers(articles) == [0, 1, 3, 4, 5]
    assert [(i.record, said in i.reason) for i in issues if i.record is not None] == [(3, True)]


def test_an_archive_cut_off_keeps_what_came_before(tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(b"".join(ZIPPED)[:-50])
    (tmp_path / "b.warc").write_bytes(b"".join(RECORDS)[:-50])
    for name in ("a.warc.gz", "b.warc"):
        articles, issues = read(tmp_path / name)
        assert numbers(articles) == [0, 1, 2, 3, 4]
        assert [i.record for i in issues if i.record] == [6]


def test_an_archive_compressed_as_one_is_read(tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(b"".join(RECORDS)))
    assert numbers(read(tmp_path / "a.warc.gz")[0]) == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\0\1\2" * 500, "does not begin with WARC"),
        (gzip.compress(b"no archive", mtime=0), "does not begin with WARC"),
        (b"\x1f\x8b\x08 nothing", "damaged"),
        (record(1, b"no answer"), "no answer of a web server"),
        (record(1, http(b"<html></html>", HTML)), "no article was found in the page"),
        (record(1, http(bytes(range(256)) * 9, HTML)), "binary data"),
        (record(1, http(b"a\0b" * 900, "Content-Type: text/plain")), "binary data"),
        (record(1, http(page(1) + b" " * 2_000_000, HTML)), "too long"),
    ],
)
def test_what_cannot_be_an_article_is_told(tmp_path, data, said):
    path = tmp_path / "a.warc"
    path.write_bytes(data)
    articles, issues = read(path, max_chars=100_000)
    assert not articles
    assert [said in i.reason for i in issues] == [True]


def test_standard_input_is_told_by_its_first_bytes(tmp_path, monkeypatch):
    class Input:
        buffer = io.BufferedReader(io.BytesIO(pack(*RECORDS[:2])))

    monkeypatch.setattr("sys.stdin", Input)
    assert numbers(read("-")[0]) == [0, 1]


def test_wacz(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as packed:
        packed.writestr("archive/1.warc.gz", pack(*RECORDS[:2]))
        packed.writestr("archive/2.warc", RECORDS[2] + b"broken")
        packed.writestr("pages/pages.jsonl", "{}")
    articles, issues = read(tmp_path / "a.wacz")
    assert numbers(articles) == [0, 1, 2]
    assert [a.record for a in articles] == [1, 2, 3]
    write(tmp_path / "b.wacz", b"no zip")
    assert "damaged" in read(tmp_path / "b.wacz")[1][0].reason
    with zipfile.ZipFile(tmp_path / "c.wacz", "w") as packed:
        packed.writestr("a.txt", "x")
    assert "no archive" in read(tmp_path / "c.wacz")[1][0].reason
    assert issues


def test_memory_is_bounded(tmp_path):
    path = tmp_path / "a.warc.gz"
    big = gzip.compress(record(1, http(b"\0" * 300_000_000, "Content-Type: video/mp4")))
    path.write_bytes(big + ZIPPED[1])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    articles, issues = read(path)
    assert numbers(articles) == [1]
    assert "too long" in issues[0].reason
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000  # kilobytes


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_damage_raises_and_whole_records_elsewhere_are_kept(tmp_path, data):
    records = [record(n, f"{SENTENCE}{n}".encode(), "conversion", mime="text/plain") for n in range(5)]
    zipped = data.draw(st.booleans())
    parts = [gzip.compress(r) if zipped else r for r in records]
    broken = parts[2]
    at, until = sorted(data.draw(st.tuples(*[st.integers(0, len(broken))] * 2)))
    parts[2] = broken[:at] + data.draw(st.binary(max_size=20)) + broken[until:]
    path = tmp_path / "a.warc"
    path.write_bytes(b"".join(parts))
    articles, _ = read(path)
    kept = [a.text[-1] for a in articles]
    assert kept[:2] == ["0", "1"]
    # a length that grew may reach into the record behind; the one after that is found again
    assert kept[-1] == "4"
