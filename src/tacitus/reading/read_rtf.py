"""An RTF file -> its paragraphs: code pages of fonts, Unicode escapes, no headers, pictures, fields' instructions."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from tacitus.reading.paragraphs import Paragraph

TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\", re.DOTALL
)
# Groups whose words are not in the text. Footnotes are passed over, as they are in a .docx.
PASSED = frozenset(
    b"""
    fonttbl colortbl stylesheet info pict header headerl headerr headerf footer footerl footerr footerf footnote
    object objdata themedata colorschememapping datastore latentstyles listtable listoverridetable rsidtbl
    generator xmlnstbl xe tc bkmkstart bkmkend annotation atnid atnauthor revtbl nonshppict shppict falt panose
    pntext listtext pnseclvl filetbl private upr sp
    """.split()
)
ENDS = frozenset(b"par sect page cell row nestcell nestrow column softpage".split())
SIGNS = {
    b"tab": "\t", b"line": "\n", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"bullet": "•",
    b"ldblquote": "“", b"rdblquote": "”", b"emspace": "\u2003", b"enspace": "\u2002", b"qmspace": "\u2005",
}  # fmt: skip
LINK = re.compile(rb'HYPERLINK\s+"?(https?://[^"\s]{1,2000})', re.IGNORECASE)
SYMBOLS = {b"~": "\u00a0", b"_": "\u2011", b"-": "", b"{": "{", b"}": "}", b"\\": "\\", b":": "", b"|": ""}
PAGES = {b"ansi": "cp1252", b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}
CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds within a pair of braces."""

    passed: bool = False
    skip: int = 1  # characters after a Unicode escape that stand for it
    font: int | None = None
    fonts: bool = False  # this is the table of fonts
    field: bool = False  # these are the instructions of a field: where a link leads
    bold: bool = False


@dataclass(slots=True)
class _Writer:
    """Gathers the text; bytes wait until their code page is sure, for some letters take two."""

    page: str = "cp1252"
    charsets: dict[int, str] = field(default_factory=dict)
    paragraphs: list[Paragraph] = field(default_factory=list)
    now: list[str] = field(default_factory=list)
    waiting: bytearray = field(default_factory=bytearray)
    coded: str = "cp1252"
    told: bytearray = field(default_factory=bytearray)  # instructions of fields in this paragraph
    bold: bool = False

    def bytes(self, data: bytes, font: int | None) -> None:
        """Add bytes in the code page of a font."""
        page = self.charsets.get(-1 if font is None else font, self.page)
        if page != self.coded:
            self.flush()
            self.coded = page
        self.waiting += data

    def text(self, text: str) -> None:
        """Add characters."""
        self.flush()
        self.now.append(text)

    def flush(self) -> None:
        """Decode the bytes that wait."""
        if self.waiting:
            self.now.append(self.waiting.decode(self.coded, "replace"))
            self.waiting.clear()

    def end(self) -> None:
        """End the paragraph."""
        self.flush()
        text = "".join(self.now)
        if not text.isascii():  # pairs of surrogates, as RTF writes what lies beyond the first 65,536 characters
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if text := text.replace("\0", "").strip():
            link = LINK.search(self.told)
            self.paragraphs.append(Paragraph(text, link[1].decode("latin-1") if link else None, self.bold))
        self.now.clear()
        self.told.clear()
        self.bold = False

    def marks(self, bold: bool) -> None:
        """Remember whether the paragraph begins in bold letters, as a headline does."""
        if not self.waiting and not any(piece.strip() for piece in self.now):
            self.bold = bold


def rtf_paragraphs(data: bytes) -> tuple[list[Paragraph], bool]:
    """Return the paragraphs of an RTF file, empty ones left out, and whether the file is whole (its braces close)."""
    out, group, stack = _Writer(), _Group(), list[_Group]()
    at = skip = 0
    while token := TOKEN.match(data, at):
        at = token.end()
        word, number, code, symbol, brace, plain = token.groups()
        if brace:
            skip = 0
            if brace == b"{":
                stack.append(group)
                group = replace(group, passed=group.passed or data[at : at + 2] == b"\\*")
            elif stack:
                group = stack.pop()
        elif word == b"bin" and number:
            at += max(0, int(number))
        elif skip and (word or code or symbol):
            skip -= 1
        elif word == b"u" and number and not group.passed:
            out.marks(group.bold)
            out.text(chr(int(number) % 65536))
            skip = group.skip
        elif word:
            group = _word(word, int(number) if number else None, group, out)
        else:
            if plain and skip:
                plain, skip = plain[skip:], max(0, skip - len(plain))
            _letters(plain or (bytes.fromhex(code.decode()) if code else b""), symbol, group, out)
    out.end()
    return out.paragraphs, not stack


def _letters(data: bytes, symbol: bytes | None, group: _Group, out: _Writer) -> None:
    """Add what stands for itself: bytes of a code page, or a control symbol."""
    if group.field:
        out.told += data
    elif group.passed:
        return
    elif symbol in (b"\n", b"\r"):
        out.end()
    elif symbol:
        out.text(SYMBOLS.get(symbol, ""))
    elif data:
        out.marks(group.bold)
        out.bytes(data, group.font)


def _word(word: bytes, value: int | None, group: _Group, out: _Writer) -> _Group:
    """Obey one control word; return the state of the group after it."""
    if word == b"fonttbl":
        return replace(group, passed=True, fonts=True)
    if word == b"fldinst":
        return replace(group, passed=True, field=True)
    if word in PASSED or (word == b"deleted" and value != 0):
        return replace(group, passed=True)
    if word == b"uc":
        return replace(group, skip=min(max(value or 0, 0), 8))
    if word == b"b":
        return replace(group, bold=value != 0)
    if word == b"f" and value is not None:
        return replace(group, font=value)
    if group.fonts and word == b"fcharset" and group.font is not None and value in CHARSETS and value:
        out.charsets[group.font] = CHARSETS[value]
    elif word in PAGES:
        out.page = PAGES[word]
    elif word == b"ansicpg" and value:
        out.page = _code_page(value) or out.page
    elif word == b"plain":
        return replace(group, font=None, bold=False)
    elif not group.passed:
        if word in ENDS:
            out.end()
        elif word in SIGNS:
            out.text(SIGNS[word])
    return group


def _code_page(number: int) -> str | None:
    name = {65001: "utf-8", 10000: "mac_roman", 936: "gbk"}.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return None
    return name
