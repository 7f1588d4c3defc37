"""The second way to stage pages, without our Markdown extension: the same tables, cells, ids and entries of the search."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from engine_runs import require, run
from engines import site_reader
from handbooks import contents

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
WITHOUT = """
import sys
from mkdocs_handbook.builder.engines import zensical_program
from mkdocs_handbook.cli import main
zensical_program.HAS_EXTENSIONS = False
sys.argv = ["handbook", "build", "--engine", "zensical", "--site-dir", "html"]
main()
"""


def tables(text: str, name: str) -> list[tuple[object, ...]]:
    """Return what the tables of a page have: their cells, with tags, addresses and ids."""
    shown = site_reader.page(text, name).article
    starts = [index for index, one in enumerate(shown) if isinstance(one, tuple) and one[0] == "table"]
    return [tuple(shown[start : shown.index("/table", start)]) for start in starts]


def test_a_site_without_our_extension_has_the_same_tables(tmp_path: Path) -> None:
    require("zensical")
    root = tmp_path / "handbook"
    assert run(ROOT, "init", str(root), "--repo-url", "https://github.com/example/handbook")[0] == 0
    assert run(root, "build", "--strict", "--engine", "zensical", "--site-dir", "extension")[0] == 0
    subprocess.run([sys.executable, "-c", WITHOUT], cwd=root, check=True)
    assert "staged_extension" not in (root / ".handbook/zensical/mkdocs.yml").read_text(encoding="utf-8")
    expected, found = contents(root / "extension"), contents(root / "html")
    assert found.keys() == expected.keys()
    pages = [name for name in expected if name.endswith(".html")]
    assert sum(len(tables(expected[name].decode(), name)) for name in pages) > 5
    for name in pages:
        one, other = (site_reader.page(files[name].decode(), name) for files in (expected, found))
        assert tables(found[name].decode(), name) == tables(expected[name].decode(), name), name
        assert site_reader.ids(other) == site_reader.ids(one), name
    assert site_reader.search(root / "html").keys() == site_reader.search(root / "extension").keys()
