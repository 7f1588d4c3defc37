"""The fields of an item: what a kind's schema has people fill in, and texts that were filled in as values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from mkdocs_handbook.data import formats
from mkdocs_handbook.data.formats import MisfitError
from mkdocs_handbook.data.kinds import item_schema, resolve_ref
from mkdocs_handbook.data.yaml.edits import ChangeError
from mkdocs_handbook.forms.value_choices import Choices
from mkdocs_handbook.model import Kind
from mkdocs_handbook.util.wording import did_you_mean, listed, shortened

# What a schema does not require, since something else may stand there, and people want all the same.
WANTED = {"rotations": ("every", "members")}
# Keys whose value is today where nobody says otherwise.
TODAY = ("startedOn", "startsOn")
# The formats of values that hold no comma.
COMMAS = ("person", "channel", "step")
# A step of an escalation: whom it notifies, and after how many minutes.
STEP = re.compile(r"(?P<notify>.+?)(?:\s*:\s*(?P<after>[0-9]{1,5}))?")
CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Field:
    """A key of an item, or of a mapping in one: what it is, which values it takes, and whether each item needs it."""

    path: tuple[str, ...]
    title: str
    description: str
    format: str
    type: str
    enum: tuple[str, ...]
    pattern: str
    examples: tuple[str, ...]
    is_list: bool
    is_needed: bool

    @property
    def name(self) -> str:
        """The name of its option, such as "started-on"."""
        words = "-".join(CAPITAL.sub("-", part).lower() for part in self.path).split("-")
        return "-".join(word for before, word in pairwise(["", *words]) if word != before)

    @property
    def is_today(self) -> bool:
        """Whether it is today where nobody says otherwise."""
        return self.path[-1] in TODAY


def fields(kind: Kind) -> tuple[Field, ...]:
    """Return the fields of a kind in the order of its schema, without the key that names an item.

    Lists of mappings, such as the overrides of a rotation, come later and by other commands.
    """
    schema = item_schema(kind.schema)
    wanted = (*schema.get("required", ()), *WANTED.get(kind.name, ()))
    found: list[Field] = []
    for key, part in schema.get("properties", {}).items():
        value = resolve_ref(part, kind.schema)
        if value.get("type") == "object":
            inner = value.get("properties", {}).items()
            found += [field(kind, (key, name), resolve_ref(one, kind.schema), is_needed=False) for name, one in inner]
        elif key != kind.key and resolve_ref(value.get("items"), kind.schema).get("type") != "object":
            found.append(field(kind, (key,), value, is_needed=key in wanted))
        elif kind.name == "escalations" and key == "steps":
            found.append(steps_field(value))
    return tuple(found)


def steps_field(schema: Mapping[str, Any]) -> Field:
    """Return the field of the steps of an escalation, which are written in short."""
    text = str(schema.get("description", "")).rstrip(".")
    return Field(
        path=("steps",),
        title=str(schema.get("title", "Steps")),
        description=f"{text}, each a rotation, person or group, and after a colon the minutes since the beginning.",
        format="step",
        type="string",
        enum=(),
        pattern="",
        examples=("On-call, ana:5",),
        is_list=True,
        is_needed=True,
    )


def field(kind: Kind, path: tuple[str, ...], schema: Mapping[str, Any], *, is_needed: bool) -> Field:
    """Return the field of a property."""
    is_list = schema.get("type") == "array"
    value = resolve_ref(schema.get("items"), kind.schema) if is_list else schema
    return Field(
        path=path,
        title=str(schema.get("title", path[-1])),
        description=str(schema.get("description", "")),
        format=str(value.get("format", "")),
        type=str(value.get("type", "string")),
        enum=tuple(map(str, value.get("enum", ()))),
        pattern=str(value.get("pattern", "")),
        examples=tuple(map(str, value.get("examples", ()))),
        is_list=is_list,
        is_needed=is_needed,
    )


def value_of(field: Field, texts: Sequence[str]) -> Any:
    """Return the value that texts stand for, which are more than one for a list; raise ChangeError where it is none.

    Commas part people and channels, and are as good as any other character in other lists.
    """
    parts = [part for text in texts for part in (text.split(",") if field.format in COMMAS else [text])]
    values = [value_of_part(field, part.strip()) for part in parts if part.strip()]
    return values if field.is_list else values[-1]


def value_of_part(field: Field, text: str) -> Any:
    """Return the value that a text stands for; raise ChangeError where it is none."""
    if field.format == "step" and (match := STEP.fullmatch(text)):
        return {"notify": match["notify"], **({"after": int(match["after"])} if match["after"] else {})}
    if field.type == "integer":
        if not re.fullmatch(r"[0-9]{1,9}", text):
            raise ChangeError(f'"{shortened(text)}" is no whole number')
        return int(text)
    if field.type == "boolean":
        if text not in ("true", "false"):
            raise ChangeError(f'"{shortened(text)}" is neither true nor false')
        return text == "true"
    return text


def check(field: Field, text: str, known: Choices) -> None:
    """Raise ChangeError for a text that lint would object to, as far as the field itself tells."""
    value = value_of(field, [text])
    for part in value if isinstance(value, list) else [value]:
        check_part(field, part["notify"] if isinstance(part, dict) else str(part), known)


def check_part(field: Field, text: str, known: Choices) -> None:
    """Raise ChangeError for a text that is none of the choices, or of another form."""
    if field.enum and text not in field.enum:
        raise ChangeError(f'"{shortened(text)}" is none of {listed(field.enum, "or")}')
    people = known["person"]
    if field.format == "person" and people and text not in people:
        handles = {name.partition(",")[0]: handle for handle, name in people.items()}
        hint = did_you_mean(text, people) or (f', did you mean "{handles[text]}"?' if text in handles else "")
        raise ChangeError(f'people.yml has no "{shortened(text)}"{hint or f", known are {listed(list(people)[:12])}"}')
    if field.format == "step" and known["recipient"] and text not in known["recipient"]:
        hint = did_you_mean(text, known["recipient"]) or f", known are {listed(list(known['recipient'])[:12])}"
        raise ChangeError(f'"{shortened(text)}" is no rotation, person or group{hint}')
    if field.pattern and not re.search(field.pattern, text):
        example = f', "{field.examples[0]}" would be one' if field.examples else ""
        raise ChangeError(f'"{shortened(text)}" is no {field.title.lower()}{example}')
    try:
        if field.format in formats.CHECKS:
            formats.CHECKS[field.format](text)
    except MisfitError as error:
        raise ChangeError(error.message) from None
