"""`handbook lint --fix`, `--unsafe-fixes` and `--diff` on files, as a person or a script meets them."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import command_line
from handbooks import contents, needs_links, write
from mkdocs_handbook.cli import main
from mkdocs_handbook.links import urls
from mkdocs_handbook.lint import file_fixer
from mkdocs_handbook.model import RawFile, Settings
from mkdocs_handbook.project import disk, workspace
from mkdocs_handbook.project.load import HandbookFiles
from mkdocs_handbook.util import unified_diff

BAD = "- channel: '#a'\n  dri: ana\n  status: {}\n"
CHANNELS = "rituals/a.channels.yml"
PAGE = "# A\n\n## Slack channels\n\n[C](../rituals/a.channels.yml)\n\n## More\n\nmore\n"
run = partial(command_line.run, "lint")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_fix_writes_and_tells_what_is_left(root: Path) -> None:
    write(root, {CHANNELS: BAD.format("Archived") + "- dri: bo\n", "handbook/a.md": PAGE})
    result = run("--fix")
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        'rituals/a.channels.yml:4:3: HB108 "channel" is missing here',
        "  |",
        "4 | - dri: bo",
        "  |   ^^^",
        "Found 3 problems (2 fixed, 1 remaining): 1 wrong data",
    ]
    assert (root / CHANNELS).read_text() == BAD.format("archived") + "- dri: bo\n"
    before = contents(root)
    assert run("--fix").output == run().output
    assert contents(root) == before, "a second run changes nothing"


def test_fix_of_all_is_0_and_then_silence(root: Path) -> None:
    write(root, {CHANNELS: BAD.format("Archived"), "handbook/a.md": PAGE})
    result = run("--fix")
    assert (result.exit_code, result.output) == (0, "Found 2 problems (2 fixed, 0 remaining).\n")
    result = run("--fix")
    assert (result.exit_code, result.output) == (0, "")


def test_formats_for_programs_hold_findings_and_nothing_else(root: Path) -> None:
    write(root, {CHANNELS: BAD.format("Archived"), "handbook/a.md": PAGE})
    assert len(json.loads(run("--format", "json").output)) == 2
    assert json.loads(run("--format", "json", "--fix").output) == []


def test_without_fix_nothing_is_written(root: Path) -> None:
    write(root, {CHANNELS: BAD.format("Archived")})
    before = contents(root)
    for options in ((), ("--unsafe-fixes",), ("--diff",), ("--diff", "--fix"), ("--diff", "--unsafe-fixes")):
        assert run(*options).exit_code == 1
    assert contents(root) == before


def test_diff_of_nothing_is_0_and_silent(root: Path) -> None:
    write(root, {CHANNELS: "- dri: bo\n"})
    result = run("--diff")
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.skipif(not shutil.which("git"), reason="git applies the diff")
def test_git_applies_the_diff(root: Path) -> None:
    """Line ends, no line end at the end, spaces and letters in names: the diff does what --fix does."""
    pages = {
        "handbook/crlf.md": PAGE.replace("\n", "\r\n"),
        "handbook/no end.md": PAGE.rstrip("\n"),
        "handbook/é/mixed.md": "\ufeff" + PAGE.replace("../", "../../").replace("more\n", "m\r\n\x0bm\u2028\r"),
        "handbook/a.md": PAGE,
    }
    write(root, {CHANNELS: BAD.format("Archived").replace("\n", "\r\n"), **pages})
    result = subprocess.run([sys.executable, "-c", "from mkdocs_handbook.cli import main; main()", "lint", "--diff", "--ignore", "HB226"], capture_output=True, check=False)  # fmt: skip
    assert result.returncode == 1
    assert result.stderr.decode().splitlines() == ["Would fix 5 problems."]
    before = contents(root)
    # Names with blanks are on purpose here.
    assert run("--fix", "--ignore", "HB226").exit_code == 0
    after = contents(root)
    for path, content in before.items():
        (root / path).write_bytes(content)
    subprocess.run(["git", "apply", "--whitespace=nowarn"], input=result.stdout, check=True)
    assert contents(root) == after


@pytest.mark.skipif(not shutil.which("git"), reason="git applies the diff")
def test_git_makes_a_new_file_of_the_diff(root: Path) -> None:
    text = unified_diff.diff({}, {"rituals/stubs.yml": b"a.md: b.md\n"})
    subprocess.run(["git", "apply"], input=text, check=True)
    assert contents(root) == {"rituals/stubs.yml": b"a.md: b.md\n"}


def test_a_diff_names_files_as_patch_reads_them() -> None:
    lines = unified_diff.diff({"a b.md": b"x\ny"}, {"a b.md": b"z\ny", "c.md": b"new"}).decode().split("\n")
    end = "\\ No newline at end of file"
    assert lines == [
        *("--- a/a b.md\t", "+++ b/a b.md\t", "@@ -1,2 +1,2 @@", "-x", "+z", " y", end),
        *("--- /dev/null", "+++ b/c.md", "@@ -0,0 +1 @@", "+new", end, ""),
    ]


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_permissions_stay_and_no_other_file_does(root: Path) -> None:
    write(root, {CHANNELS: BAD.format("Archived")})
    (root / CHANNELS).chmod(0o640)
    names = set(contents(root))
    run("--fix")
    assert stat.S_IMODE((root / CHANNELS).stat().st_mode) == 0o640
    assert set(contents(root)) == names


@needs_links
def test_links_stay_links_and_files_outside_stay_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write(tmp_path / "root", {CHANNELS: "[]\n", "parts/in.md": PAGE, "handbook/a.md": PAGE})
    (tmp_path / "out.md").write_text(PAGE)
    (root / "handbook/in.md").symlink_to("../parts/in.md")
    (root / "handbook/out.md").symlink_to(tmp_path / "out.md")
    (root / "handbook/same.md").symlink_to("a.md")
    monkeypatch.chdir(root)
    assert run("--fix").exit_code == 1
    assert all((root / f"handbook/{name}.md").is_symlink() for name in ("in", "out", "same"))
    assert (tmp_path / "out.md").read_text() == PAGE
    assert not disk.is_writable(root, "handbook/same.md", ["handbook/a.md", "handbook/same.md"], root)
    assert (root / "parts/in.md").read_text() == (root / "handbook/a.md").read_text() != PAGE


def test_a_file_that_cannot_be_written_is_wrong_use(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    write(root, {CHANNELS: BAD.format("Archived")})
    monkeypatch.setattr("os.fsync", full)
    before = contents(root)
    result = run("--fix")
    assert result.exit_code == 2
    assert result.output == "Error: the change cannot be written: No space left on device\n"
    assert contents(root) == before


def test_what_a_fix_may_write(tmp_path: Path) -> None:
    write(tmp_path, {"rituals/.hidden.yml": ""})
    answers = {
        path: disk.is_writable(tmp_path, path, ["handbook/index.md"], tmp_path)
        for path in ("handbook/index.md", "rituals/stubs.yml", "rituals/.hidden.yml", "mkdocs.yml", "../x.yml")
    }
    assert [path for path, answer in answers.items() if answer] == ["handbook/index.md", "rituals/stubs.yml"]


def test_new_files_are_read_as_they_will_be() -> None:
    settings = Settings(docs_dir="handbook")
    given = HandbookFiles(
        pages=((RawFile("handbook/b.md", b"b"), "b/index.html"),), data=(RawFile("rituals/a.x.yml", b"a"),)
    )
    new = workspace.replaced(
        given, {"handbook/a.md": b"1", "rituals/stubs.yml": b"2", "rituals/a.x.yml": b"3"}, settings
    )
    dest = urls.page_dest("a.md", directory_urls=True)
    assert new.pages == ((RawFile("handbook/a.md", b"1"), dest), *given.pages)
    assert new.data == (RawFile("rituals/a.x.yml", b"3"), RawFile("rituals/stubs.yml", b"2"))


def test_text_tells_unsafe_fixes_from_safe_ones(root: Path) -> None:
    write(root, {CHANNELS: BAD.format("achivd"), "handbook/a.md": PAGE})
    assert run().output.splitlines()[-3:] == [
        "  |           ^^^^^^ [?] archived",
        "Found 2 problems: 1 wrong data, 1 style",
        "[*] --fix mends 1, [?] 1 guess, look with --diff --unsafe-fixes",
    ]
    assert run("--unsafe-fixes").output.splitlines()[-3:] == [
        "  |           ^^^^^^ [*] archived",
        "Found 2 problems: 1 wrong data, 1 style",
        "[*] --fix mends 2",
    ]
    assert run("--fix").output.splitlines()[-3:] == [
        "  |           ^^^^^^ [?] archived",
        "Found 2 problems (1 fixed, 1 remaining): 1 wrong data",
        "[?] 1 guess, look with --diff --unsafe-fixes",
    ]
    assert run("--fix", "--unsafe-fixes").output == "Found 1 problem (1 fixed, 0 remaining).\n"


def test_no_fix_is_promised_that_would_be_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One in a file with a conflict, and one that would leave a tag without its file."""
    tag = "<channels :channels=\"channels['Ops.channels.yml']\"></channels>\n"
    files = {CHANNELS: BAD.format("Archived"), "rituals/Ops.channels.yml": "[]\n", "handbook/ops.md": f"# O\n\n{tag}"}
    conflict = "<<<<<<< HEAD\n[b](ops)\n=======\n>>>>>>> b\n"
    page = PAGE.partition("## More")[0] + conflict
    write(root, {**files, "handbook/a.md": page})
    before = contents(root)
    shown = run("--unsafe-fixes", "--select", "HB110,HB118,HB301").output
    assert contents(root) == before
    assert " not fixed: another problem would appear: HB211 " in shown
    assert shown.count("[*]") == 2
    assert shown.splitlines()[-1] == "[*] --fix mends 1, 1 fix refused, each says why"
    monkeypatch.setattr(file_fixer, "MOST_PAGES", 2)
    untried = run("--unsafe-fixes", "--select", "HB110,HB118,HB301").output
    assert untried.splitlines()[-1] == "[*] --fix tries 3", "of a large handbook, that would take long"
    assert run("--fix", "--unsafe-fixes", "--select", "HB110,HB118,HB301").output.count(" HB") == shown.count(" HB") - 1
    assert (root / CHANNELS).read_text() == BAD.format("archived")


