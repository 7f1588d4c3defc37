"""Schemas for editors: those of all kinds, with the handbook's own people, channels and frequencies to choose from.

They suggest and explain, and object only to what is wrong whoever changes something else: `handbook lint` knows the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from mkdocs_handbook.data import items as reading
from mkdocs_handbook.data import responsibilities
from mkdocs_handbook.model import Handbook, Kind
from mkdocs_handbook.schedule import frequency

Choices = Mapping[str, Mapping[str, str]]
COMMENT = "Made by `handbook editor`. Run it again when people or channels have changed; it needs no other change."
# Whatever comes behind the first word, lint knows better; a word that begins no frequency is a slip.
FREQUENCY = rf"^\s*(?:(?:{'|'.join(frequency.VOCABULARY)})(?![A-Za-z])|(?:Every|Each)\s)"
# An editor tries them on values that have a type of their own; a text has any that a line of YAML can have.
NO_TEXT = ["array", "object"]
# What already says which values there are.
CHOOSING = ("enum", "const", "anyOf", "oneOf", "allOf", "$ref", "if")
NESTED = ("properties", "definitions", "$defs")


def schemas(handbook: Handbook) -> dict[str, str]:
    """Give the text of an editor's schema for each kind that is a file, by name."""
    known = choices(handbook)
    found = {name: made(kind, known) for name, kind in sorted(handbook.kinds.items()) if name != "page"}
    return {name: f"{json.dumps(schema, indent=2, ensure_ascii=False)}\n" for name, schema in found.items()}


def made(kind: Kind, known: Choices) -> dict[str, Any]:
    """Give the schema of a kind as editors should have it."""
    # The first two lines of the file say what it is.
    head = {"$schema": kind.schema.get("$schema", "http://json-schema.org/draft-07/schema#"), "$comment": COMMENT}
    return head | helpful(kind.schema, known, own=kind.key)


def choices(handbook: Handbook) -> Choices:
    """Give by format the values that can be chosen, each with what is said of it."""
    return {
        "person": people(handbook),
        "channel": channels(handbook),
        "frequency": {name: meaning(name) for name in frequency.VOCABULARY},
        "timezone": dict.fromkeys(sorted({handbook.settings.timezone, *timezones(handbook)}), ""),
    }


def people(handbook: Handbook) -> dict[str, str]:
    """Give the handles of those who have not left and are not about to; without people.yml, who is named in data."""
    if handbook.people is None:
        return dict.fromkeys(
            sorted({person.text for _, person in responsibilities.persons(handbook) if person.text}), ""
        )
    staying = {handle: item for handle, item in handbook.people.items() if "leftOn" not in item.values}
    return {handle: ", ".join(filter(None, map(item.text, ("name", "role")))) for handle, item in staying.items()}


def channels(handbook: Handbook) -> dict[str, str]:
    """Give the channels in use with their descriptions; a wildcard is the name of none."""
    items = [item for file in handbook.of_kind("channels") for item in file.every]
    used = [item for item in items if item.text("status") != "archived" and not item.text("renamedTo")]
    names = {item.text("channel"): item.text("description") for item in used}
    return {name: text for name, text in names.items() if name.startswith("#") and not name.endswith("*")}


def timezones(handbook: Handbook) -> Iterable[str]:
    """Give the time zones that data names."""
    for file in handbook.files:
        yield from (value.text for _, value in reading.placed(file.every, file.kind, "timezone"))


def meaning(name: str) -> str:
    """Give in words how often a frequency of one word is."""
    found = frequency.NAMES[name]
    if found.unit == "weekday":
        return "From Monday to Friday."
    return f"Every {found.every} {found.unit}s." if found.every > 1 else f"Every {found.unit}."


def helpful(schema: Mapping[str, Any], known: Choices, *, own: str = "", optional: bool = False) -> dict[str, Any]:
    """Give a schema with choices, and without complaints about what `handbook lint` accepts.

    `own` is the key that names an item: that name is new, so nothing is suggested for it.
    """
    if schema.get("type") == "string" and not any(word in schema for word in CHOOSING):
        return text(schema, known, optional=optional)
    found = {**schema, **explained(schema)}
    required = set(schema.get("required", ()))
    for word in NESTED:
        if isinstance(schema.get(word), dict):
            found[word] = {
                key: helpful(one, {} if key == own else known, optional=word == "properties" and key not in required)
                for key, one in schema[word].items()
                if isinstance(one, dict)
            }
    for word in ("items", "additionalProperties"):
        if isinstance(schema.get(word), dict):
            found[word] = helpful(schema[word], known, own=own)
    if optional and isinstance(schema.get("type"), str) and "enum" not in schema:
        found["type"] = [schema["type"], "null"]
    return found


def text(schema: Mapping[str, Any], known: Choices, *, optional: bool) -> dict[str, Any]:
    """Give the schema of a text: its choices, and the form of any other; a key without a value counts as absent."""
    form = schema.get("format", "")
    examples = [str(one) for one in schema.get("examples", ())]
    values = dict(known.get(form, {}))
    if form in ("frequency", "period"):
        values |= {one: values.get(one, "") for one in examples}
    found = {key: schema[key] for key in ("title", "description") if key in schema}
    found |= {key: value for key, value in schema.items() if key.startswith("x-")}
    found |= explained(schema, () if values else examples)
    other = any_other(schema, form, optional=optional)
    return {**found, "anyOf": [*([enumerated(values)] if values else ()), other]}


def explained(schema: Mapping[str, Any], examples: Iterable[str] = ()) -> dict[str, str]:
    """Give the description of a schema as Markdown, which it is, with examples behind it."""
    shown = ", ".join(f"`{one}`" for one in examples)
    parts = [schema.get("description", ""), f"For example: {shown}" if shown else ""]
    said = "\n\n".join(part for part in parts if part)
    return {"markdownDescription": said} if said else {}


def any_other(schema: Mapping[str, Any], form: str, *, optional: bool) -> dict[str, Any]:
    """Give the schema of a text that is none of the choices."""
    types: dict[str, Any] = {"type": ["string", "null"] if optional else "string"}
    if form == "frequency":
        return {**types, "pattern": FREQUENCY}
    if form == "date":
        return {**types, "format": form}
    if pattern := schema.get("pattern"):
        return {**types, "pattern": f"^$|{pattern}" if optional else pattern}
    return {"not": {"type": NO_TEXT if optional else [*NO_TEXT, "null"]}}


def enumerated(values: Mapping[str, str]) -> dict[str, Any]:
    """Give the schema of the values to choose from, with what VS Code and JetBrains show of each."""
    found: dict[str, Any] = {"enum": list(values)}
    if any(values.values()):
        found["markdownEnumDescriptions"] = list(values.values())
        found["x-intellij-enum-metadata"] = {value: {"description": said} for value, said in values.items() if said}
    return found
