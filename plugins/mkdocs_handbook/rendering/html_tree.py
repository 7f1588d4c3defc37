"""The HTML of templates as elements of a page's tree.

A template gives text, which any theme may override, and Python-Markdown writes text; in between, tables are elements. Put in
at the end as text, they would lack what only elements get: MkDocs rewrites and checks their links, other extensions see them
(`abbr` explains their words), channels are linked, and cells may hold inline Markdown. Parsing is a seventh of what a table
costs (2.4 ms of 18 ms for the 21 tables of the sample), and each is parsed once for a page.
"""

from __future__ import annotations

import posixpath
import re
from datetime import UTC, date, datetime
from functools import lru_cache
from html import unescape
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import jinja2
from jinja2 import Environment

from mkdocs_handbook.data import cell_markdown, formats
from mkdocs_handbook.model import Column
from mkdocs_handbook.rendering import stub_pages, table_rows, tables
from mkdocs_handbook.rendering.cells import Cell, CellPart
from mkdocs_handbook.rendering.overview.agenda import MOST, Agenda, AgendaDay, AgendaEntry
from mkdocs_handbook.rendering.overview.duty_cards import DutyCard, DutyPerson, DutyState, KnownShifts
from mkdocs_handbook.rendering.overview.group_cards import GroupCard
from mkdocs_handbook.rendering.overview.person_card import PersonCard, PersonState
from mkdocs_handbook.rendering.overview.shift_timeline import Timeline, TimelineBar, TimelineLane
from mkdocs_handbook.util import templates
from mkdocs_handbook.util.escaping import Html

