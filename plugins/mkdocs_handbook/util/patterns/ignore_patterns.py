"""Patterns as in .gitignore, matched in time proportional to the path however many stars they have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mkdocs_handbook.util.patterns.linear_patterns import LinearPattern

# Patterns that need no pathspec, which takes a twentieth of a small lint to import: hidden files, and folders at the root.
# MkDocs leaves both out of each site.
HIDDEN, ROOT_FOLDER = ".*", re.compile(r"/(?P<name>[\w-]+/)\Z")
# So many wildcards are matched by Python's own regular expressions, which are faster: each is tried at every character.
FEW = 2
# Wildcards of all patterns that have more: a match takes as long as they are many.
MOST_STARS = 3_000
STARS = re.compile(r"\*+")
# What pathspec's expressions have behind the path: either may follow, or the first alone.
EITHER, FOLDER = "(?:(?P<ps_d>", "(?P<ps_d>"


class _Pattern(NamedTuple):
    """A pattern: whether it includes, what matches a file, and what matches a folder above it."""

    includes: bool
    file: LinearPattern | None
    folder: LinearPattern | None

    def rank(self, path: str) -> int:
        """Return 2 where a path matches, 1 where a folder above it does, 0 otherwise."""
        if self.file and self.file.search(path):
            return 2
        return 1 if self.folder and self.folder.search(path) else 0


def are_too_many(lines: Iterable[str]) -> bool:
    """Return whether patterns with many wildcards have too many of them."""
    counts = (len(STARS.findall(line)) for line in lines)
    return sum(count for count in counts if count > FEW) > MOST_STARS


class IgnoreSpec:
    """What matches paths by patterns, the last of which that fits counts; raises ValueError or re.error for one that is none."""

    def __init__(self, lines: Iterable[str]) -> None:
        lines = [*lines]
        folders = [ROOT_FOLDER.match(line) for line in lines if line != HIDDEN]
        self.folders = tuple(one["name"] for one in folders if one)
        self.hides = HIDDEN in lines
        self.is_plain = all(folders)
        if not self.is_plain:
            self.compile(lines)

    def compile(self, lines: Iterable[str]) -> None:
        """Read patterns of any form."""
        # Imported here: most sites have none of their own.
        from pathspec.gitignore import GitIgnoreSpec

        self.spec = GitIgnoreSpec.from_lines(lines)
        found = [
            (one.include, one.regex.pattern) for one in self.spec.patterns if one.include is not None and one.regex
        ]
        self.is_ordinary = all(regex.count("[^/]*") + regex.count(".+") <= FEW for _, regex in found)
        self.patterns = [] if self.is_ordinary else [linear(includes, regex) for includes, regex in reversed(found)]

    def match_file(self, path: str) -> bool:
        """Return whether a path matches."""
        if self.is_plain:
            return path.startswith(self.folders) or (self.hides and (path.startswith(".") or "/." in path))
        if self.is_ordinary:
            return self.spec.match_file(path)
        best, includes = 0, False
        for pattern in self.patterns:
            rank = pattern.rank(path)
            if rank > best:
                best, includes = rank, pattern.includes
            if rank == 2:
                break
        return includes


def linear(includes: bool, regex: str) -> _Pattern:
    """Return the pattern of an expression of pathspec."""
    from mkdocs_handbook.util.patterns.linear_patterns import LinearPattern

    for mark in (EITHER, FOLDER):
        head, found, _ = regex.partition(mark)
        if found:
            return _Pattern(includes, LinearPattern(f"{head}$") if mark == EITHER else None, LinearPattern(f"{head}/"))
    return _Pattern(includes, LinearPattern(regex), None)
