"""The disk: reads, lists and decodes the files of a handbook."""

from __future__ import annotations

import os
import posixpath
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Protocol

from mkdocs_handbook.model import Finding, RawFile, Source, Span
from mkdocs_handbook.project import safe_files

# Names under which links may show a folder.
MOST_LINKS = 20
# Where GitHub looks for the file that says who reviews what; the first that is there counts.
CODEOWNERS = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
MISSING = "is missing"
# Bytes of the pages of a handbook, and of its files of data: what is made of them takes many times as much memory.
MOST_PAGES, MOST_DATA = 100_000_000, 10_000_000


class FileTree(Protocol):
    """Where the files of a handbook come from: the disk (this module itself), or a revision of the past."""

    def text(self, path: Path, within: Path) -> str:
        """Return the text of a configuration file below a folder; raise OSError or UnicodeDecodeError where it has none."""

    def has_folder(self, path: Path) -> bool:
        """Return whether there is a folder of a path."""

    def below(self, folder: Path, within: Path) -> Iterable[str]:
        """Return the paths of all files below a folder, relative to it; links are followed to what lies within another."""

    def contents(self, root: Path, paths: Iterable[Path]) -> Iterable[RawFile]:
        """Return files as they were read."""

    def tree(self, root: Path, folder: str, suffixes: tuple[str, ...]) -> list[RawFile]:
        """Return the files below a folder of the root that end in one of the suffixes, in order of their paths."""


def text(path: Path, within: Path) -> str:
    """Return the text of a configuration file below a folder; raise OSError or UnicodeDecodeError where it has none."""
    return safe_files.text(path, within)


def has_folder(path: Path) -> bool:
    """Return whether there is a folder of a path."""
    return path.is_dir()


def below(folder: Path, within: Path) -> Iterator[str]:
    """Yield the paths of all files below a folder, relative to it.

    Links are followed as MkDocs does, but not to a folder above them, nor to one that is not within another: such a link
    counts as a file, which nobody can read.
    """
    met: Counter[Path] = Counter()
    for top, folders, names in os.walk(folder, followlinks=True):
        links = {name for name in folders if os.path.islink(os.path.join(top, name))}  # noqa: PTH114 (thousands)
        barred = {name for name in links if is_barred(Path(top, name), within)}
        barred |= {name for name in sorted(links - barred) if is_met_often(Path(top, name), met)}
        folders[:] = sorted({*folders} - barred)
        here = relative(folder, top)
        yield from (name if here == "." else f"{here}/{name}" for name in (*names, *sorted(barred)))


def is_met_often(link: Path, met: Counter[Path]) -> bool:
    """Return whether so many links have led to a folder that there may be no end of them: each of two may lead to two."""
    target = link.resolve()
    met[target] += 1
    return met[target] > MOST_LINKS


def is_barred(link: Path, within: Path) -> bool:
    """Return whether a link to a folder is not followed: it leads to one that it is in, or out of what may be read."""
    try:
        return link.parent.resolve().is_relative_to(safe_files.checked(link, within))
    except OSError:
        return True


def tree(root: Path, folder: str, suffixes: tuple[str, ...]) -> list[RawFile]:
    """Return the files below a folder of the root that end in one of the suffixes, in order of their paths.

    Links that lead out of the root are not followed; they are given with that as their problem.
    """
    return sorted(bounded(_tree(root, root / folder, suffixes), MOST_DATA), key=lambda file: file.path)


def bounded(files: Iterable[RawFile], most: int) -> Iterator[RawFile]:
    """Yield files, without the content of those that are beyond so many bytes: links may make one file many."""
    for file in files:
        most -= len(file.content)
        problem = "is not read, since there is too much text before it; write less, or make two handbooks of it"
        yield file if most >= 0 else RawFile(file.path, problem=problem)


def _tree(root: Path, top: Path, suffixes: tuple[str, ...]) -> Iterator[RawFile]:
    # The folder itself may be a link, and `os.walk` would follow it.
    if safe_files.leads_out(top, safe_files.limit(root)):
        yield RawFile(relative(root, top), problem="leads out of the repository, put the folder itself here")
        return
    reader = safe_files.Reader(safe_files.limit(root))
    for folder, folders, names in os.walk(top):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in [
            *sorted(names),
            *(folder_name for folder_name in folders if (Path(folder) / folder_name).is_symlink()),
        ]:
            if name.startswith("."):
                continue
            path = Path(folder) / name
            if name.endswith(suffixes) or (path.is_symlink() and path.is_dir()):
                yield read(root, path, reader)


