"""Git's folder of a checkout: its own, and without what makes git read another repository or wait for ever."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from mkdocs_handbook.project import safe_files

# Characters of the files of git that hold one path.
LONGEST = 10_000
# Files beside git's folder that it reads by itself; a pipe among them would make it wait.
BESIDE = (".gitattributes", ".gitignore", ".gitmodules", ".mailmap")
ALTERNATES = ("objects", "info", "alternates")
# Repositories of which the command was told to trust everything.
TRUSTED: set[Path] = set()


def trust(top: Path) -> None:
    """Make a repository one that may use others: its objects may be theirs."""
    TRUSTED.add(top)


def problem(top: Path) -> str:
    """Return why git is not asked about the repository whose top a folder is, "" if it is."""
    entry = top / safe_files.GIT
    if top in TRUSTED or not os.path.lexists(entry):
        return ""
    try:
        found = next(problems(top, entry), "")
    except (OSError, ValueError, RuntimeError) as error:
        found = f'"{entry}" cannot be read: {getattr(error, "strerror", None) or error}'
    return f"{top}: {found}" if found else ""


def problems(top: Path, entry: Path) -> Iterator[str]:
    """Yield what is wrong with git's folder, or with the file that names it."""
    yield from (f'"{name}" is no regular file' for name in BESIDE if is_special(top / name))
    if is_special(entry):
        yield f'"{entry.name}" is neither a folder nor a regular file'
    folder = entry.resolve(strict=True)
    if not folder.is_dir():
        folder = named(folder, "gitdir:").resolve(strict=True)
        if not folder.is_relative_to(top):
            if not names_back(folder, entry):
                yield (
                    f'"{entry.name}" names the repository "{folder}", which does not name this checkout; repair the worktree'
                    " with git worktree repair, or use --trust for a checkout of your own"
                )
            return
    if not folder.is_relative_to(top):
        yield f'"{entry.name}" is a link out of the repository; use --trust for a checkout of your own'
    yield from inner_problems(top, folder)


def inner_problems(top: Path, folder: Path) -> Iterator[str]:
    """Yield what in git's folder leads to another repository, or is nothing that can be read."""
    for path in entries(folder):
        shown = path.relative_to(folder).as_posix()
        if path.is_symlink() and not path.resolve().is_relative_to(top):
            yield f'"{shown}" in git\'s folder is a link out of the repository; use --trust for a checkout of your own'
        if is_special(path):
            yield f'"{shown}" in git\'s folder is no regular file, remove it'
        lines = path_lines(path, folder)
        if any(not (path.parent / line).resolve().is_relative_to(top) for line in lines):
            yield (
                f'"{shown}" in git\'s folder names another repository; copy what is of it with git repack -a -d and remove'
                " the file, or use --trust for a checkout of your own"
            )


def path_lines(path: Path, folder: Path) -> Iterator[Path]:
    """Yield the paths that a file of git's folder names, from the folder of that file on."""
    if path == folder / "commondir":
        yield named(path)
    if path.parts[-3:] == ALTERNATES:
        # From the folder of the objects on.
        yield from (Path("..", line) for line in content(path).splitlines() if line.strip() and line[0] != "#")


def entries(folder: Path) -> Iterator[Path]:
    """Yield what lies in git's folder, at any depth, that is a link, special, or a file that names another repository."""
    folders = [folder]
    while folders:
        with os.scandir(folders.pop()) as found:
            for entry in found:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(Path(entry.path))
                elif not entry.is_file(follow_symlinks=False) or entry.name in ("commondir", ALTERNATES[-1]):
                    yield Path(entry.path)


def names_back(folder: Path, entry: Path) -> bool:
    """Return whether git's folder elsewhere is of a worktree or submodule that is this checkout."""
    if (folder / "gitdir").is_file():
        return (folder / named(folder / "gitdir")).resolve() == entry
    lines = (line.partition("=") for line in content(folder / "config").splitlines())
    tops = [value.strip() for key, _, value in lines if key.strip().lower() == "worktree"]
    return any((folder / value.strip('"')).resolve() == entry.parent for value in tops)


def is_special(path: Path) -> bool:
    """Return whether there is something that git would wait for: a pipe or a device, also behind a link."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode) or stat.S_ISBLK(mode)


def named(path: Path, prefix: str = "") -> Path:
    """Return the path that a file names, from the file's folder on."""
    return path.parent / content(path).strip().removeprefix(prefix).strip()


def content(path: Path) -> str:
    """Return the text of a small file of git; raise OSError for what is no regular file."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise safe_files.RefusedFileError(path, "is no regular file")
        return os.fsdecode(file.read(LONGEST))
