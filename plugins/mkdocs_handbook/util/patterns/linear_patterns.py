"""Linear patterns: regular expressions of schemas, matched in time proportional to the text, which Python's own are not.

A pattern becomes a program of small steps, all of whose ways are followed at once (Thompson 1968, as in RE2 and Go). What
only going back can match, such as `(?=…)` and `\\1`, is refused. There is no wheel of RE2 for Alpine Linux.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

# Steps of a pattern, each of which may be asked for each character: `a{1,100}` has a hundred.
MOST_STEPS = 1_000
# Parts of a pattern with repetitions written out, also those that have no steps: `(){9}` has nine.
MOST_PARTS = 10 * MOST_STEPS
TOO_MANY = f"it has more than {MOST_STEPS} parts once repetitions are written out"
# What is remembered of sets of steps and characters.
REMEMBERED = 10_000

Test = Callable[[str], bool]
Steps = frozenset[int]
CATEGORIES: dict[Any, Test] = {
    ops.CATEGORY_DIGIT: str.isdecimal,
    ops.CATEGORY_NOT_DIGIT: lambda char: not char.isdecimal(),
    ops.CATEGORY_SPACE: str.isspace,
    ops.CATEGORY_NOT_SPACE: lambda char: not char.isspace(),
    ops.CATEGORY_WORD: lambda char: is_word(char),
    ops.CATEGORY_NOT_WORD: lambda char: not is_word(char),
}


class PatternError(ValueError):
    """A pattern that cannot be matched in linear time, or is none."""


class _Step(NamedTuple):
    """A step of a program: it takes a character, or holds at a place, and leads to other steps; without any, it is the end."""

    leads_to: tuple[int, ...] = ()
    takes: Test | None = None
    place: Any = None


def is_word(char: str | None) -> bool:
    """Return whether a character is of a word, as `\\w` means it."""
    return char is not None and (char.isalnum() or char == "_")


@lru_cache(maxsize=256)
def compiled(pattern: str) -> LinearPattern:
    """Return the pattern of a text; raise PatternError where it is none, or has no linear time."""
    return LinearPattern(pattern)


class LinearPattern:
    """A regular expression that searches a text; `$` is its end, without the line end that Python lets stand behind it."""

    def __init__(self, pattern: str) -> None:
        self.steps: list[_Step] = [_Step()]
        self.parts = 0
        try:
            tree = parser.parse(pattern)
            self.is_folded = self.folds(tree.state.flags & ~re.UNICODE)
            self.first = self.add_all(tree, 0)
        except RecursionError:
            raise PatternError("it is nested too deeply") from None
        except (re.error, OverflowError) as error:
            raise PatternError(f"it is no regular expression: {error}") from None
        self.known: dict[tuple[Steps, bool | None, str | None], tuple[Steps, bool]] = {}

    def search(self, text: str) -> bool:
        """Return whether the pattern is somewhere in a text."""
        at: Steps = frozenset()
        # Whether a word stands before; None at the beginning.
        before: bool | None = None
        for char in (*text, None):
            key = (at, before, char)
            if key not in self.known:
                if len(self.known) >= REMEMBERED:
                    self.known.clear()
                self.known[key] = self.follow({*at, self.first}, before, char)
            at, is_found = self.known[key]
            if is_found:
                return True
            before = is_word(char)
        return False

    def follow(self, left: set[int], before: bool | None, char: str | None) -> tuple[Steps, bool]:
        """Return the steps behind the next character, and whether the end was reached before it."""
        seen, found = set(left), set[int]()
        while left:
            number = left.pop()
            step = self.steps[number]
            if not number:
                return frozenset(), True
            if step.takes:
                if char is not None and step.takes(char):
                    found.update(step.leads_to)
            elif step.place is None or is_at(step.place, before, char):
                new = set(step.leads_to) - seen
                seen |= new
                left |= new
        return frozenset(found), False

    def add(self, *leads_to: int, takes: Test | None = None, place: Any = None) -> int:
        """Add a step and return its number."""
        if len(self.steps) >= MOST_STEPS:
            raise PatternError(TOO_MANY)
        self.steps.append(_Step(leads_to, takes, place))
        return len(self.steps) - 1

    def add_all(self, tree: Iterable[Any], after: int) -> int:
        """Add the steps of a part of a pattern that lead to others, and return the first."""
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise PatternError(TOO_MANY)
        for op, value in reversed(list(tree)):
            after = self.add_one(op, value, after)
        return after

    def add_one(self, op: Any, value: Any, after: int) -> int:
        """Add the steps of one construct, and return the first."""
        if op is ops.AT and value in PLACES:
            return self.add(after, place=value)
        if op is ops.BRANCH:
            return self.add(*[self.add_all(branch, after) for branch in value[1]])
        if op is ops.SUBPATTERN:
            _, added, removed, tree = value
            outer = self.is_folded
            self.is_folded = (outer or self.folds(added)) and not self.folds(removed)
            first = self.add_all(tree, after)
            self.is_folded = outer
            return first
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
            least, most, tree = value
            return self.add_repeated(least, most, tree, after)
        return self.add(after, takes=self.test(op, value))

    def add_repeated(self, least: int, most: int, tree: Any, after: int) -> int:
        """Add the steps of a repetition, and return the first."""
        if most == ops.MAXREPEAT:
            loop = self.add()
            self.steps[loop] = _Step((self.add_all(tree, loop), after))
            after = loop
        else:
            end = after
            for _ in range(most - least):
                after = self.add(self.add_all(tree, after), end)
        for _ in range(least):
            after = self.add_all(tree, after)
        return after

    def folds(self, flags: int) -> bool:
        """Return whether flags let letter case not matter; raise PatternError for other ones."""
        if flags & ~re.IGNORECASE:
            raise PatternError('of its flags, only "i" is understood')
        return bool(flags)

    def test(self, op: Any, value: Any) -> Test:
        """Return what accepts the characters of a construct."""
        found = char_test(op, value)
        if not self.is_folded:
            return found
        return lambda char: found(char) or found(char.lower()) or found(char.upper())


PLACES = (
    ops.AT_BEGINNING,
    ops.AT_BEGINNING_STRING,
    ops.AT_END,
    ops.AT_END_STRING,
    ops.AT_BOUNDARY,
    ops.AT_NON_BOUNDARY,
)


def is_at(place: Any, before: bool | None, char: str | None) -> bool:
    """Return whether the place between a character and the next is what an anchor asks for."""
    if place in (ops.AT_BEGINNING, ops.AT_BEGINNING_STRING):
        return before is None
    if place in (ops.AT_END, ops.AT_END_STRING):
        return char is None
    return (bool(before) != is_word(char)) == (place is ops.AT_BOUNDARY)


def char_test(op: Any, value: Any) -> Test:
    """Return what accepts the characters of a literal, a set or a category; raise PatternError for what is none of these."""
    if op is ops.ANY:
        return lambda char: char != "\n"
    if op is ops.LITERAL:
        return chr(value).__eq__
    if op is ops.NOT_LITERAL:
        return chr(value).__ne__
    if op is ops.RANGE:
        return lambda char: value[0] <= ord(char) <= value[1]
    if op is ops.CATEGORY:
        return CATEGORIES[value]
    if op is ops.IN:
        is_negated = value[0][0] is ops.NEGATE
        tests = [char_test(*one) for one in value[is_negated:]]
        return lambda char: any(test(char) for test in tests) != is_negated
    raise PatternError("it looks ahead or back, or repeats what it found, which takes time without a bound")
