"""Tables: JSON lines, JSON, CSV and Parquet, whole and damaged."""

import csv
import datetime
import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from reading import TEXT, jsonl, read, write


# --- JSON lines and JSON ------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.jsonl.gz"])
def test_json_lines_with_usual_names(tmp_path, name):
    row = {
        "Headline": "Talks",
        "Full Text": TEXT,
        "pubDate": "Sat, 22 May 2021 12:00:47 +0000",
        "Outlet": "EFE",
        "guid": 7,
    }
    (a,), issues = read(write(tmp_path / name, jsonl(row)))
    assert (a.text, a.title, a.published, a.source, a.key, a.record) == (TEXT, "Talks", "2021-05-22", "EFE", "7", 1)
    assert not issues


def test_bad_lines_are_named_by_number_and_the_rest_is_read(tmp_path):
    lines = [
        jsonl({"text": "one"}).encode(),
        b"{broken\n",
        b"\n",
        b"[1]\n",
        b'"x"\n',
        b"[" * 200_000 + b"\n",
        b'{"text": ' + b"9" * 5000 + b"}\n",
        b'{"text": null}\n',
        b'{"text": {"a": 1}}\n',
        b'{"text": "a\\u0000b"}\n',
        b'{"other": 1}\n',
        '{"text": "é"}\n'.encode("cp1252"),
        b'{"text": ["two", "three"]}',
    ]
    articles, issues = read(write(tmp_path / "a.jsonl", b"".join(lines)))
    assert [a.text for a in articles] == ["one", "é", "two\n\nthree"]
    assert [i.record for i in issues] == [2, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    assert "other" in issues[8].reason
    assert "--text-column" in issues[8].remedy


def test_a_record_that_is_too_long_is_passed_over(tmp_path):
    data = jsonl({"text": "a" * 3_000_000}, {"text": "b" * 200}, {"text": "fine"})
    articles, issues = read(write(tmp_path / "a.jsonl.gz", data), max_chars=100)
    assert [a.text for a in articles] == ["fine"]
    assert [i.record for i in issues] == [1, 2]
    assert all("too long" in i.reason and "--max-chars" in i.remedy for i in issues)


def test_a_file_that_is_no_json_lines_is_put_aside(tmp_path):
    _, issues = read(write(tmp_path / "a.jsonl", "not json\n" * 5000))
    assert len(issues) == 101
    _, issues = read(write(tmp_path / "b.jsonl", jsonl(*[{"x": 1}] * 5000)))
    assert len(issues) == 100


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        ('{"text": "a"}', ["a"]),
        (' [{"text": "a"}, {"text": "b"}]\n', ["a", "b"]),
        ('{"articles": [{"content": "a", "source": {"id": 1, "name": "EFE"}}]}', ["a"]),
        ('{"text": "a"}\n{"text": "b"}', ["a", "b"]),
    ],
)
def test_json_one_object_or_several(tmp_path, data, texts):
    articles, issues = read(write(tmp_path / "a.json", data))
    assert [a.text for a in articles] == texts
    assert not issues


@pytest.mark.parametrize(
    "data", ['[{"text": "a"}, {"te', '[{"text": "a"},', '[{"text": "a"}, nonsense]', '[{"text": "a"}, 5']
)
def test_json_cut_off_keeps_what_came_before(tmp_path, data):
    articles, issues = read(write(tmp_path / "a.json", data))
    assert [a.text for a in articles] == ["a"]
    assert issues


def test_json_that_breaks_its_encoding_late_is_mended(tmp_path):
    data = b'[{"text": "' + b"a" * 70_000 + b'"}, {"text": "caf\xe9"}]'
    articles, issues = read(write(tmp_path / "a.json", data))
    assert articles[1].text == "café"
    assert "guessed" in issues[0].reason


@pytest.mark.parametrize(
    ("name", "data"), [("a.json", "[]"), ("a.csv", "id,text\n"), ("a.jsonl", "\n\n"), ("b.csv", ",,,")]
)
def test_a_file_without_records_is_an_issue(tmp_path, name, data):
    articles, (issue,) = read(write(tmp_path / name, data))
    assert not articles
    assert "no records" in issue.reason


def test_a_csv_that_is_none_is_put_aside(tmp_path):
    assert len(read(write(tmp_path / "a.csv", "text\n" + '"x\n' * 9000))[1]) <= 101


def test_a_long_json_list_streams(tmp_path):
    rows = [{"id": n, "text": f"{n} " + "é" * 5000} for n in range(300)]
    articles, _ = read(write(tmp_path / "a.json", json.dumps(rows, indent=1)))
    assert [a.record for a in articles] == list(range(1, 301))
    assert articles[299].text == rows[299]["text"]


