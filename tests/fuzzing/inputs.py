"""Inputs of fuzzing: the arguments of a command, and the files, links and git state of the handbook that it runs in.

The text of an input has a line `=== KIND NAME` before each part. Parts are `arguments` (one a line), `file PATH`, `committed
PATH` (as in the last commit, where there is one), `git PATH` (of git's own folder) and `link PATH` (where it leads).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from git_repositories import git
from golden_files import FENCE, parts
from handbooks import write

ROOT = Path(__file__).parents[2]
CORPUS = Path(__file__).parent / "corpus"
PART = re.compile(rb"^=== ((?:file|committed|git|link) .+|arguments)\n", re.MULTILINE)
ARGUMENTS = "arguments"
# Parts by their kind and name.
Input = Mapping[str, bytes]


def parse(text: bytes) -> Input:
    """Return the input of a text."""
    _, *found = PART.split(text)
    return {os.fsdecode(name): body.removesuffix(b"\n") for name, body in zip(found[::2], found[1::2], strict=True)}


def dump(given: Input) -> bytes:
    """Return the text of an input."""
    return b"".join(b"=== %s\n%s\n" % (os.fsencode(name), body) for name, body in sorted(given.items()))


def arguments(given: Input) -> list[str]:
    """Return the arguments of an input's command, as a system can hand them to a process."""
    return [os.fsdecode(line) for line in given.get(ARGUMENTS, b"lint").replace(b"\0", b"").split(b"\n") if line]


def place(root: Path, given: Input) -> None:
    """Write the files, links and git state of an input below a folder, but for those that no disk or git takes."""
    root.mkdir()
    write(root, {})
    kinds = [(kind, name, body) for part, body in given.items() for kind, _, name in [part.partition(" ")] if name]
    has_git = any(kind in ("committed", "git") for kind, _, _ in kinds)
    if has_git:
        git(root, "init", "--quiet", "--initial-branch", "main")
        put(root, {name: body for kind, name, body in kinds if kind == "committed"})
        git(root, "add", "--all")
        git(root, "commit", "--quiet", "--message", "Before")
    put(root, {name: body for kind, name, body in kinds if kind == "file"})
    put(root / ".git", {name: body for kind, name, body in kinds if kind == "git"})
    for kind, name, body in kinds:
        if kind == "link" and is_below(name):
            with suppress(OSError, ValueError):
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).symlink_to(os.fsdecode(body))


def put(root: Path, files: Mapping[str, bytes]) -> None:
    for name, body in files.items():
        if is_below(name):
            with suppress(OSError, ValueError):
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_bytes(body)


def is_below(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and path.parts != ()


def corpus() -> dict[str, Input]:
    """Return the inputs that the repository keeps, by name."""
    return {path.name: parse(path.read_bytes()) for path in sorted(CORPUS.glob("*.input"))}


def golden() -> Iterator[Input]:
    """Yield the golden cases as inputs of lint."""
    for path in sorted((ROOT / "tests/golden").glob("*.md")):
        for part in parts(path.read_text(encoding="utf-8")).values():
            yield {ARGUMENTS: b"lint", **dict(golden_parts(part))}


def golden_parts(part: str) -> Iterator[tuple[str, bytes]]:
    for match in FENCE.finditer(part):
        kind, _, path = match[2].strip().partition(" ")
        if path and kind not in ("html", "fixed"):
            name = {"before": "committed", "link": "link"}.get(kind, "file")
            yield f"{name} {path}", match[3].encode()
