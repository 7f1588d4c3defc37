"""Promise: no module of a checkout passes for another, in the action, in `handbook serve`, and wherever `python -m` runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

import action_runner
from action_runner import ROOT, Runner
from git_repositories import repository
from handbooks import write
from mkdocs_handbook.builder.serve import dev_server
from serve_process import FILES, eventually, serving

MODULES = ("venv", "ensurepip", "pip/__main__", "pip/__init__", "click", "mkdocs", "yaml", "jinja2", "markdown")
STANDARD = ("keyword", "json", "re", "typing", "subprocess", "sitecustomize", "usercustomize", "__future__")
# What runs Python: scripts and workflows of this project, and those that it writes.
SCRIPTS = (
    "Makefile",
    ".github/action/install.sh",
    ".github/action/lint.sh",
    *(str(path.relative_to(ROOT)) for path in sorted((ROOT / ".github/workflows").glob("*.yml"))),
    *(
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "plugins/mkdocs_handbook/scaffold/starter/handbook").glob("*.yml"))
    ),
)
windows_has_another_bash = pytest.mark.skipif(sys.platform == "win32", reason="bash may be that of another system")


def with_decoys(root: Path, ran: Path, names: Iterable[str] = (*MODULES, *STANDARD)) -> Path:
    """Write modules that leave a file once they are imported into a folder."""
    for name in names:
        path = root / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"open({str(ran)!r}, 'a').write({name!r})\n", encoding="utf-8")
    return root


def left(ran: Path) -> str:
    return ran.read_text(encoding="utf-8") if ran.exists() else ""


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_interpreter_is_isolated(script: str) -> None:
    text = (ROOT / script).read_text(encoding="utf-8")
    words = r"""(?:python[\d.]*|\$\(PYTHON\)|\$\{?PYTHON\}?|\$scripts/python)"?[ ]+(?P<options>-\S+)"""
    assert not [found[0] for found in re.finditer(words, text) if found["options"] not in ("-I", "-P")]


def test_decoys_would_be_imported(tmp_path: Path) -> None:
    with_decoys(tmp_path / "h", ran := tmp_path / "ran", MODULES)
    subprocess.run([sys.executable, "-m", "venv", "--help"], cwd=tmp_path / "h", capture_output=True, check=False)
    assert left(ran).endswith("venv")


@pytest.mark.parametrize("command", [["lint"], ["due"], ["build", "--quiet"]])
def test_the_command_as_a_module_imports_nothing_of_the_current_folder(command: list[str], tmp_path: Path) -> None:
    """But for what Python needs to run a module at all, before it comes to ours."""
    root = write(with_decoys(tmp_path / "h", tmp_path / "ran", (*MODULES, "json", "typing", "subprocess")), FILES)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs_handbook.cli", *command], cwd=root, capture_output=True, text=True, check=False
    )
    assert left(tmp_path / "ran") == ""
    assert done.returncode in (0, 1), done.stderr


@pytest.mark.slow
def test_serve_imports_nothing_of_the_current_folder(tmp_path: Path) -> None:
    assert dev_server.BUILD[1] == "-P"
    root = write(with_decoys(tmp_path / "h", tmp_path / "ran"), FILES)
    with serving(root) as served:
        assert eventually(lambda: "Sync" in served.get("a/"))
    assert left(tmp_path / "ran") == ""


@pytest.mark.slow
@windows_has_another_bash
def test_the_action_installs_with_nothing_of_the_checkout(tmp_path: Path) -> None:
    """Up to the installation itself, which needs an index of packages: pip says what it would do."""
    (tmp_path / "temp").mkdir()
    here = Runner(with_decoys(tmp_path / "h", tmp_path / "ran"), tmp_path / "temp", {"PIP_NO_INDEX": "1"})
    here.outputs = {"steps.python.outputs.python-path": sys.executable}
    done = here.script(1, {"version": "0.0.0.dev0"})
    assert "No matching distribution found for mkdocs-handbook==0.0.0.dev0" in done.stderr
    assert left(tmp_path / "ran") == ""


@pytest.mark.slow
@windows_has_another_bash
@pytest.mark.parametrize("base", ["", "HEAD", "nowhere"])
def test_the_action_asks_no_repository_that_a_checkout_brings(base: str, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    root = repository(tmp_path / "h", {"README.md": "# H\n"})
    inner = write(root / "inner", {})
    subprocess.run(["git", "init", "--quiet", "--bare", "."], cwd=inner, check=True)
    run = f'"touch {ran};false"'
    lines = (
        f'[core]\n\tfsmonitor = {run}\n\tbare = false\n\tworktree = .\n[remote "origin"]\n\turl = ext::touch% {ran}\n'
    )
    (inner / "config").write_text(f"{lines}[protocol]\n\tallow = always\n", encoding="utf-8")
    (tmp_path / "temp").mkdir()
    path = {"SCRIPTS": action_runner.command(tmp_path / "bin"), "PATH": os.environ["PATH"]}
    here = Runner(root, tmp_path / "temp", path)
    here.outputs = {"steps.install.outputs.scripts": path["SCRIPTS"]}
    done = here.script(2, {"working-directory": "inner", "base": base})
    assert done.returncode in (0, 2), done.stderr
    assert not ran.exists()
