"""The channels that a handbook knows, by name: which are in use, what they are called now, and which name was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mkdocs_handbook.model import Handbook

# A shorter name is one slip away from too many words.
SHORTEST_NEAR = 5


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of the data: its name with `#`, whether it is in use, and what it is called now ("" if that is its name)."""

    name: str
    archived: bool = False
    renamed_to: str = ""


@dataclass(slots=True)
class Channels:
    """The channels of a handbook's data; names compare without letter case, of two entries the one in use counts."""

    handbook: Handbook
    known: dict[str, Channel] = field(default_factory=dict)
    _similar: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for file in self.handbook.of_kind("channels"):
            # An entry that lacks its DRI still says that there is such a channel.
            for item in file.every:
                self._add(Channel(item.text("channel"), item.text("status") == "archived", item.text("renamedTo")))
        for channel in list(self.known.values()):
            if channel.renamed_to:
                self.known.setdefault(channel.renamed_to.casefold(), Channel(channel.renamed_to))

    def _add(self, channel: Channel) -> None:
        other = self.known.get(channel.name.casefold())
        if len(channel.name) < 2 or not channel.name.startswith("#"):
            return
        if other is None or other.archived or other.renamed_to:
            self.known[channel.name.casefold()] = channel

    def find(self, name: str) -> Channel | None:
        """Return the channel of a name: one that is called so, else the wildcard that takes the most of it."""
        name = name.casefold()
        ways = (name, *(f"{name[:end]}*" for end in range(len(name) - 1, 0, -1)))
        return next((self.known[way] for way in ways if way in self.known), None)

    def current(self, channel: Channel) -> Channel:
        """Return what a channel is now, all its new names followed."""
        seen = set()
        while channel.renamed_to and channel.name.casefold() not in seen:
            seen.add(channel.name.casefold())
            channel = self.known[channel.renamed_to.casefold()]
        return channel

    def nearest(self, name: str) -> str:
        """Return the name in use that differs from an unknown one by a slip, by hyphens, or by the order of its words, or ""."""
        if not self._similar:
            self._index()
        word = name.removeprefix("#").casefold()
        if len(word) < SHORTEST_NEAR:
            return ""
        names = dict.fromkeys(one for key in keys(word) for one in self._similar.get(key, ()))
        return next((one for one in names if is_near(word, one.removeprefix("#").casefold())), "")

    def _index(self) -> None:
        for folded, channel in self.known.items():
            if not channel.archived and not channel.renamed_to and not folded.endswith("*"):
                for key in keys(folded.removeprefix("#")):
                    self._similar.setdefault(key, []).append(channel.name)


def keys(word: str) -> Iterator[str]:
    """Yield what two near names have in common: one letter left out, no hyphens, or sorted words."""
    yield word
    yield from {word[:at] + word[at + 1 :] for at in range(len(word))}
    yield re.sub(r"[-_]", "", word)
    yield in_order(word)


def in_order(word: str) -> str:
    """Return the words of a name in the order of the alphabet."""
    return " ".join(sorted(re.split(r"[-_]", word)))


def is_near(word: str, other: str) -> bool:
    """Return whether two names differ by one slip in letters, by hyphens alone, or by the order of their words.

    A slip is a letter more, less or other, or two that changed places; with another number it is another channel.
    """
    if re.sub(r"[-_]", "", word) == re.sub(r"[-_]", "", other) or in_order(word) == in_order(other):
        return True
    start = 0
    while start < min(len(word), len(other)) and word[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(word), len(other)) - start and word[-1 - end] == other[-1 - end]:
        end += 1
    ours, theirs = word[start : len(word) - end], other[start : len(other) - end]
    is_slip = max(len(ours), len(theirs)) == 1 or (len(ours) == 2 and ours == theirs[::-1])
    return is_slip and not re.search(r"\d", ours + theirs)
