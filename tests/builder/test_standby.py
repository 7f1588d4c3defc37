"""The process that stands by for `handbook serve`: it builds when told, ends with the server, and runs no old code."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from handbooks import write
from mkdocs_handbook.builder.build_run import Options
from mkdocs_handbook.builder.driver import build_site
from mkdocs_handbook.builder.serve import standby as standby_module
from mkdocs_handbook.project.caching import cache as builder_cache
from mkdocs_handbook.project.caching.cache import BUILT, SERVED
from serve_process import FILES, eventually, handbook, pause, serving

pytestmark = pytest.mark.slow

PACKAGE = Path(__file__).parents[2]


@contextmanager
def standby(root: Path, code: Path = PACKAGE / "plugins") -> Iterator[subprocess.Popen[str]]:
    """Start a process that stands by to build a handbook with some code."""
    command = [sys.executable, "-m", "mkdocs_handbook.cli", "build", "--quiet", "--standby"]
    environment = {**os.environ, "PYTHONPATH": str(code)}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=root, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    ) as process:
        yield process


def test_it_builds_what_is_there_when_it_is_told(tmp_path: Path) -> None:
    with standby(write(tmp_path, FILES)) as process:
        (tmp_path / "handbook/a.md").write_text("# A\n\nWritten later.\n", encoding="utf-8")
        assert not (tmp_path / "site").exists()
        process.communicate("build\n")
    assert process.returncode == 0
    assert "Written later" in (tmp_path / "site/a/index.html").read_text(encoding="utf-8")


def test_without_a_word_it_ends_and_builds_nothing(tmp_path: Path) -> None:
    with standby(write(tmp_path, FILES)) as process:
        assert process.communicate() == ("", "")
    assert process.returncode == 0
    assert not (tmp_path / "site").exists()


def test_what_it_read_of_the_cache_is_used_where_it_is_still_true(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write(tmp_path, FILES)
    cache = root / ".cache/handbook"

    def built(options: Options) -> str:
        assert build_site(root / "mkdocs.yml", options, quiet=False, verbose=True) == 0
        return capsys.readouterr().err

    assert "a.md: its text is new" in built(Options(serve_url="http://127.0.0.1:1/"))
    assert not builder_cache.last_entries(cache, BUILT)
    found = standby_module.preload(root / "mkdocs.yml")
    assert found.keys() == builder_cache.last_entries(cache, SERVED).keys()
    # Whoever has read it needs the file no more.
    (cache / builder_cache.NAME).unlink()
    assert not standby_module.preload(root / "mkdocs.yml")
    data = root / "rituals/a.rituals.yml"
    data.write_text(data.read_text(encoding="utf-8").replace("ana", "bo"), encoding="utf-8")
    told = built(Options(serve_url="http://127.0.0.1:1/", preloaded=found))
    assert "its text is new" not in told
    assert "a.md: the handbook has changed: table" in told
    assert "<td>bo</td>" in (root / "site/a/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("changed", [True, False])
def test_code_that_changed_meanwhile_is_run(changed: bool, tmp_path: Path) -> None:
    for name in ("plugins", "schemas"):
        shutil.copytree(PACKAGE / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    module = tmp_path / "plugins/mkdocs_handbook/builder/driver.py"
    with standby(write(tmp_path / "handbook", FILES), tmp_path / "plugins") as process:
        # It has imported everything by then; if it has not, this test says nothing, but does not fail.
        pause(3)
        if changed:
            module.write_text(module.read_text(encoding="utf-8") + 'print("other code")\n', encoding="utf-8")
        out, _ = process.communicate("build\n")
    assert process.returncode == 0
    assert ("other code" in out) is changed
    assert (tmp_path / "handbook/site/a/index.html").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="processes are listed by /proc")
def test_it_ends_with_the_server(tmp_path: Path) -> None:
    def running() -> list[Path]:
        return [path for path in Path("/proc").glob("[0-9]*/cmdline") if is_ours(path)]

    def is_ours(path: Path) -> bool:
        try:
            return str(tmp_path).encode() in path.read_bytes()
        except OSError:
            return False

    with serving(handbook(tmp_path)) as server:
        assert eventually(lambda: "<td>ana</td>" in server.get("a/"))
        assert eventually(lambda: len(running()) == 1)
    assert eventually(lambda: not running())
