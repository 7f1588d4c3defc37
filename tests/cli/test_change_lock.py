"""One command at a time changes a handbook: another one says which, and what to do; what only reads does not wait."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from change_commands import WRITING, contents, prepared
from command_line import run
from handbooks import needs_links
from mkdocs_handbook.cli import change_lock

READING = [
    ["lint"],
    ["lint", "--diff"],
    ["dri", "list"],
    ["dri", "replace", "ana", "bo", "--dry-run"],
    ["import", "--diff", "handbook/b.md"],
    ["due"],
    ["stubs", "suggest", "--since", "HEAD"],
    ["editor", "--diff"],
    ["codeowners", "--check"],
    ["request", "apply", "--body-file", "request.txt", "--dry-run"],
    ["build", "--quiet"],
]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return prepared(tmp_path)


@pytest.mark.parametrize("arguments", WRITING, ids=" ".join)
def test_a_second_command_says_which_one_is_changing_the_handbook(arguments: list[str], root: Path) -> None:
    before = contents(root)
    with change_lock.held(root, "handbook lint"):
        done = run(*arguments)
        assert contents(root) == before
    line = (
        f'Error: another command is changing this handbook: "handbook lint" (process {os.getpid()});'
        " nothing was written, run this again when it has ended\n"
    )
    assert (done.exit_code, done.output) == (2, line)
    assert run(*arguments).exit_code < 2
    assert contents(root) != before
    assert not (root / change_lock.NAME).exists()


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_what_only_reads_does_not_wait(arguments: list[str], root: Path) -> None:
    alone = run(*arguments)
    with change_lock.held(root, "handbook lint"):
        beside = run(*arguments)
    assert (beside.exit_code, beside.output) == (alone.exit_code, alone.output)


def test_what_only_reads_leaves_the_change_of_another_command_alone(root: Path) -> None:
    intent = root / ".handbook-change.tmp"
    intent.write_text("end\n", encoding="utf-8")
    with change_lock.held(root, "handbook lint"):
        done = run("dri", "list")
    assert done.exit_code == 0
    assert "note: another command is changing this handbook" in done.output
    assert intent.exists()
    assert "another command" not in run("dri", "list").output
    assert not intent.exists()


def test_a_command_that_fails_lets_go(root: Path) -> None:
    assert run("dri", "replace", "nobody", "bo").exit_code == 2
    assert not (root / change_lock.NAME).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a signal that is not there")
def test_a_command_that_is_killed_lets_go(root: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom mkdocs_handbook.cli import change_lock\n"
        "with change_lock.held(Path.cwd(), 'x'):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        assert f'"x" (process {other.pid})' in run("lint", "--fix").output
        other.send_signal(signal.SIGKILL)
    assert (root / change_lock.NAME).exists()
    assert run("lint", "--fix").exit_code < 2
    assert not (root / change_lock.NAME).exists()


@needs_links
def test_no_link_in_place_of_the_lock_is_written_through(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "file"
    outside.write_text("mine", encoding="utf-8")
    (root / change_lock.NAME).symlink_to(outside)
    assert run("lint", "--fix").exit_code < 2
    assert outside.read_text(encoding="utf-8") == "mine"