def test_a_file_that_was_edited_meanwhile_is_not_overwritten(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(root, {CHANNELS: BAD.format("Archived"), "handbook/a.md": PAGE}) / CHANNELS
    fixed = file_fixer.fix_files

    def edited(*arguments: Any, **options: Any) -> Any:
        outcome = fixed(*arguments, **options)
        path.write_text("# mine\n", encoding="utf-8")
        return outcome

    monkeypatch.setattr(file_fixer, "fix_files", edited)
    result = run("--fix")
    assert result.exit_code == 2
    assert f"{CHANNELS}: has changed meanwhile" in result.output
    assert path.read_text(encoding="utf-8") == "# mine\n"


def test_a_page_with_a_merge_conflict_is_left_alone(root: Path) -> None:
    page = "# A\n\n## Slack channels\n\n<<<<<<< HEAD\n## Rituals\n\nmine\n=======\n## Rituals\n\ntheirs\n>>>>>>> b\n"
    path = write(root, {"handbook/a.md": page, "rituals/a.rituals.yml": "[]\n"}) / "handbook/a.md"
    assert "HB228" in run("--fix", "--unsafe-fixes").output
    assert path.read_text(encoding="utf-8") == page


def test_a_link_right_before_a_title_has_no_fix(root: Path) -> None:
    page = '# A\n\n[x](b.md#q-"r") [y](b.md#Q)\n'
    path = write(root, {"handbook/a.md": page, "handbook/b.md": "# Q\n"}) / "handbook/a.md"
    run("--fix", "--unsafe-fixes")
    assert path.read_text(encoding="utf-8") == page.replace("#Q", "#q")


def test_pages_beside_the_configuration_are_fixed_inside_of_the_repository(root: Path) -> None:
    write(root / "site", {"mkdocs.yml": "site_name: x\ndocs_dir: ../pages\n"})
    write(root, {"pages/a.md": "# A\n\n[x](#B-b)\n\n## B b\n"})
    (root / ".git").mkdir()
    assert CliRunner().invoke(main, ["lint", "-f", "site/mkdocs.yml", "--fix"]).exit_code == 0
    assert "(#b-b)" in (root / "pages/a.md").read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("git"), reason="git applies the diff")
