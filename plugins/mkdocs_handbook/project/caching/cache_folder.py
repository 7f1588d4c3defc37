"""The folder of the cache: used only if nobody else can have put anything into it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from mkdocs_handbook.project import git_command, safe_files

# Beside the configuration of a site.
FOLDER = Path(".cache") / "handbook"


def trusted_folder(root: Path, name: Path = FOLDER) -> Path | None:
    """Return the folder of the cache, or another one of builds, which may be new; None where it is not used, for a reason that `refusal` gives."""
    return None if refusal(root, name) else root / name


def refusal(root: Path, name: Path = FOLDER) -> str:
    """Return why the cache of a site, or another folder of builds, is not used, "" if it is.

    A checkout may bring one: then it has a link in it, or git tracks it. What somebody else owns may change at any time.
    """
    user = os.getuid() if hasattr(os, "getuid") else 0
    for path in parts(root, name):
        try:
            status = path.lstat()
        except FileNotFoundError:
            continue
        except OSError as error:
            return f'"{path}" cannot be read: {error.strerror or error}'
        if not (stat.S_ISDIR(status.st_mode) or stat.S_ISREG(status.st_mode)):
            return f'"{path}" is a link, or no file'
        if status.st_uid != user:
            return f'"{path}" belongs to somebody else'
    return f'git tracks "{name.as_posix()}"' if is_tracked(root, name) else ""


def parts(root: Path, name: Path) -> Iterator[Path]:
    """Yield the folders of such a folder, and what is in the inner one."""
    folder = root / name
    yield from (folder.parent, folder)
    try:
        yield from sorted(folder.iterdir())
    except OSError:
        return


def is_tracked(root: Path, name: Path) -> bool:
    """Return whether git has a file of such a folder, or cannot be asked in a repository."""
    if not (root / name).is_dir() or not (safe_files.repository(root) / safe_files.GIT).exists():
        return False
    try:
        # On many disks a name in other letter case is the same file.
        return bool(git_command.git_output(root, "ls-files", "-z", "--", f":(icase){name.as_posix()}"))
    except git_command.GitError:
        return True
