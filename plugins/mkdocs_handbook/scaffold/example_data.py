"""Example data that is right for a handbook: whom it names, in which channel, behind which first line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mkdocs_handbook.data import channels, responsibilities
from mkdocs_handbook.data.kinds import item_schema, resolved
from mkdocs_handbook.model import Handbook, Kind
from mkdocs_handbook.stubs import stub_writer


class AdditionError(ValueError):
    """Something that can't be added: the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Who the examples name: the DRI, who stands in ("" for nobody), and the members of a rotation."""

    dri: str
    backup: str = ""
    members: tuple[str, ...] = ()


def crew(handbook: Handbook, dri: str) -> Crew:
    """Give who the examples name: a given DRI, else the first person there is; raise AdditionError where there is none."""
    if handbook.people is None:
        found = [person.text for _, person in responsibilities.persons(handbook)] or [dri]
    else:
        found = [handle for handle, item in handbook.people.items() if "leftOn" not in item.values]
        if dri and dri not in found:
            raise AdditionError(f'nobody who is here has the handle "{dri}", add "{dri}" to people.yml first')
    chosen = dri or next(iter(found), "")
    if not chosen:
        raise AdditionError("nobody is known who could be the DRI, name somebody with --dri")
    return Crew(chosen, "", (chosen,))


def new_channel(handbook: Handbook, name: str) -> str:
    """Give a channel for a new group that no channels file has yet."""
    known = channels.index(handbook).known
    return next(one for one in candidates(name) if one.casefold() not in known)


def candidates(name: str) -> Iterable[str]:
    """Give names of channels for a group, without an end."""
    yield f"#help-{name}"
    yield f"#g-{name}"
    number = 2
    while True:
        yield f"#help-{name}-{number}"
        number += 1


def schema_folder(handbook: Handbook) -> str:
    """Give the folder of schemas that the first lines of data files name, "" if they name none."""
    found = re.search(r"\$schema=(\S*/)", stub_writer.schema_line(handbook))
    return found[1] if found else ""


def first_line(folder: str, kind: str) -> str:
    """Give the line that tells editors the schema of a data file, "" without a folder of schemas."""
    return f"# yaml-language-server: $schema={folder}{kind}.schema.json\n" if folder else ""


def headed(folder: str, kind: str, body: str) -> str:
    """Give the text of a data file behind its first line."""
    line = first_line(folder, kind)
    return f"{line}{'#' if body.startswith('#') else ''}\n{body}" if line else body


def example(kind: Kind | None, dri: str, today: date) -> str:
    """Give an example item of a kind of one's own: a value for each key that it requires."""
    schema = item_schema(kind.schema) if kind else {}
    keys = schema.get("required") or list(schema.get("properties", {}))[:1]
    values = {key: value(resolved(schema["properties"][key], kind.schema), dri, today) for key in keys} if kind else {}
    lines = [f"{key}: {json.dumps(one, ensure_ascii=False)}" for key, one in values.items()]
    body = "\n  ".join(lines)
    return f"- {body}\n" if lines else "[]\n"


def value(schema: Mapping[str, Any], dri: str, today: date) -> Any:
    """Give a value that a property accepts, as far as its schema says which."""
    form = schema.get("format", "")
    if form == "person":
        return dri
    if "default" in schema:
        return schema["default"]
    if given := [*schema.get("enum", ()), *schema.get("examples", ())]:
        return given[0]
    if schema.get("type") == "array":
        return [value(schema.get("items", {}), dri, today)]
    if schema.get("type") in ("integer", "number"):
        return schema.get("minimum", 1)
    if schema.get("type") == "boolean":
        return True
    forms = {"date": today.isoformat(), "uri-reference": "https://example.com", "frequency": "Weekly"}
    return forms.get(form, f"Example {str(schema.get('title', '')).lower()}".strip())
