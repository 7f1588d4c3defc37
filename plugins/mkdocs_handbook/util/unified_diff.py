"""Unified diffs in the format of `git apply` and `patch -p1`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from posixpath import normpath

from mkdocs_handbook.model import Content, Renamed
from mkdocs_handbook.util.line_matching import LineMatcher

NO_NEWLINE = "\\ No newline at end of file\n"


def diff(before: Mapping[str, bytes], after: Mapping[str, Content], folder: str = "") -> bytes:
    """Return the differences between files, by path; a file that was not there before is new, or renamed.

    Paths are shown below a folder ("" or a path that ends with "/").
    """
    names = {content.to: path for path, content in after.items() if isinstance(content, Renamed)}
    lines = (
        line
        for path, content in sorted(after.items())
        if isinstance(content, bytes)
        for line in _lines(
            normpath(folder + names.get(path, path)),
            normpath(folder + path),
            before.get(names.get(path, path)),
            content,
        )
    )
    return "".join(lines).encode("utf-8", "surrogateescape")


def _lines(name: str, path: str, before: bytes | None, after: bytes) -> Iterator[str]:
    # Behind a name with a space, a tab says where it ends.
    old_name, new_name = (f"{one}\t" if " " in one else one for one in (f"a/{name}", f"b/{path}"))
    old, new = split_lines(before or b""), split_lines(after)
    if name != path:
        yield f"diff --git a/{name} b/{path}\nrename from {name}\nrename to {path}\n"
    if old != new:
        yield f"--- {'/dev/null' if before is None else old_name}\n+++ {new_name}\n"
    for hunk in LineMatcher(old, new).get_grouped_opcodes():
        (_, start, _, new_start, _), (_, _, stop, _, new_stop) = hunk[0], hunk[-1]
        yield f"@@ -{line_range(start, stop)} +{line_range(new_start, new_stop)} @@\n"
        for tag, first, last, new_first, new_last in hunk:
            lines = [] if tag == "equal" else [f"+{line}" for line in new[new_first:new_last]]
            sign = " " if tag == "equal" else "-"
            for line in [*(f"{sign}{line}" for line in old[first:last]), *lines]:
                yield line if line.endswith("\n") else f"{line}\n{NO_NEWLINE}"


def line_range(start: int, stop: int) -> str:
    """Return the lines of a hunk, as its head has them: the first, which counts from 1, and their number."""
    length = stop - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"


def split_lines(content: bytes) -> list[str]:
    """Return the lines of a file with their ends; only a line feed ends one."""
    lines = content.decode("utf-8", "surrogateescape").split("\n")
    return [*(f"{line}\n" for line in lines[:-1]), *([lines[-1]] if lines[-1] else [])]
