"""The wheel as people install it: with schemas, templates and assets, apart from this checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from handbooks import write

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(wheel.parent / "site-packages")
    return wheel.parent / "site-packages"


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
    assert "mkdocs_handbook/feeds/api_output_schemas/rituals.schema.json" in names
    assert "mkdocs_handbook/schemas/rfcs.schema.json" not in names
    starter = ROOT / "plugins/mkdocs_handbook/scaffold/starter"
    assert {path.relative_to(ROOT / "plugins").as_posix() for path in starter.rglob("*")} <= names


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


def git(root: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Ana", "-c", "user.email=ana@example.com", "-c", "core.autocrlf=false")
    done = subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout


def steps(root: Path, workflow: str) -> list[str]:
    """Return the commands of a workflow of a handbook."""
    jobs = yaml.safe_load((root / f".github/workflows/{workflow}.yml").read_text(encoding="utf-8"))["jobs"]
    return [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]


@pytest.mark.skipif(
    sys.platform == "win32", reason="the workflows run on Linux, and bash may be that of another system"
)
def test_a_new_handbook_passes_its_own_workflows_in_a_fresh_environment(
    wheel: Path, installed: Path, tmp_path: Path
) -> None:
    begin = run(installed, tmp_path, "-c", "from mkdocs_handbook.cli import main; main()", "init", "acme")
    assert (begin.returncode, begin.stderr) == (0, "")
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch", "main", "origin.git")
    root = tmp_path / "acme"
    git(root, "init", "--quiet", "--initial-branch", "main")
    git(root, "remote", "add", "origin", str(tmp_path / "origin.git"))
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "The beginning")
    git(root, "push", "--quiet", "origin", "main")
    git(root, "fetch", "--quiet", "origin")
    git(root, "switch", "--quiet", "--create", "change")
    data = root / "rituals/engineering.rituals.yml"
    data.write_text(data.read_text(encoding="utf-8").replace("dri: bo", "dri: cam"), encoding="utf-8")
    git(root, "commit", "--quiet", "--all", "--message", "Another DRI")

    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "GIT_", "PYTHON"))}
    path = f"{tmp_path / 'venv/bin'}{os.pathsep}{kept['PATH']}"
    # The package is not published from here, so pip takes it where it was built.
    environment = {**kept, "PATH": path, "GITHUB_BASE_REF": "main", "PIP_FIND_LINKS": str(wheel.parent)}
    environment["GITHUB_STEP_SUMMARY"] = str(tmp_path / "summary.md")

    def result(command: str) -> tuple[int, str]:
        bash = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", command]
        done = subprocess.run(bash, cwd=root, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    commands = [*steps(root, "lint"), *steps(root, "publish")]
    assert commands[1] == 'handbook lint --since "origin/$GITHUB_BASE_REF" --ignore HB703'
    assert [found for command in dict.fromkeys(commands) if (found := (command, *result(command)))[1]] == []
    assert (root / "site/engineering/index.html").is_file()
    where = result("python -c 'import mkdocs_handbook; print(mkdocs_handbook.__file__)'")[1]
    assert Path(where.strip()).is_relative_to(tmp_path / "venv")

    hooks = yaml.safe_load((root / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    assert [(hook["id"], *result(hook["entry"])) for hook in hooks] == [
        ("handbook-fix", 0, ""),
        ("handbook-editor", 0, ""),
    ]
    assert git(root, "status", "--porcelain") == ""

    data.write_text(data.read_text(encoding="utf-8").replace("dri: cam", "dri: nobody"), encoding="utf-8")
    assert result(commands[1])[0] == 1
    assert "HB122" in result(commands[1])[1]
