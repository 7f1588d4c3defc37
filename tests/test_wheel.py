"""The wheel as people install it: with schemas, templates and assets, apart from this checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from handbooks import write

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    wheel = next(folder.glob("*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site-packages")
    return folder / "site-packages"


def run(installed: Path, root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    return subprocess.run(
        [sys.executable, *arguments], cwd=root, env=environment, capture_output=True, text=True, check=False
    )


def test_the_package_comes_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    where = run(installed, tmp_path, "-c", "import mkdocs_handbook; print(mkdocs_handbook.__file__)")
    assert Path(where.stdout.strip()).is_relative_to(installed)
    names = {path.relative_to(installed).as_posix() for path in installed.rglob("*")}
    assert {"mkdocs_handbook/py.typed", "mkdocs_handbook/schemas/rituals.schema.json"} <= names
    assert {"mkdocs_handbook/templates/handbook/table.html", "mkdocs_handbook/assets/handbook.css"} <= names
    assert "mkdocs_handbook/apischemas/rituals.schema.json" in names
    assert "mkdocs_handbook/schemas/rfcs.schema.json" not in names


def test_it_lints_and_builds_without_schemas_of_ones_own(installed: Path, tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "handbook/x.md": "# X\n\n[R](../rituals/a.boards.yml)\n",
            "rituals/a.boards.yml": "- {board: B, url: https://example.com}\n",
        },
    )
    lint = run(installed, root, "-c", "from mkdocs_handbook.cli import main; main()", "lint")
    assert (lint.returncode, lint.stdout, lint.stderr) == (0, "", "")
    build = run(installed, root, "-m", "mkdocs", "build", "--quiet", "--strict")
    assert (build.returncode, build.stderr) == (0, "")
    assert 'id="board-b"' in (root / "site/x/index.html").read_text(encoding="utf-8")
