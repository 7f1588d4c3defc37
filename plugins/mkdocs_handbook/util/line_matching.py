"""Line matching: which lines of two texts are the same ones, in time proportional to their length, which difflib is not.

Lines that are unique in both texts are matched first (patience diff), and what is between them in the same way.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import Match, SequenceMatcher
from typing import NamedTuple

# Lines, in both texts together, between which difflib finds the best match; and how often parts are looked at again.
FEW, DEEPEST = 200, 20


class Part(NamedTuple):
    """The lines from `start` to `end` of one text, and from `new_start` to `new_end` of the other."""

    start: int
    end: int
    new_start: int
    new_end: int


class LineMatcher(SequenceMatcher[str]):
    """What difflib makes differences from, with the matches that are found here."""

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        super().__init__(None, [], [], autojunk=False)
        # Set here, since the method of the library would index all lines.
        self.a, self.b = before, after
        self.found = [*blocks(matches(before, after)), (len(before), len(after), 0)]

    def get_matching_blocks(self) -> list[Match]:
        """Return where lines are the same, and how many there."""
        return [Match(*block) for block in self.found]


def blocks(pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Yield runs of pairs of lines: where they begin in both texts, and how long they are."""
    start = 0
    for index in range(1, len(pairs) + 1):
        if index == len(pairs) or pairs[index] != (pairs[index - 1][0] + 1, pairs[index - 1][1] + 1):
            yield (*pairs[start], index - start)
            start = index


def matches(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs of lines that are the same ones, in order."""
    found: list[tuple[int, int]] = []
    left = [(Part(0, len(before), 0, len(after)), 0)]
    while left:
        whole, depth = left.pop()
        if whole.end - whole.start + whole.new_end - whole.new_start <= FEW:
            found += near_matches(before, after, whole)
            continue
        part = without_ends(before, after, whole)
        found += [(whole.start + n, whole.new_start + n) for n in range(part.start - whole.start)]
        found += [(part.end + n, part.new_end + n) for n in range(whole.end - part.end)]
        if (anchors := unique_matches(before, after, part)) and depth < DEEPEST:
            found += anchors
            left += [(gap, depth + 1) for gap in gaps(part, anchors)]
        elif part.end - part.start == part.new_end - part.new_start:
            pairs = zip(range(part.start, part.end), range(part.new_start, part.new_end), strict=True)
            found += [(old, new) for old, new in pairs if before[old] == after[new]]
    return sorted(found)


def without_ends(before: Sequence[str], after: Sequence[str], part: Part) -> Part:
    """Return a part without the lines that are the same at its beginning and its end."""
    start, end, new_start, new_end = part
    while start < end and new_start < new_end and before[start] == after[new_start]:
        start, new_start = start + 1, new_start + 1
    while start < end and new_start < new_end and before[end - 1] == after[new_end - 1]:
        end, new_end = end - 1, new_end - 1
    return Part(start, end, new_start, new_end)


def near_matches(before: Sequence[str], after: Sequence[str], part: Part) -> Iterator[tuple[int, int]]:
    """Yield the matches of a few lines, as difflib finds them."""
    old, new = before[part.start : part.end], after[part.new_start : part.new_end]
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        yield from ((part.start + block.a + n, part.new_start + block.b + n) for n in range(block.size))


def unique_matches(before: Sequence[str], after: Sequence[str], part: Part) -> list[tuple[int, int]]:
    """Return the most lines that are unique in both texts and stand in the same order."""
    old, new = Counter(before[part.start : part.end]), Counter(after[part.new_start : part.new_end])
    places = {after[at]: at for at in range(part.new_start, part.new_end)}
    pairs = [
        (at, places[line]) for at in range(part.start, part.end) if old[line := before[at]] == 1 and new.get(line) == 1
    ]
    # The longest run of ascending places: the last pair of the best run of each length, and the pair before each.
    ends: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for index, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        previous.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [index]
    chosen, index = [], last[-1] if last else -1
    while index >= 0:
        chosen.append(pairs[index])
        index = previous[index]
    return chosen[::-1]


def gaps(part: Part, anchors: Sequence[tuple[int, int]]) -> Iterator[Part]:
    """Yield what is between the anchors of a part."""
    start, new_start = part.start, part.new_start
    for old, new in [*anchors, (part.end, part.new_end)]:
        if old > start or new > new_start:
            yield Part(start, old, new_start, new)
        start, new_start = old + 1, new + 1
