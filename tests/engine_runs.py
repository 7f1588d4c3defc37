"""Runs of `handbook` with an engine, each in a process of its own, which may lack packages that are installed here."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

PLUGINS = Path(__file__).parents[1] / "plugins"
HIDER = Path(__file__).parent / "engines" / "hidden"
# What is not there where somebody has installed another engine alone.
MKDOCS = ("mkdocs", "material")


def require(*engines: str) -> None:
    """Skip a test where an engine is not installed; in CI it fails."""
    if missing := [name for name in engines if not find_spec(name)]:
        message = f"not installed: {', '.join(missing)}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message, allow_module_level=True)


def run(
    root: Path, *arguments: str, hidden: tuple[str, ...] = (), module: str = "mkdocs_handbook.cli"
) -> tuple[int, str]:
    """Return the exit code and all output of a command at the root of a handbook."""
    places = [str(PLUGINS), *([str(HIDER)] if hidden else [])]
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(places), "HIDDEN": " ".join(hidden)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout
