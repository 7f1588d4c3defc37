"""`handbook serve`: rebuilds what changed, shows findings over the last good site, and recovers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from handbooks import write
from serve_process import FILES, RITUAL, Served, eventually, handbook, serving


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(handbook(tmp_path)) as server:
        yield server


@pytest.mark.slow
def test_a_dri_reloads_the_pages_that_show_it(served: Served) -> None:
    assert eventually(lambda: "<td>ana</td>" in served.get("a/"))
    before = served.epoch("b/")
    (served.root / "rituals/a.rituals.yml").write_text(RITUAL.format(dri="bo"), encoding="utf-8")
    assert eventually(lambda: "<td>bo</td>" in served.get("a/"))
    assert served.epoch("a/") > before
    assert served.epoch("b/") == before


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_handbook_that_is_broken_from_the_start_is_served_when_mended(tmp_path: Path) -> None:
    root = write(tmp_path, {**FILES, "rituals/a.rituals.yml": "- task: [\n"})
    with serving(root) as server:
        assert eventually(lambda: "HB1" in server.get(""))
        (root / "rituals/a.rituals.yml").write_text(RITUAL.format(dri="ana"), encoding="utf-8")
        assert eventually(lambda: "<td>ana</td>" in server.get("a/"))


@pytest.mark.slow
def test_a_new_page_and_a_broken_configuration(served: Served) -> None:
    assert eventually(lambda: "No data" in served.get("b/"))
    (served.root / "handbook/c.md").write_text("# C\n\nFresh.\n", encoding="utf-8")
    assert eventually(lambda: "Fresh" in served.get("c/"))
    config = (served.root / "mkdocs.yml").read_text(encoding="utf-8")
    (served.root / "mkdocs.yml").write_text(config + "nav: [\n", encoding="utf-8")
    assert eventually(lambda: "configuration" in served.get("c/"))
    (served.root / "mkdocs.yml").write_text(config, encoding="utf-8")
    assert eventually(lambda: "configuration" not in served.get("c/") and "Fresh" in served.get("c/"))
