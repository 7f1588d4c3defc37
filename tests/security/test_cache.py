"""Promise: a build takes nothing from a cache that a checkout brings, and deletes nothing through a link."""

from __future__ import annotations

import marshal
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from git_repositories import commit, git, repository
from handbooks import contents, needs_links, write
from mkdocs_handbook.builder.serve.http_server import is_own_name
from mkdocs_handbook.project.caching import cache_folder

pytestmark = pytest.mark.slow

PAGE = {"handbook/index.md": "# Home\n\nThe text.\n"}
CACHE = ".cache/handbook"


def build(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "mkdocs_handbook.cli", "build", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def poison(root: Path) -> None:
    """Replace what the cache says of a page."""
    with sqlite3.connect(root / CACHE / "pages.sqlite") as database:
        database.execute("UPDATE entry SET body = replace(body, 'The text.', 'hunter2')")
        database.execute("UPDATE entry SET value = replace(value, 'The text.', 'hunter2')")
    (root / "site/index.html").unlink()


def track(root: Path, _elsewhere: Path) -> None:
    commit(root, {})
    git(root, "add", "--force", CACHE)
    git(root, "commit", "--quiet", "--message", "Ours")


def link_folder(root: Path, elsewhere: Path) -> None:
    (root / ".cache").rename(elsewhere / "cache")
    (root / ".cache").symlink_to(elsewhere / "cache", target_is_directory=True)


def link_inner_folder(root: Path, elsewhere: Path) -> None:
    (root / CACHE).rename(elsewhere / "handbook")
    (root / CACHE).symlink_to(elsewhere / "handbook", target_is_directory=True)


def link_file(root: Path, elsewhere: Path) -> None:
    (root / CACHE / "pages.sqlite").rename(elsewhere / "pages.sqlite")
    (root / CACHE / "pages.sqlite").symlink_to(elsewhere / "pages.sqlite")


@needs_links
@pytest.mark.parametrize("foreign", [track, link_folder, link_inner_folder, link_file])
def test_a_cache_of_a_checkout_is_not_used(foreign: Callable[[Path, Path], None], tmp_path: Path) -> None:
    root = write(repository(tmp_path / "h", PAGE), {".gitignore": "site/\n", **PAGE})
    assert build(root).returncode == 0
    assert cache_folder.refusal(root) == ""
    poison(root)
    (tmp_path / "elsewhere").mkdir()
    foreign(root, tmp_path / "elsewhere")
    (tmp_path / "elsewhere/templates-old").mkdir()
    done = build(root)
    assert done.returncode == 0
    assert "The cache is not used: " in done.stderr
    assert "The text." in (root / "site/index.html").read_text(encoding="utf-8")
    assert (tmp_path / "elsewhere/templates-old").exists()


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners")
def test_a_cache_of_somebody_else_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write(tmp_path, PAGE)
    (root / CACHE).mkdir(parents=True)
    assert cache_folder.refusal(root) == ""
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    assert "belongs to somebody else" in cache_folder.refusal(root)


@pytest.mark.parametrize("folder", [".cache/handbook", ".Cache/handbook", ".cache/HANDBOOK"])
def test_a_cache_that_git_tracks_in_any_letter_case_is_not_used(folder: str, tmp_path: Path) -> None:
    root = repository(tmp_path, PAGE)
    (root / folder).mkdir(parents=True)
    (root / folder / "pages.sqlite").write_bytes(b"")
    git(root, "add", "--force", folder)
    # As it is there where letter case does not count.
    (root / CACHE).mkdir(parents=True, exist_ok=True)
    assert cache_folder.refusal(root) == f'git tracks "{CACHE}"'


def test_a_cache_that_git_ignores_is_used(tmp_path: Path) -> None:
    root = repository(tmp_path, {".gitignore": ".cache/\n", **PAGE})
    (root / CACHE).mkdir(parents=True)
    (root / CACHE / "pages.sqlite").write_bytes(b"")
    assert cache_folder.refusal(root) == ""


@pytest.mark.slow
def test_no_code_is_read_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file of the cache is replaced by one that leaves another, if it is unpickled or run as bytecode."""
    root = write(tmp_path / "h", PAGE)
    (tmp_path / "t").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "t"))
    assert build(root).returncode == 0
    ran = tmp_path / "ran"
    code = marshal.dumps(compile(f"open({str(ran)!r}, 'w')", "x", "exec"))
    pickled = f"cos\nsystem\n(S'touch {ran}'\ntR.".encode()
    for content in (code, pickled):
        for path in (root / CACHE).rglob("*"):
            if path.is_file():
                path.write_bytes(content)
        assert build(root).returncode == 0
    assert not ran.exists()
    assert not [path for path in (root / CACHE).rglob("*") if path.suffix == ".cache"]


@needs_links
def test_a_site_is_not_written_through_links(tmp_path: Path) -> None:
    root = write(tmp_path / "h", {**PAGE, "handbook/a/b.md": "# B\n", "handbook/c.md": "# C\n"})
    outside = tmp_path / "outside"
    (outside / "b").mkdir(parents=True)
    (outside / "index.html").write_text("mine", encoding="utf-8")
    (root / "site/c").mkdir(parents=True)
    (root / "site/a").symlink_to(outside, target_is_directory=True)
    (root / "site/c/index.html").symlink_to(outside / "index.html")
    assert build(root).returncode == 0
    assert contents(outside) == {"index.html": b"mine"}
    assert "B" in (root / "site/a/b/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "is_own"),
    [
        ("localhost:8000", True),
        ("127.0.0.1:8000", True),
        ("[::1]:8000", True),
        ("192.168.1.7:8000", True),
        ("handbook.localhost", True),
        ("LOCALHOST", True),
        ("docs.example.test:8000", True),
        ("evil.example", False),
        ("localhost.evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("[", False),
        ("", False),
    ],
)
def test_serve_answers_to_its_own_names_only(name: str, is_own: bool) -> None:
    assert is_own_name(name, "docs.example.test") == is_own
