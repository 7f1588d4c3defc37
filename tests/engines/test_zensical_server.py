"""The search index that Zensical serves: it gets the rows of all pages, in whatever order these are rendered."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from engine_runs import require

require("zensical")

from mkdocs_handbook.builder.engines import zensical_program, zensical_server  # noqa: E402 (only where Zensical is installed)
from mkdocs_handbook.builder.engines.zensical_server import ServedIndex, with_rows  # noqa: E402
from mkdocs_handbook.builder.staging.staged_extension import Rendering, StagedSite  # noqa: E402
from mkdocs_handbook.rendering.search_rows import SearchRow  # noqa: E402


def test_rows_of_a_page_that_is_rendered_late_are_added_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = StagedSite()
    monkeypatch.setattr(zensical_server, "SITE", site)
    index = tmp_path / zensical_program.SEARCH
    index.write_text(json.dumps({"config": {"separator": "-"}, "items": []}), encoding="utf-8")
    staged: Any = SimpleNamespace(built=tmp_path, records=tmp_path / "records.json")
    staging: Any = SimpleNamespace(addresses={"a.md": "a/", "b.md": "b/"}, tokens={"a.md": "1", "b.md": "2"})

    def locations() -> list[str]:
        return [one["location"] for one in json.loads(index.read_bytes())["items"]]

    served = with_rows(staged, staging, ServedIndex())
    assert locations() == []
    for uri, token in cast("dict[str, str]", staging.tokens).items():
        site.rendered[uri] = Rendering(token, {}, (SearchRow("row", "Row", ["Text"], url="#row"),))
        served = with_rows(staged, staging, served)
    assert locations() == ["a/#row", "b/#row"]
    assert with_rows(staged, staging, served) is served
