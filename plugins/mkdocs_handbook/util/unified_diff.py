"""Unified diffs in the format of `git apply` and `patch -p1`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import unified_diff
from posixpath import normpath

NO_NEWLINE = "\\ No newline at end of file\n"


def diff(before: Mapping[str, bytes], after: Mapping[str, bytes], folder: str = "") -> bytes:
    """Return the differences between files, by path; a file that was not there before is new.

    Paths are shown below a folder ("" or a path that ends with "/").
    """
    lines = (line for path in sorted(after) for line in _lines(normpath(folder + path), before.get(path), after[path]))
    return "".join(lines).encode("utf-8", "surrogateescape")


def _lines(path: str, before: bytes | None, after: bytes) -> Iterator[str]:
    # Behind a name with a space, a tab says where it ends.
    end = "\t" if " " in path else ""
    old = "/dev/null" if before is None else f"a/{path}{end}"
    for line in unified_diff(split_lines(before or b""), split_lines(after), old, f"b/{path}{end}"):
        yield line if line.endswith("\n") else f"{line}\n{NO_NEWLINE}"


def split_lines(content: bytes) -> list[str]:
    """Return the lines of a file with their ends; only a line feed ends one."""
    lines = content.decode("utf-8", "surrogateescape").split("\n")
    return [*(f"{line}\n" for line in lines[:-1]), *([lines[-1]] if lines[-1] else [])]
