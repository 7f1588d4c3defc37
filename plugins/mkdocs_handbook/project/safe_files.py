"""Safe files: what is read is a regular file of bounded size below the repository, wherever links and settings point."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

# Bytes. The largest page or data file that anybody wrote has a tenth of this.
LARGEST = 20_000_000
# A pipe would wait for its writer; neither is a terminal to become this process's own.
FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_NOFOLLOW", "O_BINARY"))
LINKS_FAIL = hasattr(os, "O_NOFOLLOW")
# Git's own folder has tokens and hooks, and no file of a handbook.
GIT = ".git"


class RefusedFileError(OSError):
    """A file that is not read though it could be: the message says of it why, and what to do."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(errno.EPERM, reason, str(path))


def repository(root: Path) -> Path:
    """Return the top folder of the git repository that a folder belongs to, the folder itself where there is none."""
    top = root.resolve()
    return next((folder for folder in (top, *top.parents) if (folder / GIT).exists()), top)


def prefix(root: Path) -> str:
    """Return the folder of a handbook in its repository: "" or a path that ends with "/"."""
    inner = root.resolve().relative_to(repository(root)).as_posix()
    return "" if inner == "." else f"{inner}/"


@lru_cache(maxsize=8)
def limit(root: Path) -> Path:
    """Return the folder below which everything lies that is read for a handbook; it is looked for once a run."""
    return repository(root)


def read(path: Path, within: Path) -> bytes:
    """Return the content of a file below a folder; raise OSError, also for what is elsewhere, no regular file or too large."""
    return read_file(checked(path, within), path)


def read_file(real: Path | str, path: Path) -> bytes:
    """Return the content of a file at a path without links, which is named as another one; raise OSError."""
    with open(real, "rb", opener=lambda name, _: os.open(name, FLAGS)) as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise RefusedFileError(path, "is no regular file")
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise RefusedFileError(path, f"is larger than {LARGEST // 1_000_000} MB, split it")
    return content


class Reader:
    """Reads many files below a folder as `read` does, but looks for the links in their folders' paths once.

    It is for one pass over the files: later, a folder may have become a link.
    """

    def __init__(self, within: Path) -> None:
        self.within = within
        self.folders: dict[str, str] = {}

    def read(self, path: Path) -> bytes:
        """Return the content of a file; raise OSError."""
        folder, name = os.path.split(path)
        if LINKS_FAIL and name != GIT:
            # What is a link, or beside one, is looked at more closely.
            with suppress(OSError):
                if folder not in self.folders:
                    self.folders[folder] = str(checked(Path(folder), self.within))
                return read_file(f"{self.folders[folder]}{os.sep}{name}", path)
        return read(path, self.within)


def text(path: Path, within: Path) -> str:
    """Return the text of a file below a folder; raise OSError or UnicodeDecodeError."""
    return read(path, within).decode("utf-8-sig")


def checked(path: Path, within: Path) -> Path:
    """Return a path without links; raise OSError where it is not below a folder, or not there."""
    try:
        real = path.resolve(strict=True)
    except RuntimeError:  # before Python 3.13
        raise RefusedFileError(path, "is a link that leads to itself, put the file itself here") from None
    if not is_below(real, within):
        raise RefusedFileError(path, "leads out of the repository, put the file itself here")
    if path.is_symlink() and any(part[0] == "." and part not in path.parts for part in below(real, within)):
        raise RefusedFileError(path, "is a link to a hidden file, put the file itself here")
    return real


def check_file(path: Path, within: Path) -> None:
    """Raise OSError where a path is not to be read: a link to elsewhere, or neither a file nor a folder."""
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        mode = checked(path, within).stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise RefusedFileError(path, "is no regular file")


def is_below(real: Path, within: Path) -> bool:
    """Return whether a path without links is in a folder, and not of git itself."""
    return real.is_relative_to(within) and GIT not in below(real, within)


def below(real: Path, within: Path) -> tuple[str, ...]:
    """Return the parts of a path that come after those of a folder in which it is."""
    return real.parts[len(within.parts) :]


def leads_out(path: Path, within: Path) -> bool:
    """Return whether a path, which need not exist, leads to somewhere that is not below a folder."""
    try:
        return not is_below(path.resolve(), within)
    except (OSError, RuntimeError, ValueError):
        return True


def problem(error: OSError) -> str:
    """Return what is said of a file that was not read."""
    reason = error.strerror or str(error)
    return reason if isinstance(error, RefusedFileError) else f"cannot be read: {reason}"
