"""Text of others made fit for a screen: on one line, and with nothing in it that a terminal would obey."""

from __future__ import annotations

# Escape and its kin show as the pictures that Unicode has for them. What turns the direction of
# writing around shows as the replacement character: it could make a line read other than it is.
_PICTURES = {
    **{c: chr(0x2400 + c) for c in range(0x20)},
    0x7F: "\u2421",
    **dict.fromkeys([*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd"),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}


def harmless(text: str) -> str:
    """Replace control characters, one for one; line breaks stay."""
    return text if text.isprintable() else text.translate({**_PICTURES, 0x0A: "\n"})


def one_line(text: str) -> str:
    """Put a text on one line; nothing else is changed."""
    return " ".join(text.split())


def flat(text: str, ends: bool = False) -> str:
    """Put a stretch of text on one line, made harmless; with `ends`, a blank at either end stays."""
    one = harmless(one_line(text))
    if ends and one:
        one = (" " if text[0].isspace() else "") + one + (" " if text[-1].isspace() else "")
    elif ends and text:
        one = " "
    return one
