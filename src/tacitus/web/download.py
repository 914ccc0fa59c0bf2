"""A file as the answer of a page."""

from __future__ import annotations


class Download(Exception):
    """An answer that is a file to keep; raised by a page, as `Elsewhere` is, since no template shows it."""

    def __init__(self, name: str, media_type: str, content: bytes) -> None:
        super().__init__(name)
        self.name, self.media_type, self.content = name, media_type, content
