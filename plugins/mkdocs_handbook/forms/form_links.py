"""Links that open a form filled with what a row or a table says already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from mkdocs_handbook.data.items import as_text, item_name
from mkdocs_handbook.forms import form_choices, form_files
from mkdocs_handbook.forms.request_forms import ADDITIONS, CHANGES, Form
from mkdocs_handbook.model import DataFile, Handbook, Item

# What parts names from each other and from minutes.
UNSHORT = re.compile(r",|:\s*[0-9]+\Z")
# Servers refuse longer addresses.
LONGEST = 6_000


def change_link(handbook: Handbook, file: DataFile, item: Item) -> str:
    """Return the link by which somebody asks for a change of an item, "" where the repository has no form for it."""
    form = form_for(handbook, CHANGES, file)
    name = item_name(item, file.kind)
    if form is None or not name:
        return ""
    lines = [field for field in form.fields if field.key in item.values and not field.source]
    present = {field.id: text_of(item.values[field.key]) for field in lines}
    people = handbook.people or {}
    known = {
        "group": file.group,
        "name": name,
        "kind": file.kind.name,
        "rotation": form_choices.rotation(name, file.group),
        "person": form_choices.person(name, people[name].text("name") if name in people else ""),
    }
    return link(handbook, form, known | present)


def text_of(value: Any) -> str:
    """Return a value as somebody fills it in: steps of an escalation in short, "" where their names have marks of that."""
    if not isinstance(value, list):
        return as_text(value)
    steps = [(step["notify"], step.get("after")) for step in value]
    if any(UNSHORT.search(name) for name, _ in steps):
        return ""
    return ", ".join(name if after is None else f"{name}:{after}" for name, after in steps)


def add_link(handbook: Handbook, file: DataFile) -> str:
    """Return the link by which somebody asks for a new item of a file's kind and group, "" without a form for it."""
    form = form_for(handbook, ADDITIONS, file)
    return link(handbook, form, {"group": file.group}) if form else ""


def form_for(handbook: Handbook, forms: Iterable[Form], file: DataFile) -> Form | None:
    """Return which of some forms is for items of a file, None where the repository does not have it."""
    if not (handbook.forms and handbook.settings.issues_url):
        return None
    kind = file.kind
    has_dri = any(column.key == "dri" and column.format == "person" for column in kind.columns)
    by_kind = {form.kind: form for form in forms if form.kind}
    form = by_kind.get(kind.name) or (by_kind.get("*") if has_dri else None)
    paths = {source.path for source in handbook.forms}
    return form if form and form_files.path(form) in paths else None


def link(handbook: Handbook, form: Form, values: Mapping[str, str]) -> str:
    """Return the address of a form with values for its fields."""
    named = {field.id: values[field.id] for field in form.fields if values.get(field.id)}
    pairs = {"template": form_files.path(form).rpartition("/")[2], "title": title(form, values), **named}
    query = "&".join(f"{key}={quote(value, safe='', errors='replace')}" for key, value in pairs.items())
    address = f"{handbook.settings.issues_url}?{query}"
    return address if len(address) <= LONGEST else ""


def title(form: Form, values: Mapping[str, str]) -> str:
    """Return the title of a request, which names what it is about."""
    about = values.get("name", "")
    return f"{form.issue_title}{f': {about}' if about else ''}"