# --- CSV ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.csv.gz"])
def test_csv_with_any_delimiter(tmp_path, delimiter, name):
    out = io.StringIO(newline="")
    table = csv.writer(out, delimiter=delimiter)
    table.writerows([["Date", "BODY", "Title"], ["27 February 2019", 'a, b; "c"\r\nd\t|', "T"], ["2020", "x", ""]])
    (a, b), issues = read(write(tmp_path / name, out.getvalue()))
    assert (a.text, a.published, a.title, a.record) == ('a, b; "c"\r\nd\t|', "2019-02-27", "T", 1)
    assert (b.published, b.title) == ("2020", None)
    assert not issues


def test_broken_quoting_costs_one_record(tmp_path):
    data = 'id,text,date\n1,"open,2019\n2,"fine, too",2019\n3,"b "c" d",2019\n4,x,2019,5,6\n5,short\n6,"end'
    articles, issues = read(write(tmp_path / "a.csv", data))
    assert [(a.key, a.text) for a in articles] == [("2", "fine, too"), ("5", "short")]
    assert [i.record for i in issues] == [1, 3, 4, 6]
    assert "line 2" in issues[0].reason


def test_a_quote_never_closed_is_bounded(tmp_path):
    data = 'id,text\n1,"open\n' + "".join(f"{n},line {n}\n" for n in range(2, 200_000))
    articles, issues = read(write(tmp_path / "a.csv", data), max_chars=1000)
    assert len(articles) == 199_998
    assert len(issues) == 1


def test_a_ten_megabyte_field_is_an_issue_and_the_rest_is_read(tmp_path):
    data = 'id,text\n1,"' + "word " * 2_000_000 + '"\n2,fine\n'
    articles, issues = read(write(tmp_path / "a.csv", data))
    assert [a.text for a in articles] == ["fine"]
    assert "too long" in issues[0].reason
    assert read(tmp_path / "a.csv", max_chars=20_000_000)[0][0].text == "word " * 2_000_000


def test_backslashed_quotes_are_read(tmp_path):
    (a,), issues = read(write(tmp_path / "a.csv", 'id,text\n1,"He said \\"no, never\\" twice"\n'))
    assert a.text == 'He said "no, never" twice'
    assert not issues


def test_no_text_column_lists_the_columns(tmp_path):
    path = write(tmp_path / "a.csv", "Wortlaut,wann\nx,2019\ny,2019\n")
    articles, (issue,) = read(path)
    assert not articles
    assert "Wortlaut, wann" in issue.reason
    assert "--text-column" in issue.remedy
    articles, issues = read(path, text_column="wortlaut", date_column="wann")
    assert [a.published for a in articles] == ["2019", "2019"]
    assert not issues


def test_a_named_column_that_is_missing_is_told_once(tmp_path):
    articles, (issue,) = read(write(tmp_path / "a.csv", "text\nx\ny\n"), date_column="when")
    assert len(articles) == 2
    assert "'when'" in issue.reason
    assert "--date-column" in issue.remedy


def test_unreadable_dates_are_told_once_and_the_articles_kept(tmp_path):
    data = "text,date\na,soon\nb,later\nc,03/04/2019\nd,27/02/2019\n"
    articles, (bad, vague) = read(write(tmp_path / "a.csv", data))
    assert [a.published for a in articles] == [None, None, "2019", "2019-02-27"]
    assert "2 dates" in bad.reason
    assert "'soon'" in bad.reason
    assert "day and month" in vague.reason
    assert read(tmp_path / "a.csv", day_first=True)[0][2].published == "2019-04-03"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_csv_in_other_encodings(tmp_path, encoding):
    (a,), _ = read(write(tmp_path / "a.csv", "id;text\r\n1;Café “Quito”\r\n".encode(encoding)))
    assert a.text == "Café “Quito”"


# --- Parquet ------------------------------------------------------------------------------------
def test_parquet_with_odd_types(tmp_path):
    table = pa.table(
        {
            "text": pa.array(["one", None, "three"]).dictionary_encode(),
            "published": pa.array([datetime.datetime(2019, 2, 27, 23), None, None], pa.timestamp("ns", "America/Lima")),
            "id": pa.array([1, 2, 3], pa.int16()),
            "source": pa.array([{"name": "EFE"}, None, {"name": "AP"}]),
            "other": pa.array([[1], [2], []]),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    articles, (issue,) = read(tmp_path / "a.parquet")
    assert [(a.text, a.key, a.source, a.record) for a in articles] == [("one", "1", "EFE", 1), ("three", "3", "AP", 3)]
    assert articles[0].published == "2019-02-27"
    assert issue.record == 2


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_string(), pa.list_(pa.string()), pa.int64()])
def test_parquet_text_of_any_type(tmp_path, kind):
    value = {"binary": b"one", "large_string": "one", "list<element: string>": ["one"], "int64": 1}
    pq.write_table(pa.table({"text": pa.array([value.get(str(kind), ["one"])], kind)}), tmp_path / "a.parquet")
    articles, issues = read(tmp_path / "a.parquet")
    assert [a.text for a in articles] == ([] if pa.types.is_integer(kind) else ["one"])
    assert len(issues) == 1 - len(articles)


