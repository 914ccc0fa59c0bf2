from hypothesis import given
from hypothesis import strategies as st

from tacitus.show_text import flat, harmless


@given(st.text())
def test_nothing_is_left_that_a_terminal_obeys(text):
    shown = harmless(text)
    assert len(shown) == len(text)
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 or 0x202A <= ord(c) <= 0x202E for c in flat(text, True))
    assert "\n" not in flat(text)


def test_escape_is_shown_and_other_scripts_stay():
    assert flat("a\x1b[31m\nb\x9bc\u202e") == "a␛[31m b\ufffdc\ufffd"
    assert flat(" قال  الوزير ", ends=True) == " قال الوزير "
