"""A value is text in its cell, also one that lint refuses, and so does no build today."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from handbooks import build, write
from mkdocs_handbook.model import Column, Handbook, Item, Kind, Settings
from mkdocs_handbook.rendering import cells, html_tree
from mkdocs_handbook.rendering.table_rows import Row
from mkdocs_handbook.rendering.tables import Table
from mkdocs_handbook.util import templates

VALUE = '#<b id="x">&amp;</b>'
FORMATS = ("text", "channel", "person", "date", "uri-reference", "markdown")


@pytest.mark.parametrize("value", [VALUE, [VALUE]], ids=["a value", "a list"])
@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("form", FORMATS)
def test_a_value_is_text_in_its_cell(form: str, links: bool, value: object) -> None:
    handbook = Handbook(Settings(link_mentions=links), datetime(2026, 11, 20, tzinfo=UTC))
    column = Column("x", "X", form)
    kind = Kind("things", {}, (column,), ("x",), "thing", "name")
    cell = cells.item_cell(handbook, kind, Item({"x": value}, ()), column)
    table = Table("things", VALUE, (column,), (Row(VALUE, (cell,), "", data=(("name", VALUE),)),), "", VALUE)
    html = html_tree.render_html(templates.environment(), "table", table=table)
    element = html_tree.parse_html(html, "table")
    assert not list(element.iter("b"))
    (shown,) = element.iterfind("tbody/tr/td" if element.tag == "table" else "table/tbody/tr/td")
    assert "".join(shown.itertext()).strip() == VALUE


@pytest.mark.parametrize("page", ["# R&amp;D\n", "---\ntitle: R&amp;D\n---\n\nText.\n"])
def test_an_entity_of_a_title_is_escaped_once(page: str, tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": "site_name: T\ndocs_dir: handbook\ntheme: mkdocs\nplugins: [handbook]\n",
        "handbook/rd.md": f'{page}\n## Q &amp; A\n\nText.\n\n## Rituals\n\n[Rituals](../rituals/rd.rituals.yml){{ columns="task moreInfoUrl" }}\n',
        "rituals/people.yml": "ana: {name: Ana}\n",
        "rituals/stubs.yml": "old.md: rd.md\n",
        "rituals/rd.rituals.yml": "- {task: T, startedOn: 2026-01-05, frequency: Weekly, description: D., dri: ana, moreInfoUrl: rd.md#q-a}\n",
    }
    root = write(tmp_path, files)
    built = build(root)
    assert not built.error
    for path in ("rd/index.html", "directory/rituals/index.html", "old/index.html", "404.html"):
        assert "R&amp;D" in built.page(path), path
        assert "&amp;amp;" not in built.page(path), path
    assert ">R&amp;D: Q &amp; A</a>" in built.page("rd/index.html")
