"""Feeds: RSS, RDF and Atom, whole, thin, damaged and hostile."""

import resource

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reading import read, write
from tacitus.reading.read_feed import TEASER

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Wire &amp; Co</title><image><title>logo</title></image>
<item><title>A &lt;b&gt;title&lt;/b&gt;</title><media:title>no</media:title><link>http://x.example/1</link>
<guid isPermaLink="false">g1</guid><pubDate>Wed, 23 Jan 2019 10:00:00 GMT</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>One&nbsp;two &amp; more.</p><script>x()</script><p>Three<br>four.</p>
<hr>]]></content:encoded></item>
<item><title>T2</title><guid>http://x.example/2</guid><description>Only &amp;amp; a summary</description>
<source url="http://y.example">Other</source></item>
<item><title>A title alone</title></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>At</title>
<entry><id>u:1</id><title type="html">Hi &amp;amp; ho</title><updated>2019-02-03T00:00:00Z</updated>
<link rel="self" href="no"/><link href="http://a.example/1"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>A <b>b</b> c.</p><p>D.</p></div></content></entry>
<entry><id>u:2</id><title>x</title><content type="html">&lt;p&gt;P1&lt;/p&gt;&lt;p&gt;P2&lt;/p&gt;</content>
<source><title>Origin</title></source></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>R</title></channel>
<item rdf:about="http://q.example/1"><title>t</title><link>http://q.example/1</link><description>d d</description>
<dc:date>2020-01-02T03:04:05+09:00</dc:date></item></rdf:RDF>"""


def item(text):
    return f"<rss><channel><item><description>{text}</description></item></channel></rss>"


@pytest.mark.parametrize("name", ["a.rss", "a.xml", "a.rss.gz", "a.feed"])
def test_rss_gives_paragraphs_and_what_the_feed_says(tmp_path, name):
    (one, two), issues = read(write(tmp_path / name, RSS))
    assert one.text == "One\xa0two & more.\n\nThree\nfour."
    assert (one.title, one.published, one.source) == ("A title", "2019-01-23", "Wire & Co")
    assert (one.key, one.url, one.record) == ("g1", "http://x.example/1", 1)
    assert (two.text, two.source, two.url, two.record) == ("Only & a summary", "Other", "http://x.example/2", 2)
    assert [i.reason.split(";")[0] for i in issues] == [
        "some entries hold a title alone: 1 of 3",
        "some entries hold a summary alone, which is read as the text: 1 of 3",
    ]


def test_atom(tmp_path):
    (one, two), issues = read(write(tmp_path / "a.atom", ATOM))
    assert (one.text, one.title, one.published) == ("A b c.\n\nD.", "Hi & ho", "2019-02-03")
    assert (one.key, one.url, one.source) == ("u:1", "http://a.example/1", "At")
    assert (two.text, two.source) == ("P1\n\nP2", "Origin")
    assert not issues


def test_rdf(tmp_path):
    (one,), _ = read(write(tmp_path / "a.rdf", RDF))
    assert (one.text, one.key, one.url, one.source) == ("d d", "http://q.example/1", "http://q.example/1", "R")
    assert one.published == "2020-01-02"


def test_a_long_description_is_no_summary(tmp_path):
    (one,), issues = read(write(tmp_path / "a.rss", item("word " * TEASER)))
    assert one.text.startswith("word word")
    assert not issues


def test_a_prefix_that_was_not_declared_is_understood(tmp_path):
    text = "<rss><channel><item><content:encoded>x y</content:encoded></item></channel></rss>"
    (one,), issues = read(write(tmp_path / "a.rss", text))
    assert (one.text, issues) == ("x y", [])


def test_encodings_declared_and_not(tmp_path):
    head = '<?xml version="1.0" encoding="{}"?>'
    (one,), _ = read(write(tmp_path / "a.rss", (head.format("iso-8859-1") + item("café")).encode("latin-1")))
    (two,), issues = read(write(tmp_path / "b.rss", (head.format("utf-8") + item("café – x")).encode("cp1252")))
    (three,), _ = read(write(tmp_path / "c.rss", (head.format("utf-16") + item("café")).encode("utf-16")))
    assert (one.text, two.text, three.text) == ("café", "café – x", "café")
    assert "guessed to be cp1252" in issues[0].reason


def bomb():
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)
    )
    return f'<?xml version="1.0"?><!DOCTYPE rss [{entities}]>' + item("x &j; y")


def test_entities_that_expand_without_end_do_not(tmp_path):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    articles, _ = read(write(tmp_path / "a.xml", bomb()))
    assert all(len(a.text) < 100 for a in articles)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes


def test_a_file_that_an_entity_names_is_not_read(tmp_path):
    secret = write(tmp_path / "secret.txt", "SECRET")
    head = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    (one,), _ = read(write(tmp_path / "a.xml", head + item("x &e; y")))
    assert "SECRET" not in one.text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('<?xml version="1.0"?><nitf/>', "its first element is <nitf>"),
        ("no xml", "damaged"),
        ("<rss><channel/></rss>", "has no entries"),
        ("<rss>" + "<a>" * 100_000, "Excessive depth"),
        (b"\0\1\2" * 100, "damaged"),
        (item("a" * 12_000_000), "Text node too long"),
    ],
)
def test_what_is_no_feed_is_told_once(tmp_path, data, said):
    articles, issues = read(write(tmp_path / "a.xml", data))
    assert not articles
    assert len(issues) == 1
    assert said in issues[0].reason


def test_a_feed_cut_off_keeps_the_entries_before(tmp_path):
    articles, issues = read(write(tmp_path / "a.rss", RSS[: RSS.index("<item><title>T2") + 60]))
    assert articles[0].key == "g1"
    assert "damaged or cut off" in issues[0].reason


def test_an_xhtml_page_named_xml_is_a_page(tmp_path):
    page = '<?xml version="1.0"?><!DOCTYPE html><html><body><p>Talks resumed in Geneva on Tuesday.</p></body></html>'
    (one,), _ = read(write(tmp_path / "a.xml", page))
    assert one.extractor.startswith("trafilatura")


def test_a_long_feed_is_not_held(tmp_path):
    many = "".join(f"<item><guid>{n}</guid><description>{'word ' * 2000}</description></item>" for n in range(4000))
    path = write(tmp_path / "a.rss", f"<rss><channel>{many}</channel></rss>")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    from tacitus.reading.read_articles import read_articles  # noqa: PLC0415 - articles are not to be kept

    assert sum(1 for _ in read_articles([path])) == 4000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 80_000  # kilobytes; the file has 40 MB


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_damage_raises(tmp_path, data):
    whole = data.draw(st.sampled_from([RSS, ATOM, RDF])).encode()
    at, until = sorted(data.draw(st.tuples(*[st.integers(0, len(whole))] * 2)))
    broken = whole[:at] + data.draw(st.binary(max_size=30)) + whole[until:]
    articles, issues = read(write(tmp_path / "a.rss", broken))
    assert articles or issues
