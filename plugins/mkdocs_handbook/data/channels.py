"""The index of channels: those of the data by name, whether they are in use, what they are called now, and similar names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from mkdocs_handbook.data.formats import LONGEST_CHANNEL
from mkdocs_handbook.model import Handbook, Item

# A shorter name is one slip away from too many words.
SHORTEST_NEAR = 5


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of the data: its name with `#`, and its items; none where another channel has it for its new name.

    Of several items, one that is in use comes first, then one that was renamed.
    """

    name: str
    items: tuple[Item, ...] = ()

    @property
    def is_archived(self) -> bool:
        """Whether the channel is archived; it may still have a new name."""
        return bool(self.items) and self.items[0].text("status") == "archived"

    @property
    def renamed_to(self) -> str:
        """The new name of the channel, "" if it has none."""
        return self.items[0].text("renamedTo") if self.items else ""

    @property
    def is_in_use(self) -> bool:
        """Whether the channel is in use under its name."""
        return not self.is_archived and not self.renamed_to


@dataclass(frozen=True)
class ChannelIndex:
    """The channels of a handbook's data by their names without letter case; a name with `*` at its end is a wildcard."""

    known: Mapping[str, Channel]

    def find(self, name: str) -> Channel | None:
        """Return the channel of a name: one with this name, else the longest wildcard that covers it."""
        return next((self.known[key] for key in lookup_keys(name) if key in self.known), None)

    def is_listed(self, name: str) -> bool:
        """Return whether a channels file has a name, in the same letter case, or a wildcard that covers it."""
        own = self.known.get(name.casefold())
        if own and own.items and own.name == name:
            return True
        wildcards = (self.known.get(key) for key in lookup_keys(f"{name}*"))
        items = (item for wildcard in wildcards if wildcard for item in wildcard.items)
        return any(name.startswith(item.text("channel")[:-1]) for item in items)

    def current(self, channel: Channel) -> Channel:
        """Return what a channel is now, following its new names; it still has a new name if they lead in a circle."""
        passed: dict[str, None] = {}
        while channel.renamed_to and (folded := channel.name.casefold()) not in passed:
            passed[folded] = None
            channel = self._current.get(folded) or self.known[channel.renamed_to.casefold()]
        # All names on the way lead here, so a chain of names is followed once.
        self._current.update(dict.fromkeys(passed, channel))
        return channel

    @cached_property
    def _current(self) -> dict[str, Channel]:
        return {}

    def nearest(self, name: str) -> str:
        """Return the name in use that differs from an unknown one by a slip, hyphens, or the order of words, or ""."""
        word = name.removeprefix("#").casefold()
        if not SHORTEST_NEAR <= len(word) <= LONGEST_CHANNEL:
            return ""
        names = dict.fromkeys(similar for key in keys(word) for similar in self._similar.get(key, ()))
        return next((similar for similar in names if is_near(word, similar.removeprefix("#").casefold())), "")

    @cached_property
    def _similar(self) -> Mapping[str, list[str]]:
        similar: defaultdict[str, list[str]] = defaultdict(list)
        for folded, channel in self.known.items():
            if channel.is_in_use and not folded.endswith("*") and len(folded) <= LONGEST_CHANNEL + 1:
                for key in keys(folded.removeprefix("#")):
                    similar[key].append(channel.name)
        return similar


@lru_cache(maxsize=4)
def index(handbook: Handbook) -> ChannelIndex:
    """Return the channels of a handbook; an item that lacks its DRI still says that there is such a channel."""
    by_name: defaultdict[str, list[Item]] = defaultdict(list)
    for file in handbook.of_kind("channels"):
        for item in file.all_items:
            name = item.text("channel")
            if len(name) > 1 and name.startswith("#"):
                by_name[name.casefold()].append(item)
    known: dict[str, Channel] = {}
    for folded, items in by_name.items():
        items.sort(key=lambda item: 1 if item.text("renamedTo") else 2 if item.text("status") == "archived" else 0)
        known[folded] = Channel(items[0].text("channel"), tuple(items))
    for channel in list(known.values()):
        if channel.renamed_to:
            known.setdefault(channel.renamed_to.casefold(), Channel(channel.renamed_to))
    return ChannelIndex(known)


def lookup_keys(name: str) -> Iterator[str]:
    """Yield the keys under which a name may be known: its own, then the wildcards that cover it, the longest first."""
    folded = name.casefold()
    yield folded
    yield from (f"{folded[:end]}*" for end in range(min(len(folded) - 1, LONGEST_CHANNEL), 0, -1))


def keys(word: str) -> Iterator[str]:
    """Yield what two near names have in common: one letter left out, no hyphens, or sorted words."""
    yield word
    yield from {word[:at] + word[at + 1 :] for at in range(len(word))}
    yield re.sub(r"[-_]", "", word)
    yield in_order(word)


def in_order(word: str) -> str:
    """Return the words of a name in alphabetical order."""
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
