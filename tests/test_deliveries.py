"""Deliveries of press databases: every document with its heading and its own text, and a word on what is missing."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import delivery_files as made
from delivery_files import DATABASES, FORMATS, STORIES, delivery
from reading import read, write
from tacitus.reading.delivery import find_date, labels, words_of
from tacitus.reading.read_options import Remark

EVERY = [(d, f) for d in DATABASES for f in FORMATS]
KEYS = {"factiva": [s.accession for s in STORIES], "proquest": [f"90000{s.number}" for s in STORIES]}
ABSTRACT = ("Full text: Not available.",)


@pytest.mark.parametrize(("database", "form"), EVERY)
def test_each_database_in_each_format(tmp_path, database, form):
    articles, issues = read(write(tmp_path / f"delivery.{form}", delivery(database, form)))
    assert not issues
    assert [a.record for a in articles] == [1, 2, 3]
    glue = "\r\n\r\n" if form == "txt" and database != "factiva_codes" else "\n\n"
    assert [a.text for a in articles] == [glue.join(s.body) for s in STORIES]
    assert [a.title for a in articles] == [s.title for s in STORIES]
    assert [a.source for a in articles] == [s.source for s in STORIES]
    assert [a.published for a in articles] == [s.date for s in STORIES]
    assert [a.key for a in articles] == KEYS.get(database.split("_")[0], ["", "", ""])


def test_the_text_of_a_file_is_not_reflowed(tmp_path):
    body = "    Peru recalled its envoy,\r\nthe ministry\r\n  said.\r\n\r\n\r\nHe left."
    lines = made.nexis_old((replace(STORIES[0], body=(body,)),))
    (article,), _ = read(write(tmp_path / "a.txt", made.as_txt(lines)))
    assert article.text == body.strip()


def test_titles_of_nexis_uni_lead_to_their_documents(tmp_path):
    links = {s.title: made.LINK.format(f"5RCP-FVR1-DXY4-X2B{s.number}-00000-00") for s in STORIES}
    data = made.as_docx(made.nexis_new(), links=links)
    articles, _ = read(write(tmp_path / "a.docx", data))
    assert [a.key for a in articles] == [f"urn:contentItem:5RCP-FVR1-DXY4-X2B{s.number}-00000-00" for s in STORIES]
    assert [a.url for a in articles] == [links[s.title] for s in STORIES]


def test_proquest_without_numbers_and_without_rules(tmp_path):
    lines = made.proquest(numbered=False)
    articles, issues = read(write(tmp_path / "a.txt", made.as_txt(lines)))
    assert (len(articles), issues) == (3, [])
    bare = [line for line in lines[lines.index(STORIES[0].title, 9) :] if set(line) != {"_"}]
    articles, _ = read(write(tmp_path / "b.docx", made.as_docx(bare)))
    assert [a.text for a in articles] == ["\n\n".join(s.body) for s in STORIES]


def test_a_rule_within_an_article_does_not_part_it(tmp_path):
    story = replace(STORIES[0], body=("Before it.", "_" * 60, "After it."))
    (article,), _ = read(write(tmp_path / "a.txt", made.as_txt(made.proquest((story,)))))
    assert article.text.startswith("Before it.") and article.text.endswith("After it.")


def test_page_headers_are_no_text(tmp_path):
    lines = made.factiva_display()
    at = lines.index(STORIES[0].body[1])
    lines.insert(at, "Page 3 of 7 © 2021 Factiva, Inc. All rights reserved.")
    articles, _ = read(write(tmp_path / "a.rtf", made.as_rtf(lines)))
    assert articles[0].text == "\n\n".join(STORIES[0].body)


# --- what is missing -----------------------------------------------------------------------------
def test_documents_that_are_announced_and_missing_are_told(tmp_path):
    _, issues = read(write(tmp_path / "a.txt", made.as_txt(made.nexis_old(of=200))))
    assert "announces 200 documents and holds 3 (1 to 3)" in issues[0].reason
    _, issues = read(write(tmp_path / "b.docx", made.as_docx(made.nexis_new(announced=50))))
    assert "announces 50 documents and holds 3" in issues[0].reason
    _, issues = read(write(tmp_path / "c.txt", made.as_txt(made.proquest((STORIES[0], STORIES[2]), of=3))))
    assert [i.reason for i in issues] == ["documents are missing from this ProQuest delivery: 2"]
    articles, issues = read(write(tmp_path / "d.rtf", made.as_rtf(made.factiva_display(found=70))))
    assert len(articles) == 3
    assert isinstance(issues[0], Remark) and "found 70 documents" in issues[0].reason


def test_a_document_without_a_body_is_told_with_its_title(tmp_path):
    lines = made.proquest()
    at = lines.index(f"Full text: {STORIES[1].body[0]}")
    lines[at : at + 2] = ABSTRACT
    articles, (issue,) = read(write(tmp_path / "a.html", made.as_html(lines)))
    assert [a.record for a in articles] == [1, 3]
    assert "full text" in issue.reason and STORIES[1].title in issue.reason and issue.record == 2
    lines = [line for line in made.nexis_new() if line not in (*STORIES[0].body, "Body")]
    articles, issues = read(write(tmp_path / "b.rtf", made.as_rtf(lines)))
    assert any(STORIES[0].title in i.reason and i.record == 1 for i in issues)


def test_a_body_far_shorter_than_declared_is_told_and_kept(tmp_path):
    lines = [line.replace(f"LENGTH: {STORIES[0].words} words", "LENGTH: 1,512 words") for line in made.nexis_old()]
    articles, (issue,) = read(write(tmp_path / "a.txt", made.as_txt(lines)))
    assert len(articles) == 3
    assert "1,512 are declared" in issue.reason and issue.article_id == articles[0].id


def test_the_same_text_twice_is_told_and_kept(tmp_path):
    again = replace(STORIES[0], number=3, body=tuple(b.upper() for b in STORIES[0].body), source="Another Edition")
    lines = made.nexis_new((STORIES[0], STORIES[1], again))
    articles, (issue,) = read(write(tmp_path / "a.docx", made.as_docx(lines)))
    assert len(articles) == 3
    assert "same text as document 1" in issue.reason and issue.article_id == articles[2].id
    assert isinstance(issue, Remark)


def test_a_delivery_that_ends_in_the_middle_keeps_its_last_article(tmp_path):
    for name, lines in {
        "a.rtf": made.as_rtf(made.nexis_new()[:-5]),
        "b.html": made.as_html(made.factiva_display()[:-8]),
    }.items():
        articles, issues = read(write(tmp_path / name, lines))
        assert [a.record for a in articles] == [1, 2, 3]
        assert any("may be cut off" in i.reason and i.record == 3 for i in issues)


def test_dates_that_are_missing_are_counted(tmp_path):
    lines = [line for line in made.nexis_new() if not line.startswith(STORIES[1].day)]
    articles, (issue,) = read(write(tmp_path / "a.docx", made.as_docx(lines)))
    assert [a.published for a in articles] == ["2019-02-27", None, "2021-05-09"]
    assert issue.record == 2 and STORIES[1].title in issue.reason


# --- what is no delivery -------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "The list ran to 1 of 200 DOCUMENTS, the clerk said.\n\nBody of work.",
        "End of Document\n\nThe archive closed on Monday, and no one noticed.",
        "ProQuest, Factiva and LexisNexis sell news.\n\nDocument 1 of 3 was lost, they said.",
        "Length: 3 words\n\nNobody read it.",
    ],
)
def test_an_article_about_deliveries_is_one_article(tmp_path, text):
    (article,), issues = read(write(tmp_path / "a.txt", text))
    assert (article.text, article.record, issues) == (text, None, [])


def test_a_delivery_may_be_longer_than_an_article(tmp_path):
    long = tuple(replace(s, body=(f"Peru said {s.title}. " * 8,)) for s in STORIES)
    path = write(tmp_path / "a.txt", made.as_txt(made.nexis_old(long)))
    articles, issues = read(path, max_chars=400)
    assert len(articles) == 3 and not issues
    articles, issues = read(path, max_chars=100)
    assert not articles and all("too long" in i.reason for i in issues)


# --- the words -----------------------------------------------------------------------------------
def test_dates_are_found_at_the_start_of_a_line():
    found = {
        "February 27, 2019 Wednesday 10:36 EST": "February 27, 2019",
        "Wednesday, 27 February 2019": "27 February 2019",
        "9 Januar 1993": "9 January 1993",
        "1er mai 2011": None,
        "2018 年 10 月 7 日 17:04": "2018-10-07",
        "The talks of May 2019": None,
        "Maybe 2019": None,
    }
    assert {text: find_date(text) for text in found} == found


def test_every_label_is_read_as_one():
    for database in ("nexis", "proquest"):
        for name in ("head", "tail", "labels"):
            for word in words_of(database).get(name, []):
                m = labels(database, name).fullmatch(f"{word}: a value")
                assert m and m[1] == word and m[2] == "a value", word


# --- whatever comes ------------------------------------------------------------------------------
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(EVERY), st.data())
def test_damaged_deliveries_never_raise_and_never_vanish(tmp_path, kind, data):
    whole = delivery(*kind)
    at = data.draw(st.integers(1, len(whole)))
    junk = data.draw(st.binary(max_size=40))
    cut = data.draw(st.sampled_from([whole[:at], whole[:at] + junk + whole[at:], whole[at:], whole[at:] + whole[:at]]))
    articles, issues = read(write(tmp_path / f"a.{kind[1]}", cut))
    assert articles or issues
    assert not any(i.reason.startswith("it cannot be read") for i in issues), issues


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(set(DATABASES) - {"factiva_codes"})), st.randoms(use_true_random=False), st.data())
def test_shuffled_lines_never_raise_and_stay_within_the_file(tmp_path, database, random, data):
    lines = DATABASES[database]() + data.draw(st.lists(st.text(max_size=30), max_size=5))
    random.shuffle(lines)
    text = "\n\n".join(lines).replace("\r", " ").replace("\0", "")
    articles, issues = read(write(tmp_path / "a.txt", text.encode("utf-8", "replace")))
    assert articles or issues
    assert not any(i.reason.startswith("it cannot be read") for i in issues), issues
    assert all(a.text in text for a in articles)
