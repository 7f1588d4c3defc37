"""The tags, texts and comments of HTML in their order, by which two pages are compared."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from html.parser import HTMLParser
from typing import NamedTuple

from mkdocs_handbook.pages.rendered.rendered_page import ADDRESSES


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


def address_changed(one: Event, other: Event, addresses: Mapping[str, Set[str]]) -> str | None:
    """Return the address of a link that has become one that was to be written, None where anything else is different."""
    key = ADDRESSES.get(one.text)
    if key is None or one.kind != "start":
        return None
    old, new = (dict(event.attributes).get(key) or "" for event in (one, other))
    expected = tuple((name, new if name == key else value) for name, value in one.attributes)
    return old if new in addresses.get(old, ()) and other == one._replace(attributes=expected) else None


def is_renamed(one: Event, other: Event, names: Mapping[str, str]) -> bool:
    """Return whether two texts differ only in names that were to be written otherwise."""
    is_text = bool(names) and one.kind == other.kind == "data"
    return is_text and replaced(one.text, names) == replaced(other.text, names)


def replaced(text: str, names: Mapping[str, str]) -> str:
    """Return a text with all names as they were to be written."""
    # A new name may begin with an old one.
    every = sorted({*names, *names.values()}, key=len, reverse=True)
    pattern = rf"(?:{'|'.join(map(re.escape, every))})(?![\w-])"
    return re.sub(pattern, lambda match: names.get(match[0], match[0]), text) if names else text
