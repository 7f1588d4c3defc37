"""`handbook build` writes what `mkdocs build --clean` writes, whatever was changed and whatever was built before."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from jinja2 import TemplateError
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, ConfigurationError

from changes import Handbook
from handbooks import messages
from mkdocs_handbook.engine import workers
from mkdocs_handbook.engine.driver import build

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build told, without the path of its site, and why it stopped, if it did."""

    messages: tuple[str, ...]
    error: str


def outcome(root: Path, site: Path, builder: Callable[[MkDocsConfig], None]) -> Outcome:
    """Give the outcome of a build of a handbook."""
    error = ""
    with messages() as lines:
        try:
            config = load_config(str(root / "mkdocs.yml"), site_dir=str(site))
            config.plugins.on_startup(command="build", dirty=False)
            builder(config)
        except (Abort, BuildError, ConfigurationError, TemplateError) as caught:
            error = f"{type(caught).__name__}: {caught}"
    return Outcome(tuple(line.replace(str(site), "SITE") for line in lines), error)


def tree(folder: Path) -> dict[str, bytes]:
    """Give all files below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def difference(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Give the files that differ."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def walk(root: Path, seed: int, steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Change a handbook at random, and compare both builds after each step."""
    print(f"seed {seed}")
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    handbook = Handbook(root / "handbook", seed)
    names: list[str] = []
    good = 0
    for step in range(steps):
        noon = NOON + timedelta(days=handbook.day)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(noon.timestamp())))
        # Every other build spreads even a few pages over processes.
        monkeypatch.setattr(workers, "LEAST", 1 if step % 2 else 1000)
        ours = outcome(handbook.root, handbook.root / "site", build)
        theirs = outcome(handbook.root, root / "clean", mkdocs_build)
        where = f"seed {seed}, step {step}: {names[-12:]}"
        assert ours == theirs, where
        if not theirs.error:
            assert difference(tree(handbook.root / "site"), tree(root / "clean")) == [], where
            handbook.keep()
            good += 1
        elif handbook.history:
            handbook.restore(handbook.history[-1])
        names.append(handbook.change())
    assert good > steps // 2


@pytest.mark.parametrize("seed", [int(os.environ.get("SEED", "1"))])
def test_incremental_is_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    walk(tmp_path, seed, int(os.environ.get("STEPS", "20")), monkeypatch)