def test_parquet_cut_off_or_without_text(tmp_path):
    pq.write_table(pa.table({"text": ["a"] * 1000}), tmp_path / "a.parquet")
    whole = (tmp_path / "a.parquet").read_bytes()
    _, (issue,) = read(write(tmp_path / "b.parquet", whole[: len(whole) // 2]))
    assert "b.parquet" in issue.path
    pq.write_table(pa.table({"x": [1]}), tmp_path / "c.parquet")
    _, (issue,) = read(tmp_path / "c.parquet")
    assert "there are x" in issue.reason


# --- exports of other programs ------------------------------------------------------------------
HEADS = {
    "Media Cloud": "id,indexed_date,language,media_name,media_url,publish_date,title,url",
    "an older Media Cloud": "stories_id,publish_date,title,url,language,ap_syndicated,media_id,media_name,media_url",
    "GDELT": "url,url_mobile,title,seendate,socialimage,domain,language,sourcecountry",
    "addresses": "link,rank",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_table_of_addresses_says_what_it_is_and_what_to_do(tmp_path, head):
    rows = "".join(",".join(f"{name}{n}" for name in head.split(",")) + "\n" for n in range(300))
    articles, (issue,) = read(write(tmp_path / "a.csv", f"{head}\n{rows}"))
    assert not articles
    assert "which has no text of the articles" in issue.reason
    assert "fetch the pages in its column 'url'" in issue.remedy.replace("link", "url")
    assert ("--text-column title" in issue.remedy) == ("title" in head)


def test_the_titles_of_media_cloud_can_be_coded(tmp_path):
    row = (
        "7,2019-02-25,en,El Tiempo,http://eltiempo.example,2019-02-24,Peru recalls its envoy,http://eltiempo.example/7"
    )
    path = write(tmp_path / "a.csv", f"{HEADS['Media Cloud']}\n{row}\n")
    ((a,), issues) = read(path, text_column="title")
    assert (a.text, a.published, a.source) == ("Peru recalls its envoy", "2019-02-24", "El Tiempo")
    assert (a.key, a.url, issues) == ("7", "http://eltiempo.example/7", [])


EXPORTS = {
    "Media Cloud with texts": {
        "stories_id": 7, "publish_date": "2019-02-24 10:00:00", "media_name": "S", "story_text": TEXT, "title": "T",
        "url": "http://u"},
    "NewsAPI": {
        "source": {"id": None, "name": "S"}, "title": "T", "description": "d", "url": "http://u",
        "publishedAt": "2019-02-24T10:00:00Z", "content": TEXT},
    "EventRegistry": {
        "uri": "7", "date": "2019-02-25", "dateTimePub": "2019-02-24T10:00:00Z", "title": "T", "body": TEXT,
        "source": {"uri": "s.example", "title": "S"}, "url": "http://u"},
    "fundus": {
        "title": "T", "body": {"summary": [], "sections": []}, "plaintext": TEXT, "publishing_date": "2019-02-24 10:00",
        "publisher": "S", "url": "http://u"},
    "newspaper4k": {
        "url": "http://u", "title": "T", "publish_date": "2019-02-24", "summary": "s", "meta_description": "m",
        "meta_site_name": "S", "text": TEXT},
    "news-please": {
        "maintext": TEXT, "title": "T", "date_publish": "2019-02-24 10:00:00", "source_domain": "S", "url": "http://u"},
    "Meltwater": {
        "Date": "24-Feb-2019 10:00AM", "Headline": "T", "URL": "http://u", "Opening Text": TEXT, "Hit Sentence": "h",
        "Source": "S"},
    "Kaggle": {
        "source_name": "S", "title": "T", "url": "http://u", "published_at": "2019-02-24", "content": "cut",
        "full_content": TEXT},
}  # fmt: skip


@pytest.mark.parametrize("name", EXPORTS)
def test_exports_of_other_programs_are_recognised(tmp_path, name):
    (a,), issues = read(write(tmp_path / "a.jsonl", jsonl(EXPORTS[name])))
    assert (a.text, a.title, a.source, a.url, a.published) == (TEXT, "T", "S", "http://u", "2019-02-24")
    assert a.key == ("7" if name in ("EventRegistry", "Media Cloud with texts") else "http://u")
    assert not issues


def test_texts_cut_off_by_a_service_are_told_once(tmp_path):
    rows = [{"content": f"Peru recalled its envoy… [+{n}000 chars]"} for n in (1, 2)]
    articles, (issue,) = read(write(tmp_path / "a.jsonl", jsonl(*rows)))
    assert len(articles) == 2
    assert "kept so: 2 end in" in issue.reason
