"""The schemas for editors: those of all kinds, with the handbook's own people, channels and frequencies to choose from.

They suggest and explain. They object only to what stays wrong whatever else changes; `handbook lint` checks the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from mkdocs_handbook.forms.value_choices import Choices, choices
from mkdocs_handbook.model import Handbook, Kind
from mkdocs_handbook.schedule import frequency_words

COMMENT = "Made by `handbook editor`. Run it again when people or channels have changed; it needs no other change."
# Whatever comes behind the first word, lint knows better; a word that begins no frequency is a slip.
FREQUENCY = rf"^\s*(?:(?:{'|'.join(frequency_words.VOCABULARY)})(?![A-Za-z])|(?:Every|Each)\s)"
# An editor tries them on values that have a type of their own; a text has any that a line of YAML can have.
NO_TEXT = ["array", "object"]
# What already says which values there are.
CHOOSING = ("enum", "const", "anyOf", "oneOf", "allOf", "$ref", "if")
NESTED = ("properties", "definitions", "$defs")


def schemas(handbook: Handbook) -> dict[str, str]:
    """Return the text of an editor's schema for each kind that is a file, by name."""
    known = choices(handbook)
    made_schemas = {name: editor_schema(kind, known) for name, kind in sorted(handbook.kinds.items()) if name != "page"}
    return {name: f"{json.dumps(schema, indent=2, ensure_ascii=False)}\n" for name, schema in made_schemas.items()}


def editor_schema(kind: Kind, known: Choices) -> dict[str, Any]:
    """Return the schema of a kind for editors."""
    # The first two lines of the file say what it is.
    head = {"$schema": kind.schema.get("$schema", "http://json-schema.org/draft-07/schema#"), "$comment": COMMENT}
    return head | with_choices(kind.schema, known, own=kind.key)


def with_choices(schema: Mapping[str, Any], known: Choices, *, own: str = "", optional: bool = False) -> dict[str, Any]:
    """Return a schema with choices, which accepts all that `handbook lint` accepts.

    `own` is the key that names an item: its value is new, so nothing is suggested for it.
    """
    if schema.get("type") == "string" and not any(word in schema for word in CHOOSING):
        return text_schema(schema, known, optional=optional)
    result = {**schema, **description(schema)}
    required = set(schema.get("required", ()))
    for word in NESTED:
        if isinstance(schema.get(word), dict):
            result[word] = {
                key: with_choices(
                    part, {} if key == own else known, optional=word == "properties" and key not in required
                )
                for key, part in schema[word].items()
                if isinstance(part, dict)
            }
    for word in ("items", "additionalProperties"):
        if isinstance(schema.get(word), dict):
            result[word] = with_choices(schema[word], known, own=own)
    if optional and isinstance(schema.get("type"), str) and "enum" not in schema:
        result["type"] = [schema["type"], "null"]
    return result


def text_schema(schema: Mapping[str, Any], known: Choices, *, optional: bool) -> dict[str, Any]:
    """Return the schema of a text: its choices, and the form of any other text; a key without a value counts as absent."""
    form = schema.get("format", "")
    examples = [str(example) for example in schema.get("examples", ())]
    values = dict(known.get(form, {}))
    if form in ("frequency", "period"):
        values |= {example: values.get(example, "") for example in examples}
    result = {key: schema[key] for key in ("title", "description") if key in schema}
    result |= {key: value for key, value in schema.items() if key.startswith("x-")}
    result |= description(schema, () if values else examples)
    other = any_other(schema, form, optional=optional)
    return {**result, "anyOf": [*([choice_schema(values)] if values else ()), other]}


def description(schema: Mapping[str, Any], examples: Iterable[str] = ()) -> dict[str, str]:
    """Return the keyword for a schema's description as Markdown, with examples."""
    shown = ", ".join(f"`{example}`" for example in examples)
    parts = [schema.get("description", ""), f"For example: {shown}" if shown else ""]
    text = "\n\n".join(part for part in parts if part)
    return {"markdownDescription": text} if text else {}


def any_other(schema: Mapping[str, Any], form: str, *, optional: bool) -> dict[str, Any]:
    """Return the schema of any text besides the choices."""
    types: dict[str, Any] = {"type": ["string", "null"] if optional else "string"}
    if form == "frequency":
        return {**types, "pattern": FREQUENCY}
    if form == "date":
        return {**types, "format": form}
    if pattern := schema.get("pattern"):
        return {**types, "pattern": f"^$|{pattern}" if optional else pattern}
    return {"not": {"type": NO_TEXT if optional else [*NO_TEXT, "null"]}}


def choice_schema(values: Mapping[str, str]) -> dict[str, Any]:
    """Return the schema of values to choose from, with their descriptions for VS Code and JetBrains."""
    result: dict[str, Any] = {"enum": list(values)}
    if any(values.values()):
        result["markdownEnumDescriptions"] = list(values.values())
        result["x-intellij-enum-metadata"] = {value: {"description": text} for value, text in values.items() if text}
    return result
