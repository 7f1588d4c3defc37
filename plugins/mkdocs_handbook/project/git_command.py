"""The command git, run so that no configuration of a checkout, nor a repository that lies in one, makes it run anything."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_handbook.project import safe_files
from mkdocs_handbook.project.repository import git_folder

if TYPE_CHECKING:
    import subprocess

# Settings that a repository may have, and that would run programs or ask the network; these win.
SAFE_SETTINGS = {
    "safe.bareRepository": "explicit",
    "core.attributesFile": os.devnull,
    # What is larger is no text, and compared with nothing.
    "core.bigFileThreshold": str(safe_files.LARGEST),
    "core.excludesFile": os.devnull,
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.pager": "cat",
    "diff.orderFile": os.devnull,
    "log.showSignature": "false",
    "protocol.allow": "never",
    "protocol.ext.allow": "never",
}
# Seconds after which git waits for something that never comes; a whole history takes longer.
PATIENCE, LONG_PATIENCE = 60, 600
# Filters cannot be switched off as a whole, only one by one; for each, git looks through all variables.
FILTERS = r"^filter\..*\.(clean|smudge|process|required)$"
MOST_FILTERS = 500
# A hook that runs inside git must not make it look at another repository, or at half an index.
HOOK_VARIABLES = frozenset(
    f"GIT_{name}"
    for name in ("DIR", "WORK_TREE", "INDEX_FILE", "PREFIX", "OBJECT_DIRECTORY", "COMMON_DIR", "NAMESPACE")
)
# No lock on the index, so that an editor's git is not in the way; no question that nobody answers; and no network, not
# even for objects that a partial clone has left out.
VARIABLES = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "LC_ALL": "C",
}


class GitError(Exception):
    """A revision that can't be looked at: the message says why, and what to do."""


def git_output(root: Path, *arguments: str) -> str:
    """Return the output of git as text that keeps any file name; raise GitError where it fails."""
    return output(run_git(root, *arguments), root)


def output(done: subprocess.CompletedProcess[bytes], folder: Path) -> str:
    """Return what git has written; raise GitError with its message where it failed."""
    if done.returncode:
        message = os.fsdecode(done.stderr).strip().removeprefix("fatal: ")
        raise GitError(f"{folder}: git says: {' '.join(message.split())}")
    return os.fsdecode(done.stdout)


def run_git(root: Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder of a repository; raise GitError where there is no repository, or no git."""
    top = safe_files.repository(root)
    folder, filters = find_repository(top)
    return run(root, f"--git-dir={folder}", f"--work-tree={top}", *arguments, stdin=stdin, settings=filters)


@lru_cache(maxsize=8)
def find_repository(top: Path) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return git's folder for the top of a repository, and what switches off the filters of its configuration.

    Git is asked once, in that very folder, so that it refuses one of somebody else as it always does. From then on nothing
    is looked for, and no folder in the checkout can pass for a repository.
    """
    if problem := git_folder.problem(top):
        raise GitError(problem)
    folder = output(run(top, "rev-parse", "--absolute-git-dir"), top).removesuffix("\n")
    found = run(top, f"--git-dir={folder}", "config", "--show-scope", "-z", "--name-only", "--get-regexp", FILTERS)
    words = iter(os.fsdecode(found.stdout).split("\0"))
    names = [name for scope, name in zip(words, words, strict=False) if scope in ("local", "worktree")]
    if len(names) > MOST_FILTERS:
        raise GitError(f"{top}: the configuration of git has more than {MOST_FILTERS} settings of filters, remove some")
    return folder, tuple((name, "false" if name.endswith("required") else "") for name in names)


def run(
    folder: Path, *arguments: str, stdin: bytes = b"", settings: Iterable[tuple[str, str]] = ()
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder with safe settings and some more; raise GitError where there is no git, or no answer."""
    # Imported here: most runs of lint ask no git.
    import subprocess

    environment = {key: value for key, value in os.environ.items() if key not in HOOK_VARIABLES}
    # By variables, since a name may have any character.
    known = int(environment.get("GIT_CONFIG_COUNT") or 0)
    for number, (name, value) in enumerate((*SAFE_SETTINGS.items(), *settings), known):
        environment |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
        environment["GIT_CONFIG_COUNT"] = str(number + 1)
    patience = LONG_PATIENCE if "log" in arguments else PATIENCE
    try:
        return subprocess.run(  # noqa: S603 (arguments in a list, no shell)
            [program(folder), "--no-pager", *arguments],
            cwd=folder,
            input=stdin,
            capture_output=True,
            env=environment | VARIABLES | {"GIT_CEILING_DIRECTORIES": str(folder.parent)},
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise GitError(
            f"{folder}: git did not answer for {patience} seconds, it may wait for a file that is a pipe"
        ) from None


def begin_repository(root: Path) -> None:
    """Make a repository of a folder, unless it lies in one; raise GitError where that fails."""
    if not (safe_files.repository(root) / safe_files.GIT).exists():
        output(run(root, "init", "--quiet", "--initial-branch=main"), root)


def program(folder: Path) -> str:
    """Return the path of git, which never lies in the checkout; raise GitError where there is none."""
    folders = (name for name in os.environ.get("PATH", os.defpath).split(os.pathsep) if Path(name).is_absolute())
    found = shutil.which("git", path=os.pathsep.join(folders))
    # Windows looks into the current folder before all others.
    if found is None or not Path(found).is_absolute() or Path(found).is_relative_to(safe_files.repository(folder)):
        raise GitError("git is not installed, and a revision can be compared only with it")
    return found