def read(root: Path, path: Path, reader: safe_files.Reader) -> RawFile:
    """Return one file below the root as it was read."""
    try:
        is_outside = path.is_symlink() and not path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return RawFile(relative(root, path), problem="is a link that leads to itself, put the file itself here")
    if is_outside:
        problem = "is a link that leads out of the handbook, put the file itself here"
        return RawFile(relative(root, path), problem=problem)
    if path.is_dir():
        problem = "is a link to a folder, which is not followed, put the folder itself here"
        return RawFile(relative(root, path), problem=problem)
    return content(root, path, reader)


def contents(root: Path, paths: Iterable[Path]) -> Iterator[RawFile]:
    """Yield files as they were read; links may lead to any file of the repository, since MkDocs follows those of pages."""
    reader = safe_files.Reader(safe_files.limit(root))
    return (content(root, path, reader) for path in paths)


def content(root: Path, path: Path, reader: safe_files.Reader) -> RawFile:
    """Return one file as it was read."""
    name = relative(root, path)
    try:
        return RawFile(name, reader.read(path))
    except OSError as error:
        return RawFile(name, problem=safe_files.problem(error))


def codeowners(root: Path) -> RawFile:
    """Return CODEOWNERS of a handbook's repository, with its path below the handbook's root; `MISSING` where there is none."""
    top, base = safe_files.limit(root), root.resolve()
    path = next((top / place for place in CODEOWNERS if os.path.lexists(top / place)), None)
    return next(iter(contents(base, [path]))) if path else RawFile(relative(base, top / CODEOWNERS[0]), problem=MISSING)


def refused_files(docs: Path, uris: Iterable[str], root: Path) -> dict[str, RawFile]:
    """Return for the files below the pages' folder that may not be read what keeps them: a link, the file or a folder.

    MkDocs may be told to take pages from anywhere, but a link among them leads nowhere else.
    """
    within = safe_files.limit(root)
    within = docs.resolve() if safe_files.leads_out(docs, within) else within

    @cache
    def refused(uri: str) -> RawFile | None:
        if (folder := posixpath.dirname(uri)) and (found := refused(folder)):
            return found
        try:
            safe_files.check_file(docs / uri, within)
        except OSError as error:
            return RawFile(relative(root, docs / uri), problem=safe_files.problem(error))
        return None

    return {uri: found for uri in uris if (found := refused(uri))}


def link_problem(root: Path, path: Path) -> str:
    """Return what is wrong with a file of the site that nobody reads here, "" for a file, and for a link to one that may be read."""
    try:
        safe_files.check_file(path, safe_files.limit(root))
    except OSError as error:
        return safe_files.problem(error)
    return ""


def decode(raw: RawFile) -> tuple[Source, list[Finding]]:
    """Return the text of a file, and the finding of one that has none: it could not be read, or is not UTF-8."""
    if raw.problem:
        empty = Source(raw.path, "")
        return empty, [Finding("HB121", empty, Span(0, 0), f"the file {raw.problem}")]
    bom = raw.content.startswith(b"\xef\xbb\xbf")
    content = raw.content[3:] if bom else raw.content
    try:
        return Source(raw.path, content.decode("utf-8"), bom), []
    except UnicodeDecodeError as error:
        good = content[: error.start].decode("utf-8")
        source = Source(raw.path, good + content[error.start :].decode("utf-8", "replace"), bom)
        at = Span(len(good), len(good) + 1)
        return source, [Finding("HB102", source, at, "not UTF-8, save the file in that encoding")]


def relative(root: Path, path: str | Path) -> str:
    """Return a path as seen from a folder, with "/" between its parts."""
    whole, folder = os.fspath(path), f"{root}{os.sep}"
    # Most are below it, and written without a way back.
    is_plain = whole.startswith(folder) and f"{os.sep}.." not in whole
    return (whole.removeprefix(folder) if is_plain else os.path.relpath(path, root)).replace(os.sep, "/")


def is_writable(root: Path, path: str, known: Container[str], limit: Path) -> bool:
    """Return whether a fix may write a file: one of those that were read, or a new one; no link to another, none beyond a folder."""
    top = root.resolve()
    target = (top / path).resolve()
    if not safe_files.is_below(target, limit):
        return False
    own = Path(os.path.relpath(target, top)).as_posix()
    # What a link leads to is mended under its own name, if that is read as well.
    if path in known:
        return (own == path or own not in known) and os.access(target, os.W_OK)
    return own == path and not target.exists()


def umask() -> int:
    """Return the permissions that new files are not to have."""
    # It can only be read by setting it.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
