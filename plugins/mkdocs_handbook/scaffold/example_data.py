"""Example data for a handbook: with its people, a free channel, and its first line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from itertools import chain, count
from typing import Any

from mkdocs_handbook.data import channels
from mkdocs_handbook.data.kinds import item_schema, resolve_ref
from mkdocs_handbook.data.people import responsibilities
from mkdocs_handbook.model import Handbook, Kind
from mkdocs_handbook.stubs import stub_writer


class AdditionError(ValueError):
    """A group or kind that can't be added: the message says why, and what to do."""


def choose_dri(handbook: Handbook, dri: str) -> str:
    """Return the DRI of examples: the given one, else the first person; raise AdditionError if there is none."""
    if handbook.people is None:
        handles = [person.text for _, person in responsibilities.person_values(handbook)] or [dri]
    else:
        handles = [*responsibilities.people_here(handbook)]
        if dri and (problem := responsibilities.person_here(handbook, dri)[1]):
            raise AdditionError(problem)
    chosen = responsibilities.known_handle(handbook, dri) or next(iter(handles), "")
    if not chosen:
        raise AdditionError("nobody is known who could be the DRI, name somebody with --dri")
    return chosen


def new_channel(handbook: Handbook, name: str) -> str:
    """Return a channel for a new group, one that no channels file has."""
    known = channels.index(handbook).known
    names = chain((f"#help-{name}", f"#g-{name}"), (f"#help-{name}-{number}" for number in count(2)))
    return next(channel for channel in names if channel.casefold() not in known)


def with_schema_line(folder: str, kind: str, body: str) -> str:
    """Return the text of a data file with its first line."""
    line = stub_writer.schema_line(folder, kind)
    return f"{line}{'#' if body.startswith('#') else ''}\n{body}" if line else body


def example_item(kind: Kind | None, dri: str, today: date) -> str:
    """Return an example item of a handbook's own kind, as YAML: a value for each required key."""
    schema = item_schema(kind.schema) if kind else {}
    keys = schema.get("required") or list(schema.get("properties", {}))[:1]
    values = (
        {key: example_value(resolve_ref(schema["properties"][key], kind.schema), dri, today) for key in keys}
        if kind
        else {}
    )
    lines = [f"{key}: {json.dumps(part, ensure_ascii=False)}" for key, part in values.items()]
    body = "\n  ".join(lines)
    return f"- {body}\n" if lines else "[]\n"


def example_value(schema: Mapping[str, Any], dri: str, today: date) -> Any:
    """Return a value that a property accepts, as far as its schema tells."""
    form = schema.get("format", "")
    if form == "person":
        return dri
    if "default" in schema:
        return schema["default"]
    if given := [*schema.get("enum", ()), *schema.get("examples", ())]:
        return given[0]
    if schema.get("type") == "array":
        return [example_value(schema.get("items", {}), dri, today)]
    if schema.get("type") in ("integer", "number"):
        return schema.get("minimum", 1)
    if schema.get("type") == "boolean":
        return True
    forms = {"date": today.isoformat(), "uri-reference": "https://example.com", "frequency": "Weekly"}
    return forms.get(form, f"Example {str(schema.get('title', '')).lower()}".strip())
