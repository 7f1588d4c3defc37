"""Data files that `handbook lint --fix --unsafe-fixes` renames: on disk, in diffs and in reports."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

import command_line
from git_repositories import repository
from handbooks import BARE, contents, needs_links, write
from mkdocs_handbook.cli import main

OLD, NEW = "rituals/Our Ops.channels.yaml", "rituals/our-ops.channels.yml"
FILES = {
    "mkdocs.yml": BARE,
    OLD: "- channel: '#a'\n  dri: ana\n  status: Active\n",
    "handbook/our-ops.md": "# Ops\n\n## Slack channels\n\n[C](<../rituals/Our Ops.channels.yaml>)\n",
}
lint = partial(command_line.run, "lint")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write(tmp_path, FILES)


def test_a_guess_is_made_only_where_somebody_asks_for_it(root: Path) -> None:
    before = contents(root)
    assert lint("--fix").exit_code == 1
    assert contents(root) == before


def test_the_file_has_its_new_name_and_mode_and_the_links_lead_there(root: Path) -> None:
    (root / OLD).chmod(0o640)
    result = lint("--fix", "--unsafe-fixes")
    assert (result.exit_code, result.output) == (0, "Found 1 problem (1 fixed, 0 remaining).\n")
    assert not (root / OLD).exists()
    assert (root / NEW).read_text() == "- channel: '#a'\n  dri: ana\n  status: active\n"
    assert sys.platform == "win32" or stat.S_IMODE((root / NEW).stat().st_mode) == 0o640
    assert "[C](<../rituals/our-ops.channels.yml>)" in (root / "handbook/our-ops.md").read_text()
    assert lint("--fix", "--unsafe-fixes").output == ""


def test_the_diff_is_one_that_git_applies(root: Path) -> None:
    repository(root, FILES)
    diff = lint("--diff", "--unsafe-fixes").stdout_bytes
    assert f"rename from {OLD}\nrename to {NEW}\n".encode() in diff
    assert (root / OLD).exists()
    subprocess.run(["git", "apply", "-"], cwd=root, input=diff, check=True)
    applied = contents(root, {".git"})
    subprocess.run(["git", "checkout", "--quiet", "."], cwd=root, check=True)
    (root / NEW).unlink()
    lint("--fix", "--unsafe-fixes")
    assert contents(root, {".git"}) == applied


@needs_links
def test_nothing_is_overwritten_and_no_link_renamed(root: Path) -> None:
    """A file that is not read as data may have the name."""
    (root / NEW).symlink_to("nowhere")
    before = (root / OLD).read_bytes()
    assert lint("--fix", "--unsafe-fixes").exit_code == 1
    assert (root / OLD).read_bytes() == before
    (root / NEW).unlink()
    (root / OLD).rename(root / "rituals/kept.txt")
    (root / OLD).symlink_to("kept.txt")
    assert lint("--fix", "--unsafe-fixes").exit_code == 1
    assert (root / OLD).is_symlink()
    assert not (root / NEW).exists()


def test_standard_input_is_never_renamed(root: Path) -> None:
    text = FILES[OLD]
    arguments = ["lint", "--fix", "--unsafe-fixes", "--stdin-filename", OLD]
    assert CliRunner().invoke(main, arguments, input=text).stdout == text


def test_reports_say_the_new_name_or_offer_no_fix(root: Path) -> None:
    (fix,) = [one["fix"] for one in json.loads(lint("--format", "json").output)]
    assert fix == {
        "message": 'Rename to "our-ops.channels.yml"',
        "applicability": "unsafe",
        "edits": [{"content": "../rituals/our-ops.channels.yml", "filename": "handbook/our-ops.md"}],
        "renames": [{"from": OLD, "to": NEW}],
    }
    (found,) = json.loads(lint("--format", "sarif").output)["runs"][0]["results"]
    assert "fixes" not in found
    assert json.loads(lint("--format", "rdjson").output)["diagnostics"][0]["suggestions"] == []


def test_paths_are_those_below_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write(tmp_path / "company", FILES)
    repository(tmp_path, {f"company/{path}": text for path, text in FILES.items()})
    monkeypatch.chdir(root)
    (found,) = json.loads(lint("--format", "json").output)
    assert found["fix"]["renames"] == [{"from": f"company/{OLD}", "to": f"company/{NEW}"}]
