"""Word and RTF files: what the page shows, none of what it hides, and no file that can do harm."""

import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from delivery_files import WORD, as_docx, as_rtf, packed
from reading import read, write
from tacitus.reading.read_docx import BrokenWord, docx_paragraphs
from tacitus.reading.read_rtf import rtf_paragraphs

LINES = [
    "Talks resume in Quito",
    "Peru’s envoy — “recalled” on Tuesday — met 李克強 and 𝒦.",
    "She left {at} noon\\ on Friday.",
]
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp"))
TEXTS = st.lists(st.text(LETTERS).map(str.strip).filter(bool), max_size=5)
RTF = (
    rb"{ } \u-1? \u99999999? \'e9 \' \bin99 \uc9 \* \f1 \fonttbl \fcharset128 \ansicpg932 \ansicpg99999 \par"
    rb" \field \fldinst \\ x"
).split()


@pytest.mark.parametrize(("end", "make"), [("docx", as_docx), ("rtf", as_rtf)])
def test_a_file_is_one_article(tmp_path, end, make):
    (article,), issues = read(write(tmp_path / f"2019-02-27-quito.{end}", make(LINES)))
    assert article.text == "\n\n".join(LINES)
    assert (article.title, article.published, article.record) == (LINES[0], "2019-02-27", None)
    assert not issues
    (same,), _ = read(write(tmp_path / f"a.{end}.gz", make(LINES)))
    assert same.id == article.id


def test_the_kind_is_told_by_the_bytes(tmp_path):
    for name, data in {
        "a.doc": as_rtf(LINES),
        "b.rtf": as_docx(LINES),
        "c": as_docx(LINES),
        "d.docx": "\n\n".join(LINES).encode(),
    }.items():
        (article,), _ = read(write(tmp_path / name, data))
        assert article.text == "\n\n".join(LINES)
    _, (issue,) = read(write(tmp_path / "e.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)))
    assert ".docx" in issue.remedy


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_docx_shows_what_word_shows():
    body = f"""
      <w:p>{run("One")}<w:r><w:tab/></w:r>{run("two")}<w:del>{run("gone")}<w:r><w:delText>gone</w:delText></w:r></w:del>
        <w:ins>{run(" three")}</w:ins><w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r></w:p>
      <w:p/><w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr>{run("Head")}</w:p>
      <w:tbl><w:tr><w:tc><w:p>{run("cell 1")}</w:p></w:tc><w:tc><w:p>{run("cell 2")}</w:p></w:tc></w:tr></w:tbl>
      <w:p>{run("around ")}<mc:AlternateContent>
        <mc:Choice><w:txbxContent><w:p>{run("box")}</w:p></w:txbxContent></mc:Choice>
        <mc:Fallback><w:p>{run("box")}</w:p></mc:Fallback></mc:AlternateContent>{run("it")}</w:p>"""
    xml = f'<w:document xmlns:w="{WORD}" xmlns:mc="urn:mc"><w:body>{body}</w:body></w:document>'
    found = docx_paragraphs(packed({"word/document.xml": xml, "word/header1.xml": "<x>Page 1</x>"}), 10**6)
    assert [p.text for p in found] == ["One\ttwo three", "Head", "cell 1", "cell 2", "box", "around it"]
    assert [p.head for p in found] == [False, True, False, False, False, False]


def test_rtf_shows_what_word_shows():
    data = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}{\f2\fcharset128 C;}}
{\header Page 1}{\*\generator x;}{\info{\author nobody}}
\pard\b Head\b0\par
It\'92s \'e9lan \f1 \'cc\'ee\'f1\'ea\'e2\'e0 \f2\'93\'fa\'96\'7b\f0\par
\uc1\u8220?said\u8221? \uc2\u1052\'3f\'3f\u1080\'3f\'3f\uc1  \u-10179?\u-8900? end\par
{\field{\*\fldinst HYPERLINK "https://example.org/a"}{\fldrslt a link}}
 and{\footnote not this} text\emdash so\line next{\deleted gone}\par
{\pict\pngblip 89504e47}\bin4 \{\}{x\~y\par}{\v0 seen}}"""
    found, whole = rtf_paragraphs(data)
    assert whole
    assert [p.text for p in found] == [
        "Head",
        "It’s élan Москва 日本",
        "“said” Ми 🔼 end",
        "a link and text—so\nnext",
        "x\u00a0y",
        "seen",
    ]
    assert found[0].head and not found[1].head
    assert found[3].link == "https://example.org/a"


def test_rtf_cut_off_is_told(tmp_path):
    (article,), (issue,) = read(write(tmp_path / "a.rtf", as_rtf(LINES)[:-40]))
    assert article.text.startswith(LINES[0])
    assert "cut off" in issue.reason


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_what_is_written_is_read(texts):
    assert [p.text for p in docx_paragraphs(as_docx(texts), 10**7)] == texts
    assert [p.text for p in rtf_paragraphs(as_rtf(texts))[0]] == texts


# --- harm ----------------------------------------------------------------------------------------
def test_a_zip_bomb_is_stopped(tmp_path):
    xml = f'<w:document xmlns:w="{WORD}"><w:body>' + "<w:p/>" * 400_000 + "</w:body></w:document>"
    data = packed({"word/document.xml": xml})
    assert len(data) < 50_000
    with pytest.raises(BrokenWord, match="unpacks"):
        docx_paragraphs(data, 1_000_000)
    articles, (issue,) = read(write(tmp_path / "a.docx", data), max_chars=1000)
    assert not articles and "bytes" in issue.reason


def test_entities_are_not_followed(tmp_path):
    secret = write(tmp_path / "secret.txt", "the secret")
    top = f'<!DOCTYPE d [<!ENTITY s SYSTEM "file://{secret}"><!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    xml = f'{top}<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>x&s;&b;</w:t></w:r></w:p></w:body></w:document>'
    articles, _ = read(write(tmp_path / "a.docx", packed({"word/document.xml": xml})))
    assert all("secret" not in a.text and "aaaa" not in a.text for a in articles)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (packed({"word/document.xml": "<w:document"}), "damaged"),
        (packed({"other.txt": "x"}), "without a Word text"),
        (packed({"word/document.xml": f'<w:document xmlns:w="{WORD}"/>'}), "no text"),
        (as_docx(LINES)[:300], "damaged"),
        (b"PK\x03\x04" + bytes(50), "damaged"),
        (rb"{\rtf1\ansi}", "no text"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path, data, reason):
    articles, (issue,) = read(write(tmp_path / "a.docx", data))
    assert not articles
    assert reason in issue.reason and issue.remedy


def test_encrypted_members_are_told(tmp_path):
    data = bytearray(as_docx(LINES))
    with zipfile.ZipFile(write(tmp_path / "x.zip", bytes(data))) as z:
        offsets = [i.header_offset for i in z.infolist()]
    for at in offsets:
        data[at + 6] |= 1  # the flag of encryption, in each local header
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    articles, (issue,) = read(write(tmp_path / "a.docx", bytes(data)))
    assert not articles and "password" in issue.remedy


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*RTF, b" ", b"x\x81", b"\\"]), max_size=60))
def test_any_rtf_is_read_without_raising(pieces):
    paragraphs, _ = rtf_paragraphs(rb"{\rtf1" + b"".join(pieces))
    assert all(p.text.strip() for p in paragraphs)


def test_deep_nesting_is_read_in_good_time():
    paragraphs, whole = rtf_paragraphs(rb"{\rtf1 " + b"{" * 300_000 + b"deep" + b"}" * 300_001)
    assert ([p.text for p in paragraphs], whole) == (["deep"], True)