MARKDOWN = "data-markdown"
# Text without any of these is the same after Python-Markdown has read it.
MARKS = re.compile(r"[\\`*_\[<&\n]|!\[")
ENTITY = re.compile(r"&(?=(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)


class TemplateError(Exception):
    """A template whose output is not well-formed, so that it can't become part of a page."""


def check_templates(env: Environment) -> None:
    """Raise TemplateError where a template fails or its output is no XML, before any page needs it."""
    part = CellPart("text", "markdown", "index.md", "title")
    cell = Cell(
        "text", (part, CellPart("2026-01-05", "time"), CellPart("in 3 days", "note"), CellPart("on duty", "duty"))
    )
    known, opened = (
        cell._replace(data=(("sort", "7"),)),
        cell._replace(details=(table_rows.RowDetail("Agenda", (part,)),)),
    )
    row = table_rows.Row("row", (known, opened), "https://example.com", now=True)
    rows = (row, row._replace(data=(("duty", "x"),), hidden=True))
    table = tables.Table(
        "kind",
        "caption",
        (Column("key", "Key"),),
        rows,
        "https://example.com",
        "path",
        "x.ics",
        timezone="UTC",
        due="week",
    )
    moved = stub_pages.MovedHeading("id", "label", "index.md", "to")
    parse_html(render_html(env, "table", table=table), "table")
    card, timeline = example_duty(part)
    html = render_html(env, "duty", cards=[card], timeline=timeline, today="today", is_grouped=True)
    # An empty one shows it nowhere.
    parse_html(html or Html("<br/>"), "duty")
    html_days = render_html(env, "agenda", agenda=example_agenda(part), today="today", is_short=False)
    parse_html(html_days or Html("<br/>"), "agenda")
    states = (PersonState(card.states[0].start, "nextDue", part, part),)
    someone = PersonCard(DutyPerson(part, "AB", 7), "role", (part,), "UTC", (states,))
    parse_html(render_html(env, "person", card=someone) or Html("<br/>"), "person")
    groups = [GroupCard(part, "description", part, part, part)]
    values = {"search": "", "action": "", "duty": html, "agenda": html, "groups": groups}
    parse_html(render_html(env, "overview", **values), "overview")
    parse_html(render_html(env, "moved", stubs=[moved]), "moved")


def example_duty(part: CellPart) -> tuple[DutyCard, Timeline]:
    """Return a rotation and a timeline that have all that there may be."""
    person, now = DutyPerson(part, "AB", 7), datetime(2026, 1, 5, tzinfo=UTC)
    states = (DutyState(now, person, part, person), DutyState(now, None, part), DutyState(now, is_unknown=True))
    bar = TimelineBar(person, "0", "7", "label", is_override=True, reason="reason")
    lane = TimelineLane("name", (bar,))
    return DutyCard("name", "index.md", part, states, KnownShifts((), is_cut=False)), Timeline(
        "", "1", 28, ((0, "5 Jan"),), (lane, lane)
    )


def example_agenda(part: CellPart) -> Agenda:
    """Return an agenda that has all that there may be."""
    entry, today = AgendaEntry(part, part, part), date(2026, 1, 5)
    day = AgendaDay(part, "5 Jan", part, (entry,) * MOST, 1)
    return Agenda(today, today, "UTC", ((day, True), (day, False)), ((day, day._replace(entries=())),) * 5, (day,))


def render_html(env: Environment, template: str, **values: Any) -> Html:
    """Return the HTML that a template makes, such as `table` for handbook/table.html; raise TemplateError where it fails."""
    try:
        return Html(templates.render(env, template, **values).strip())
    except jinja2.TemplateError as error:
        raise TemplateError(f"template handbook/{template}.html: {error.message or type(error).__name__}") from None


def page_element(html: Html, page: str, template: str = "table") -> Element:
    """Return the element of a template's HTML for a page, which is given by its path below the pages' folder."""
    table = parse_html(html, template)
    escape_entities(table)
    render_cells(table)
    for link in table.iter("a"):
        make_relative(link, page)
    return table


def moved_element(html: Html) -> Element:
    """Return the element of the list of a page's moved headings."""
    moved = parse_html(html, "moved")
    escape_entities(moved)
    return moved


def parse_html(text: Html, template: str) -> Element:
    """Return the elements of a template's output; raise TemplateError where it is not well-formed."""
    try:
        return ElementTree.fromstring(text)  # noqa: S314 (our own templates' output, values escaped)
    except ElementTree.ParseError as error:
        row, column = error.position
        line = text.splitlines()[row - 1].strip()[:100] if row <= text.count("\n") + 1 else ""
        message = f"template handbook/{template}.html makes HTML that is not well-formed XML: {error} ({line!r}, column {column})"
        raise TemplateError(message) from None


def escape_entities(root: Element) -> None:
    """Keep text such as "&lt;" as it is: Python-Markdown's serializer would take it for an entity."""
    for element in root.iter():
        if element.text and "&" in element.text and MARKDOWN not in element.attrib:
            element.text = ENTITY.sub("&amp;", element.text)
        if element.tail and "&" in element.tail:
            element.tail = ENTITY.sub("&amp;", element.tail)
        for key, value in element.attrib.items():
            if "&" in value:
                element.set(key, ENTITY.sub("&amp;", value))


def make_relative(link: Element, page: str) -> None:
    """Rewrite a link that begins at the pages' folder for the page that shows it."""
    address = link.get("href", "")
    if address and not address.startswith(("https://", "http://", "#", "/")):
        link.set("href", relative_address(address, posixpath.dirname(page)))


@lru_cache(maxsize=4096)
def relative_address(address: str, folder: str) -> str:
    """Return an address in data as seen from a folder of pages; one with a scheme is the same everywhere."""
    path, mark, rest = address.partition("#")
    if not path or formats.SCHEME.match(unescape(address)):
        return address
    slash = "/" if path.endswith("/") else ""
    return posixpath.relpath(path, folder or ".") + slash + mark + rest


def link_to_source(link: Element, path: str, url: str) -> None:
    """Lead a link in a sentence to its data file in the repository; where that has no URL, make it text with the path as title."""
    if url:
        link.set("href", url)
    else:
        link.tag = "span"
        del link.attrib["href"]
        link.set("title", path)


def render_cells(table: Element) -> None:
    """Turn the text of cells with inline Markdown into elements."""
    holder = Element("div")
    for element in table.iter():
        if element.attrib.pop(MARKDOWN, None) is not None and MARKS.search(element.text or ""):
            holder.append(element)
    if not len(holder):
        return
    cell_markdown.render_inline(holder)
    for element in holder.iter():
        address = element.get("href", element.get("src"))
        if address is not None and not formats.is_safe_link(address):
            # MkDocs expects that each link and image has an address.
            element.tag, element.text = "span", element.get("alt", element.text)
            element.attrib = {}