def test_git_applies_the_diff_of_a_handbook_below_the_repository(root: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], check=True)
    write(root / "sub", {CHANNELS: BAD.format("Archived"), "handbook/a.md": PAGE})
    result = run("-f", "sub/mkdocs.yml", "--diff")
    assert result.exit_code == 1
    subprocess.run(["git", "apply"], input=result.stdout_bytes, check=True)
    assert run("-f", "sub/mkdocs.yml").exit_code == 0


@pytest.mark.parametrize(
    ("text", "fixed", "left", "code"),
    [
        (BAD.format("Archived"), BAD.format("archived"), "Found 1 problem (1 fixed, 0 remaining).\n", 0),
        (BAD.format("archived").replace("\n", "\r\n"), BAD.format("archived").replace("\n", "\r\n"), "", 0),
        (BAD.format("Archived") + "- dri: bo\n", BAD.format("archived") + "- dri: bo\n", ":4:3: HB108", 1),
    ],
)
def test_standard_input_is_fixed_to_standard_output(text: str, fixed: str, left: str, code: int, root: Path) -> None:
    write(root, {CHANNELS: BAD.format("Archived"), "handbook/a.md": PAGE})
    before = contents(root)
    result = CliRunner().invoke(main, ["lint", "--fix", "--stdin-filename", CHANNELS], input=text.encode())
    assert (result.exit_code, result.stdout_bytes) == (code, fixed.encode())
    assert left in result.stderr
    assert contents(root) == before
