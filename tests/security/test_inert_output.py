"""What commands print is inert: in a terminal, in the log of a workflow, in its summary, and for programs that read it."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import Result

import command_line
from git_repositories import commit, git
from handbooks import write
from inert_readers import markdown_text, workflow_commands
from mkdocs_handbook.lint import report
from payloads import HIDDEN, MARK, PAYLOADS, hostile
from sarif_schema import SARIF

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names"),
]
# What an argument can hold.
TOLD = [re.sub("[\0\ud800-\udc7f\udd00-\udfff]", "", one) for one in PAYLOADS]
OURS = {"h3", "p", "strong", "em", "ul", "li", "code", "table", "thead", "tbody", "tr", "th", "td"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with an innocent handbook, which somebody has changed into a hostile one."""
    folder = tmp_path_factory.mktemp("hostile")
    write(folder, {"handbook/a.md": "# A\n\n## Gone\n", "rituals/people.yml": "ana: {name: Ana}\n"})
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, {})
    git(folder, "branch", "$(touch${IFS}zzz)")
    (folder / "handbook/a.md").unlink()
    write(
        folder,
        {os.fsdecode(os.fsencode(name)): text.encode("utf-8", "replace") for name, text in hostile(PAYLOADS).items()},
    )
    return folder


@pytest.fixture(params=["true", ""], ids=["workflow", "terminal"])
def here(root: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The hostile handbook as the current folder, in a workflow of GitHub and elsewhere; give the file of a summary."""
    monkeypatch.chdir(root)
    monkeypatch.setenv("GITHUB_ACTIONS", request.param)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    return tmp_path / "summary.md"


def output(*arguments: str) -> str:
    """Return all that a command prints, which ended as commands do."""
    result = command_line.run(*arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), crash(result)
    assert result.exit_code in (0, 1, 2)
    return result.output


def crash(result: Result) -> str:
    return f"{type(result.exception).__name__}: {result.exception}"


COMMANDS = [
    *(["lint", "--format", style] for style in ("text", "concise", "json", "gitlab", "rdjson", "sarif")),
    ["lint", "--format", "text", "--select", "HB3,HB6,HB2"],
    ["lint", "--statistics"],
    ["lint", "--since", "HEAD", "--format", "text"],
    *(["diff", "HEAD", "--format", style] for style in ("text", "markdown", "json")),
    *(
        ["due", "--on", "2026-11-20", "--format", style]
        for style in ("text", "markdown", "json", "slack", "teams", "discord")
    ),
    ["dri", "list"],
    ["dri", "list", "--format", "json"],
    ["stubs", "suggest"],
    ["schema"],
    *([*command, "\n".join(TOLD)] for command in (["dri", "show"], ["rule"], ["schema"], ["lint"], ["due", "--dri"])),
    *([*command, "\r".join(TOLD)] for command in (["lint", "--since"], ["diff"], ["new", "group"])),
    ["--" + "\n".join(TOLD)],
]


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: repr(" ".join(command))[:60])
def test_no_text_commands_a_terminal_or_a_runner(here: Path, command: list[str]) -> None:
    text = output(*command)
    assert text or command[0] == "stubs"
    assert not HIDDEN.search(text.replace("\n", "")), HIDDEN.search(text.replace("\n", ""))
    assert not workflow_commands(text)


def test_findings_are_one_workflow_command_each(here: Path) -> None:
    text = output("lint", "--format", "github")
    found = workflow_commands(text)
    assert len(found) == text.count("\n") > len(TOLD)
    for one in found:
        assert one.name in ("error", "warning")
        assert one.properties.keys() <= {"file", "line", "endLine", "col", "endColumn", "title"}
        assert re.fullmatch(r"HB\d{3} [a-z0-9-]+", one.properties["title"])
        assert not HIDDEN.search(re.sub("[\r\n]", "", f"{one.message}{one.properties['file']}"))


def test_the_summary_of_a_job_has_a_line_for_each_finding(here: Path) -> None:
    output("lint", "--format", "concise")
    text = here.read_text("utf-8")
    tags, shown = markdown_text(text)
    assert tags <= OURS
    assert MARK in shown
    assert text.count("\n- ") == 101


@pytest.mark.parametrize("command", [["diff", "HEAD"], ["due", "--on", "2026-11-20"]], ids=lambda command: command[0])
def test_markdown_has_no_element_of_the_data(here: Path, command: list[str]) -> None:
    tags, shown = markdown_text(command_line.run(*command, "--format", "markdown").stdout)
    assert tags <= OURS
    assert MARK in shown


@pytest.mark.parametrize("style", [name for name in report.FORMATS if name not in ("text", "concise", "github")])
def test_reports_for_programs_can_be_read(here: Path, style: str) -> None:
    found = json.loads(output("lint", "--format", style))
    assert MARK in json.dumps(found)
    if style == "sarif":
        jsonschema.validate(found, SARIF)


def test_a_diff_in_a_log_commands_nothing_and_can_be_applied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = "::stop-commands::zzz\n##[add-mask]zzz\n# A\n\n[Old](b.md)\n\n ::error::zzz\n"
    write(tmp_path, {"handbook/a.md": f"# T\n\n{page}", "handbook/c.md": "# C\n", "rituals/stubs.yml": "b.md: c.md\n"})
    git(tmp_path, "init", "--quiet")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    diff = command_line.run("lint", "--diff").stdout
    assert "\n  ::error::zzz\n" in diff
    assert not workflow_commands(diff)
    subprocess.run(["git", "apply", "-"], input=diff, text=True, cwd=tmp_path, check=True)
    assert "[Old](c.md)" in (tmp_path / "handbook/a.md").read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("typed", ["handbook diff ", 'handbook diff "'])
def test_completion_offers_nothing_that_a_shell_runs(root: Path, typed: str, tmp_path: Path) -> None:
    """Bash reads the words that it is given as it reads a line that somebody typed."""
    environment = {**os.environ, "_HANDBOOK_COMPLETE": "bash_complete", "COMP_WORDS": typed, "COMP_CWORD": "2"}
    run = subprocess.run(
        [sys.executable, "-P", "-m", "mkdocs_handbook.cli"],
        capture_output=True,
        text=True,
        cwd=root,
        env=environment,
        check=True,
    )
    words = [line.partition(",")[2] for line in run.stdout.splitlines()]
    assert "HEAD" in words
    for word in words:
        line = f"{typed}{word}" + ('"' if typed.endswith('"') else "")
        assert shlex.split(line)
        subprocess.run(["bash", "-c", line.replace("handbook", "true")], cwd=tmp_path, check=True)
    assert not list(tmp_path.iterdir())
