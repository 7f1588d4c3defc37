"""A value is text in its cell, also one that lint refuses, and so does no build today."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

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
