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


def tried(root: Path) -> tuple[int, str]:
    """Try all hooks of this checkout, as it is now, on a handbook; give the exit code and what they printed."""
    command = (sys.executable, "-m", "pre_commit", "try-repo", "--color=never", "--all-files", str(ROOT))
    done = run(root, *command, variables={"PRE_COMMIT_HOME": str(root.parent / "cache"), "PYTHONPATH": ""})
    assert "An unexpected error" not in done.stdout, done
    return done.returncode, re.sub(r"\.{3,}", " ... ", done.stdout.rpartition(f"{'=' * 79}\n")[2])


@pytest.mark.slow
def test_hooks_stop_what_has_findings_or_was_fixed(tmp_path: Path) -> None:
    root = write(tmp_path / "handbook", FILES)
    git(root, "init", "--quiet", "--initial-branch", "main")
    path = root / "rituals/team.rituals.yml"
    path.write_text(RITUAL.format("weekly") + RITUAL.format("Wekly").replace(" T\n", " U\n"), encoding="utf-8")
    git(root, "add", "--all")
    code, output = tried(root)
    assert code == 1
    fix, lint = output.split("handbook lint ... ")
    left = 'rituals/team.rituals.yml:8:14: HB103 unknown frequency "Wekly", did you mean "Weekly"?\n'
    failed = "Failed\n- hook id: {}\n- exit code: 1\n"
    modified = "- files were modified by this hook\n"
    assert f"handbook lint --fix ... {failed.format('handbook-fix')}{modified}\n{left}" in fix
    assert lint.startswith(f"{failed.format('handbook-lint')}\n{left}")
    assert path.read_text(encoding="utf-8").startswith(FILES["rituals/team.rituals.yml"])
    path.write_text(FILES["rituals/team.rituals.yml"], encoding="utf-8")
    git(root, "add", "--all")
    code, output = tried(root)
    assert code == 0
    assert output.endswith("handbook lint --fix ... Passed\nhandbook lint ... Passed\n")
