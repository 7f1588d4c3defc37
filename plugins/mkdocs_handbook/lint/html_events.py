"""The tags, texts and comments of HTML in their order, by which two pages are compared."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple


class Event(NamedTuple):
    """A tag, a text or a comment of HTML."""

    kind: str
    text: str
    attributes: tuple[tuple[str, str | None], ...] = ()


class _Events(HTMLParser):
    def __init__(self, *, without_comments: bool) -> None:
        super().__init__()
        self.without_comments = without_comments
        self.found: list[Event] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(Event("start", tag, tuple(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(Event("end", tag))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1].kind == "data":
            data = self.found.pop().text + data
        self.found.append(Event("data", data))

    def handle_comment(self, data: str) -> None:
        if not self.without_comments:
            self.found.append(Event("comment", data))


def events(html: str, *, without_comments: bool = False) -> list[Event]:
    """Return the tags, texts and comments of HTML; without comments, and the blanks around them, where those may change."""
    reader = _Events(without_comments=without_comments)
    reader.feed(html)
    reader.close()
    if not without_comments:
        return reader.found
    plain_text = (one._replace(text=" ".join(one.text.split())) for one in reader.found)
    return [one for one in plain_text if one.text]
