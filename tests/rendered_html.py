"""What two renderings of a page have in common and where they differ, read by a parser of the tests' own."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import zip_longest

ADDRESSES = ("href", "src")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rest: list[object] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for key, value in attrs if key in ADDRESSES]
        self.rest.append((tag, [pair if pair[0] not in ADDRESSES else (pair[0], "") for pair in attrs]))

    def handle_endtag(self, tag: str) -> None:
        self.rest.append(tag)

    def handle_data(self, data: str) -> None:
        self.rest.append(("text", data))

    def handle_comment(self, data: str) -> None:
        self.rest.append(("comment", data))


def changed_addresses(before: str, after: str) -> set[tuple[str, str]]:
    """Return which addresses have become which; raise AssertionError where anything else differs."""
    one, other = _Reader(), _Reader()
    for reader, html in ((one, before), (other, after)):
        reader.feed(html)
        reader.close()
    assert one.rest == other.rest
    return {(old, new) for old, new in zip_longest(one.addresses, other.addresses) if old != new}
