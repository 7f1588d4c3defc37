"""`handbook serve`: rebuilds what changed, shows findings over the last good site, and recovers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from handbooks import write

RITUAL = "- task: Sync\n  startedOn: 2026-01-07\n  frequency: Weekly\n  description: Talk.\n  dri: {dri}\n"
FILES = {
    "mkdocs.yml": "site_name: Test\ndocs_dir: handbook\ntheme: {name: null, custom_dir: theme}\nplugins: [handbook: {order: 'off'}]\n",
    "handbook/a.md": "# A\n\n[Rituals](../rituals/a.rituals.yml)\n",
    "handbook/b.md": "# B\n\nNo data.\n",
    "rituals/a.rituals.yml": RITUAL.format(dri="ana"),
}


@dataclass(frozen=True, slots=True)
class Served:
    """A handbook that is served: its folder, its address, and how to get a file."""

    root: Path
    address: str

    def get(self, name: str) -> str:
        try:
            with urllib.request.urlopen(f"{self.address}/{name}", timeout=10) as answer:  # noqa: S310
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            return error.read().decode()
        except OSError:
            return ""

    def epoch(self, name: str) -> int:
        """Give what a browser that shows a page is told at once: when that page changed last."""
        request = urllib.request.Request(  # noqa: S310
            f"{self.address}/livereload/0/1", headers={"Referer": f"{self.address}/{name}"}
        )
        with urllib.request.urlopen(request, timeout=70) as answer:  # noqa: S310
            return int(answer.read())


def eventually(check: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether a check holds within a time; asks again until then."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if check():
            return True
        time.sleep(0.1)
    return False


@contextmanager
def serving(root: Path) -> Iterator[Served]:
    """Serve a handbook at a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs_handbook.cli", "serve", "--dev-addr", address]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with (
        (root / "serve.log").open("wb") as log,
        subprocess.Popen(command, cwd=root, env=environment, stdout=log, stderr=log) as process,
    ):
        try:
            yield Served(root, f"http://{address}")
        finally:
            process.terminate()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    root = write(tmp_path, FILES)
    (root / "theme/main.html").write_text("<html><body>{{ page.content }}</body></html>\n", encoding="utf-8")
    with serving(root) as server:
        yield server


def test_a_dri_reloads_the_pages_that_show_it(served: Served) -> None:
    assert eventually(lambda: "<td>ana</td>" in served.get("a/"))
    before = served.epoch("b/")
    (served.root / "rituals/a.rituals.yml").write_text(RITUAL.format(dri="bo"), encoding="utf-8")
    assert eventually(lambda: "<td>bo</td>" in served.get("a/"))
    assert served.epoch("a/") > before
    assert served.epoch("b/") == before


def test_findings_stand_over_the_last_good_site_until_they_are_mended(served: Served) -> None:
    assert eventually(lambda: "<td>ana</td>" in served.get("a/"))
    data = served.root / "rituals/a.rituals.yml"
    data.write_text(RITUAL.format(dri="ana").replace("Weekly", "Weakly <b>"), encoding="utf-8")
    assert eventually(lambda: "HB103" in served.get("a/"))
    page = served.get("a/")
    assert "<td>ana</td>" in page
    assert "Weakly &lt;b&gt;" in page
    assert "rituals/a.rituals.yml:3:14" in page
    assert "HB103" in served.get("missing/")
    assert "HB103" in (served.root / "serve.log").read_text(encoding="utf-8")
    data.write_text(RITUAL.format(dri="cem"), encoding="utf-8")
    assert eventually(lambda: "<td>cem</td>" in served.get("a/"))
    assert "HB103" not in served.get("a/")


def test_a_handbook_that_is_broken_from_the_start_is_served_when_mended(tmp_path: Path) -> None:
    root = write(tmp_path, {**FILES, "rituals/a.rituals.yml": "- task: [\n"})
    with serving(root) as server:
        assert eventually(lambda: "HB1" in server.get(""))
        (root / "rituals/a.rituals.yml").write_text(RITUAL.format(dri="ana"), encoding="utf-8")
        assert eventually(lambda: "<td>ana</td>" in server.get("a/"))


def test_a_new_page_and_a_broken_configuration(served: Served) -> None:
    assert eventually(lambda: "No data" in served.get("b/"))
    (served.root / "handbook/c.md").write_text("# C\n\nFresh.\n", encoding="utf-8")
    assert eventually(lambda: "Fresh" in served.get("c/"))
    config = (served.root / "mkdocs.yml").read_text(encoding="utf-8")
    (served.root / "mkdocs.yml").write_text(config + "nav: [\n", encoding="utf-8")
    assert eventually(lambda: "configuration" in served.get("c/"))
    (served.root / "mkdocs.yml").write_text(config, encoding="utf-8")
    assert eventually(lambda: "configuration" not in served.get("c/") and "Fresh" in served.get("c/"))
