"""Wrong types: values of another type than a schema asks for, and what belongs there, where that can be told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from mkdocs_handbook.data.kinds import resolve_ref
from mkdocs_handbook.data.mistakes import key_names
from mkdocs_handbook.data.yaml.edits import end_offset, is_flow
from mkdocs_handbook.data.yaml.quoting import inline_scalar
from mkdocs_handbook.model import Edit, Finding, MappingNode, Node, ScalarNode, SequenceNode, Source, Span, line_starts
from mkdocs_handbook.util.wording import joined, shortened

NAMES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping of keys to values",
    "null": "nothing",
}
SEPARATOR = re.compile(r"\s*[,;/&]\s*|\s+(?:and|und)\s+")
# Other text may have any of these in the middle of an item.
BREAK = re.compile(r"\s*[,;]\s+|\s*\n\s*")
NAME = re.compile(r"[@#]?[\w.-]+\Z")
MINUTES = re.compile(r"\A(?:minutes|minuten)\b|\bin (?:minutes|minuten)\b", re.IGNORECASE)
NUMBER = re.compile(r"(?P<number>[0-9]{1,9})(?: ?(?:m|min|mins|minutes?|minuten)\.?)?\Z", re.IGNORECASE)
HOURS = re.compile(r"(?P<number>[0-9]{1,2}) ?(?:h|hrs?|hours?|stunden?)\.?\Z", re.IGNORECASE)
TRUTHS = {"yes": "true", "ja": "true", "on": "true", "no": "false", "nein": "false", "off": "false"}


class Repair(NamedTuple):
    """What is to be said of a value, the edits that mend it, whether they are certain, and another place to point at."""

    message: str
    edits: tuple[Edit, ...] = ()
    is_sure: bool = True
    span: Span | None = None


class Outdented(NamedTuple):
    """An empty key, and the entries behind it that are keys of what belongs below it."""

    owner: ScalarNode
    below: list[tuple[ScalarNode, Node]]


def repair(source: Source, node: Node, key: str, wanted: Any, schema: Mapping[str, Any]) -> Repair:
    """Return what is to be said of a value of another type than the ones that a schema asks for."""
    types = [wanted] if isinstance(wanted, str) else [*wanted]
    belongs = " or ".join(NAMES.get(name, name) for name in types)
    names = {SequenceNode: "a list", MappingNode: "a mapping"}
    text = node.text if isinstance(node, ScalarNode) else ""
    there = names.get(type(node)) or (f'"{shortened(text)}"' if text else "nothing")
    what = f'"{key}" is {there}' if key else there
    if meant := meant_text(node, key, types[0], schema):
        written, is_sure = meant
        edit = Edit(source.path, Span(node.span.start, end_offset(source, node)), written)
        is_written = isinstance(node, ScalarNode) or is_flow(source, node)
        # In a text of several lines a comment may stand behind its first one.
        is_sure = is_sure and "\n" not in source.text[slice(*edit.span)]
        return Repair(f"{what}, write {shortened(written)}", (edit,) if is_written else (), is_sure)
    required = schema.get("required", ())
    if key and types == ["object"] and required and not text and isinstance(node, ScalarNode):
        return Repair(f"{what}, write {key}: {{{', '.join(f'{name}: …' for name in required)}}}")
    examples = schema.get("examples", ()) if types[0] in ("integer", "number") else ()
    belongs += f" such as {examples[0]}" if examples else ""
    return Repair(f"{what}, {belongs} belongs there" if key else f"{there} stands where {belongs} belongs")


def meant_text(node: Node, key: str, wanted: str, schema: Mapping[str, Any]) -> tuple[str, bool] | None:
    """Return what belongs where a value stands, and whether that is certain; None where nobody can tell."""
    if isinstance(node, SequenceNode) and wanted == "string" and len(node.items) == 1:
        only = node.items[0]
        return (inline_scalar(only.text), True) if isinstance(only, ScalarNode) and only.text else None
    if not isinstance(node, ScalarNode) or not node.text:
        return None
    if wanted == "array" and "{" not in node.text:
        items = schema.get("items", {})
        return meant_list(node.text.strip(), items) if isinstance(items, dict) else None
    if wanted == "integer":
        return meant_number(node.text, schema)
    if wanted == "boolean" and (truth := TRUTHS.get(node.text.casefold())):
        return truth, True
    if wanted == "object" and key and (name := only_key(schema)):
        return f"{{{name}: {inline_scalar(node.text)}}}", False
    return None


def meant_list(text: str, items: Mapping[str, Any]) -> tuple[str, bool] | None:
    """Return the list that a text says, by the schema of its items, and whether that is certain; None where no text is one."""
    if items.get("format") in ("person", "channel"):
        parts = [part for part in SEPARATOR.split(text.strip("[]() ")) if part]
        return f"[{', '.join(map(inline_scalar, parts))}]", all(map(NAME.match, parts))
    parts = [part for part in BREAK.split(text.strip("[] ")) if part]
    parts = parts if len(parts) > 1 else [text]
    if only := only_key(items):
        return f"[{', '.join(f'{{{only}: {inline_scalar(part)}}}' for part in parts)}]", False
    takes_text = "$ref" not in items and "string" in items.get("type", "string")
    return (f"[{', '.join(map(inline_scalar, parts))}]", len(parts) == 1) if takes_text else None


def only_key(schema: Mapping[str, Any]) -> str:
    """Return the one key that a schema of objects requires, "" if there are more, or its value is no text."""
    properties, required = schema.get("properties", {}), schema.get("required", ())
    is_text = len(required) == 1 and resolve_ref(properties.get(required[0]), schema).get("type") == "string"
    return str(required[0]) if is_text else ""


def meant_number(text: str, schema: Mapping[str, Any]) -> tuple[str, bool] | None:
    """Return the number that a text says, which may have a unit where a schema asks for minutes; None if it says none."""
    counts_minutes = any(MINUTES.search(str(schema.get(word, ""))) for word in ("title", "description"))
    if (match := NUMBER.match(text)) and (counts_minutes or match["number"] == text):
        return match["number"], True
    if counts_minutes and (match := HOURS.match(text)):
        return str(60 * int(match["number"])), True
    return None


# --- Keys that stand beside the one that they belong under ---


def outdented(parent: Node, key: str, schema: Mapping[str, Any]) -> Outdented | None:
    """Return the empty key that an entry of a mapping is or belongs to, with what belongs below it; None where all is well."""
    return next(
        (one for one in owners(parent, schema) if key in (one.owner.text, *(name.text for name, _ in one.below))), None
    )


def owners(parent: Node, schema: Mapping[str, Any]) -> Iterator[Outdented]:
    """Yield the empty keys of a mapping of items, each with the entries behind it whose names are keys of an item's schema."""
    properties = schema.get("properties", {})
    return outdents(
        parent, lambda name: {} if name in properties else properties, lambda value: not isinstance(value, MappingNode)
    )


