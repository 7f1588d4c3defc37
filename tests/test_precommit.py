"""The hooks that pre-commit runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from handbooks import write

ROOT = Path(__file__).parents[1]
HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
}
# Another run's repository and another job's summary are none of ours.
OURS = re.compile(r"^(GITHUB_|GIT_|PRE_COMMIT)")
RITUAL = "- task: T\n  startedOn: 2026-01-05\n  frequency: {}\n  description: D.\n  dri: ana\n"
FILES = {
    "handbook/index.md": "# Home\n\n[Team](team.md)\n",
    "handbook/team.md": "# Team\n\n## Rituals\n\n[Rituals](../rituals/team.rituals.yml)\n",
    "rituals/team.rituals.yml": RITUAL.format("Weekly"),
}


def run(folder: Path, *command: str, variables: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not OURS.match(key)} | dict(variables or {})
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Ana", "-c", "user.email=ana@example.com", "-c", "core.autocrlf=false")
    done = run(root, "git", *identity, *arguments)
    assert done.returncode == 0, done


def test_pre_commit_understands_the_hooks() -> None:
    done = run(ROOT, sys.executable, "-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml")
    assert (done.returncode, done.stdout) == (0, ""), done


@pytest.mark.parametrize("hook", HOOKS)
def test_hooks_run_on_all_that_lint_reads(hook: str) -> None:
    files = re.compile(HOOKS[hook]["files"])
    read = ["mkdocs.yml", "mkdocs.yaml", "docs/a.md", "a.markdown", "rituals/x.boards.yml", "schemas/x.schema.json"]
    assert [name for name in read if not files.search(name)] == []
    assert [name for name in ("a.py", "package.json", "md", "a.md.txt", "yml/x.png") if files.search(name)] == []


def test_the_guide_names_hooks_that_there_are() -> None:
    guide = (ROOT / "handbook/guide/ci.md").read_text(encoding="utf-8")
    assert set(re.findall(r"- id: ([\w-]+)|^\| `(handbook-[\w-]+)` \|", guide, re.MULTILINE)) == {
        ("handbook-lint", ""),
        *(("", hook) for hook in HOOKS),
    }


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache of pre-commit's own, in which the package is installed once."""
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    """A handbook without a finding, all of it committed."""
    write(tmp_path, FILES)
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "The beginning")
    return tmp_path


def tried(root: Path, cache: Path, hook: str, *arguments: str) -> tuple[int, str]:
    """Try a hook of this checkout on a handbook; give the exit code and what it printed."""
    command = (sys.executable, "-m", "pre_commit", "try-repo", "--color=never", str(ROOT), hook, *arguments)
    done = run(root, *command, variables={"PRE_COMMIT_HOME": str(cache), "PYTHONPATH": ""})
    assert "Traceback" not in done.stdout + done.stderr, done
    return done.returncode, done.stdout.partition(f"{'=' * 79}\nhandbook lint")[2]


@pytest.mark.slow
def test_lint_stops_a_commit_with_findings_in_any_file(handbook: Path, cache: Path) -> None:
    assert tried(handbook, cache, "handbook-lint", "--all-files") == (0, "." * 66 + "Passed\n")
    (handbook / "notes.txt").write_text("Notes.\n", encoding="utf-8")
    git(handbook, "add", "--all")
    assert tried(handbook, cache, "handbook-lint") == (0, "." * 43 + "(no files to check)Skipped\n")
    (handbook / "handbook/team.md").write_text("# Team\n", encoding="utf-8")
    git(handbook, "mv", "handbook/team.md", "handbook/crew.md")
    git(handbook, "add", "--all")
    code, output = tried(handbook, cache, "handbook-lint")
    assert code == 1
    assert "- exit code: 1\n" in output
    assert "handbook/index.md:3:8: HB301 " in output
    assert "rituals/team.rituals.yml:1:1: " in output


@pytest.mark.slow
def test_fix_writes_and_stops_the_commit_once(handbook: Path, cache: Path) -> None:
    path = handbook / "rituals/team.rituals.yml"
    path.write_text(RITUAL.format("Wekly"), encoding="utf-8")
    git(handbook, "add", "--all")
    code, output = tried(handbook, cache, "handbook-fix")
    assert code == 1
    assert "- files were modified by this hook\n" in output
    assert path.read_text(encoding="utf-8") == RITUAL.format("Weekly")
    git(handbook, "add", "--all")
    path.with_name("team.channels.yml").write_text('- channel: "#team"\n  dri: ana\n', encoding="utf-8")
    git(handbook, "add", "--all")
    code, output = tried(handbook, cache, "handbook-fix")
    assert code == 1
    assert "- files were modified by this hook\n" not in output
    assert "- exit code: 1\n" in output
