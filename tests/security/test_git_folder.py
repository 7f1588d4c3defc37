"""Promise: git reads no repository but the checkout's own, and nothing in it makes a command wait for ever."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from command_line import run
from git_repositories import commit, git, repository
from handbooks import needs_links
from mkdocs_handbook.project import git_command
from mkdocs_handbook.project.git_command import GitError, git_output
from mkdocs_handbook.project.repository import git_folder

SECRET = "hunter2"  # noqa: S105 (whose value no output may have)
pytestmark = needs_links
FILES = {"handbook/index.md": "# Home\n", "rituals/people.yml": "ana: {name: Ana}\n"}


@pytest.fixture(autouse=True)
def _no_trust() -> Iterator[None]:
    git_folder.TRUSTED.clear()
    git_command.find_repository.cache_clear()
    yield
    git_folder.TRUSTED.clear()


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another repository of the same person."""
    return repository(tmp_path / "other", {**FILES, "handbook/a.md": f"# {SECRET}\n"})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository(tmp_path / "h", FILES)


def diff(root: Path, *options: str) -> str:
    done = run("diff", "HEAD", "-f", str(root / "mkdocs.yml"), *options)
    assert SECRET not in done.output
    assert done.exit_code in (0, 1) or done.output.count("\n") == 1
    return done.output if done.exit_code == 2 else ""


# Where a pipe stands, from git's folder on.
PIPES = (
    "HEAD",
    "config",
    "packed-refs",
    "index",
    "shallow",
    "info/attributes",
    "info/exclude",
    "info/grafts",
    "objects/info/alternates",
    "objects/info/commit-graph",
    "refs/heads/main",
    "commondir",
    "../.gitattributes",
    "../.gitignore",
    "../.mailmap",
)


@pytest.mark.parametrize("where", PIPES)
@pytest.mark.parametrize("is_linked", [False, True])
def test_a_pipe_is_not_waited_for(where: str, is_linked: bool, root: Path, tmp_path: Path) -> None:
    path = root / ".git" / where
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    if is_linked:
        os.mkfifo(root / ".git/pipe")
        path.symlink_to(root / ".git/pipe")
    else:
        os.mkfifo(path)
    assert "is no regular file" in diff(root)


def test_git_itself_is_a_pipe(root: Path) -> None:
    shutil.rmtree(root / ".git")
    os.mkfifo(root / ".git")
    assert '".git" is neither a folder nor a regular file' in diff(root)


@pytest.mark.parametrize("key", ["core.attributesFile", "core.excludesFile", "diff.orderFile"])
def test_files_that_git_is_told_to_read_are_not(key: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_command, "PATIENCE", 20)
    os.mkfifo(root / "pipe")
    git(root, "config", key, str(root / "pipe"))
    (root / "handbook/index.md").write_text("# Home\n\nMore.\n", encoding="utf-8")
    assert diff(root) == ""


def test_git_is_not_waited_for_for_ever(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_command, "PATIENCE", 1)
    git(root, "config", "include.path", str(root / "pipe"))
    os.mkfifo(root / "pipe")
    assert "git did not answer for 1 seconds" in diff(root)


def alternates(root: Path, other: Path) -> None:
    (root / ".git/objects/info/alternates").write_text(f"{other}/.git/objects\n", encoding="utf-8")


def relative_alternates(root: Path, other: Path) -> None:
    path = os.path.relpath(other / ".git/objects", root / ".git/objects")
    (root / ".git/objects/info/alternates").write_text(f"# x\n\n{path}\n", encoding="utf-8")


def two_alternates(root: Path, other: Path) -> None:
    inner = root / ".git/inner/objects/info"
    inner.mkdir(parents=True)
    (inner / "alternates").write_text(f"{other}/.git/objects\n", encoding="utf-8")
    (root / ".git/objects/info/alternates").write_text("../inner/objects\n", encoding="utf-8")


def git_file(root: Path, other: Path) -> None:
    shutil.rmtree(root / ".git")
    (root / ".git").write_text(f"gitdir: {other}/.git\n", encoding="utf-8")


def git_file_of_another_worktree(root: Path, other: Path) -> None:
    git(other, "worktree", "add", "-q", str(other.parent / "tree"))
    shutil.rmtree(root / ".git")
    (root / ".git").write_text(f"gitdir: {other}/.git/worktrees/tree\n", encoding="utf-8")


def git_link(root: Path, other: Path) -> None:
    shutil.rmtree(root / ".git")
    (root / ".git").symlink_to(other / ".git")


def common(root: Path, other: Path) -> None:
    (root / ".git/commondir").write_text(f"{other}/.git\n", encoding="utf-8")


def inner_git_file(root: Path, other: Path) -> None:
    (root / ".git").rename(root / "inner")
    (root / ".git").write_text("gitdir: inner\n", encoding="utf-8")
    common_in = root / "inner/commondir"
    common_in.write_text(f"{other}/.git\n", encoding="utf-8")


def linked(name: str) -> Callable[[Path, Path], None]:
    def link(root: Path, other: Path) -> None:
        path = root / ".git" / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        path.symlink_to(other / ".git" / name)

    return link


WAYS: dict[str, Callable[[Path, Path], None]] = {
    "alternates": alternates,
    "relative alternates": relative_alternates,
    "alternates of alternates": two_alternates,
    "a file .git": git_file,
    "a worktree": git_file_of_another_worktree,
    "a link .git": git_link,
    "a common folder": common,
    "a common folder of a folder beside": inner_git_file,
    **{f"a link {name}": linked(name) for name in ("objects", "objects/pack", "refs", "HEAD", "packed-refs", "index")},
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_no_other_repository_is_read(way: Callable[[Path, Path], None], root: Path, other: Path) -> None:
    git(other, "pack-refs", "--all")
    way(root, other)
    output = diff(root)
    assert "use --trust for a checkout of your own" in output
    # Whoever trusts it has git decide.
    assert "--trust" not in diff(root, "--trust")


def test_real_worktrees_and_submodules_are_read(root: Path, other: Path, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    git(root, "worktree", "add", "-q", str(tree))
    assert git_output(tree, "rev-parse", "--show-prefix").strip() == ""
    git(root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), "sub")
    commit(root, {})
    assert git_output(root / "sub", "rev-parse", "HEAD") == git(other, "rev-parse", "HEAD")
    moved = tmp_path / "moved"
    shutil.copytree(tree, moved)
    with pytest.raises(GitError, match="does not name this checkout; repair the worktree"):
        git_output(moved, "rev-parse", "HEAD")


def test_clones_with_alternates_of_their_own_are_read(root: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--shared", str(root), str(clone))
    with pytest.raises(GitError, match="names another repository; copy what is of it with git repack"):
        git_output(clone, "rev-parse", "HEAD")
    git(clone, "repack", "-q", "-a", "-d")
    (clone / ".git/objects/info/alternates").unlink()
    assert git_output(clone, "rev-parse", "HEAD") == git(root, "rev-parse", "HEAD")