def outdented_values(parent: Node, schema: Mapping[str, Any]) -> list[Outdented]:
    """Return the empty keys of an item, each with the entries behind it that only the schema of its value knows."""
    properties = schema.get("properties", {})

    def keys(name: str) -> Mapping[str, Any]:
        below = resolve_ref(properties.get(name), schema).get("properties", {})
        return {key: value for key, value in below.items() if key not in properties}

    return list(outdents(parent, keys, lambda _: True))


def outdents(
    parent: Node, keys: Callable[[str], Mapping[str, Any]], may_stand_below: Callable[[Node], bool]
) -> Iterator[Outdented]:
    """Yield the empty keys of a mapping, each with the entries directly behind it that are among its keys."""
    current: Outdented | None = None
    known: Mapping[str, Any] = {}
    for name, value in parent.pairs if isinstance(parent, MappingNode) else ():
        if current and name.text in known and may_stand_below(value):
            current.below.append((name, value))
            continue
        if current and current.below:
            yield current
        known = keys(name.text) if isinstance(value, ScalarNode) and not value.text else {}
        current = Outdented(name, []) if known else None
    if current and current.below:
        yield current


def indent(source: Source, found: Outdented) -> Repair:
    """Return what is to be said of entries that belong below an empty key, at the first of them."""
    owner, below = found
    first, last = below[0][0].span, below[-1][1]
    rows = range(source.position(first.start).row, source.position(max(first.end, end_offset(source, last))).row + 1)
    starts = [line_starts(source.text)[row - 1] for row in rows if source.line(row).strip()]
    # The value of the key changes, too: a fix may change only data in which it has an edit.
    edits = (
        Edit(source.path, owner.span, source.text[slice(*owner.span)]),
        *(Edit(source.path, Span(at, at), "  ") for at in starts),
    )
    named = joined([f'"{name.text}:"' for name, _ in below])
    return Repair(f'indent {named} by two spaces under "{owner.text}:"', edits, span=first)


def flags(source: Source, node: MappingNode, schema: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield the findings of keys that say yes or no of what is a value of another key, such as "archived: true"."""
    known, there = schema.get("properties", {}), {key.text for key, _ in node.pairs}
    for key, value in node.pairs:
        name, meant = (
            key_names.meant_pair(key.text, value.text, known, there) if isinstance(value, ScalarNode) else ("", "")
        )
        if name and key.text not in known:
            whole = Span(key.span.start, end_offset(source, value))
            written = f"{name}: {meant}"
            message = f'"{shortened(source.text[slice(*whole)])}" is written "{written}" here'
            yield Finding("HB107", source, key.span, message, (Edit(source.path, whole, written),))
