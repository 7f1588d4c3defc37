"""Limits of schemas: how much work a schema of the handbook may make, found out before any data is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mkdocs_handbook.util.patterns.linear_patterns import PatternError, compiled
from mkdocs_handbook.util.wording import shortened

# Schemas that may hold for one value, through "anyOf", "$ref" and their like.
MOST_TOGETHER = 1_000
# Values of a schema, whatever they are: code is made of all of them. And those of one "enum" that may be compared uncounted.
MOST_VALUES, MOST_LISTED = 20_000, 1_000
# Schemas, with those of values in values, up to which data is validated without counting steps.
MOST_UNFOLDED = 10_000
SUBSCHEMA = ("not", "if", "then", "else")
OPTIONS = ("anyOf", "oneOf", "allOf")
BY_NAME = ("properties", "patternProperties", "definitions", "$defs")
INNER = ("items", "additionalItems", "additionalProperties", "contains", "propertyNames")

Schema = Mapping[str, Any]


def limit_problem(schema: Schema) -> tuple[str, str]:
    """Return what is too much in a valid schema ("" if nothing), and a text of it to point at."""
    for pattern in patterns(schema):
        try:
            compiled(pattern)
        except PatternError as error:
            return f'the pattern "{shortened(pattern)}" is not used: {error}', pattern
    if has_many(schema):
        return f"a schema of more than {MOST_VALUES} values, write less", ""
    try:
        together = max(map(counter(schema, together_with), every_schema(schema)))
    except RecursionError:
        return "not a usable schema: nested too deeply", ""
    if together > MOST_TOGETHER:
        return (
            f'"anyOf", "$ref" and their like lead in a circle, or to more than {MOST_TOGETHER} schemas for one value',
            "",
        )
    return "", ""


def is_small(schema: Schema) -> bool:
    """Return whether data can be validated in little time, however it is nested."""
    every = list(every_schema(schema))
    if any(isinstance(given := one.get("enum"), list) and len(given) > MOST_LISTED for one in every):
        return False
    if not any(word in one for one in every for word in (*SUBSCHEMA, *OPTIONS, "patternProperties", "dependencies")):
        return True
    return counter(schema, every_part)(schema) <= MOST_UNFOLDED


def has_many(schema: Any) -> bool:
    """Return whether a schema has more values than it may have."""
    left, count = [schema], 0
    while left and count <= MOST_VALUES:
        one = left.pop()
        count += 1
        left += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
    return count > MOST_VALUES


def every_schema(schema: Any) -> Iterator[Schema]:
    """Yield a schema and all that are written in it."""
    left, seen = [schema], set()
    while left:
        current = left.pop()
        if isinstance(current, dict) and id(current) not in seen:
            seen.add(id(current))
            yield current
            left += written_parts(current)


def patterns(schema: Schema) -> Iterator[str]:
    """Yield the regular expressions of a schema."""
    for one in every_schema(schema):
        if isinstance(one.get("pattern"), str):
            yield one["pattern"]
        if isinstance(named := one.get("patternProperties"), dict):
            yield from named


def written_parts(schema: Schema) -> list[Any]:
    """Return the schemas that are written right in one."""
    parts = [schema.get(word) for word in SUBSCHEMA]
    parts += [part for word in (*OPTIONS, "items") if isinstance(given := schema.get(word), list) for part in given]
    parts += [schema.get(word) for word in INNER]
    parts += [
        part
        for word in (*BY_NAME, "dependencies")
        if isinstance(given := schema.get(word), dict)
        for part in given.values()
    ]
    return parts


def together_with(schema: Schema, root: Schema) -> list[Any]:
    """Return the schemas that hold for the same value as one."""
    if "$ref" in schema:
        return [referred(schema["$ref"], root)]
    parts = [schema.get(word) for word in SUBSCHEMA]
    parts += [part for word in OPTIONS if isinstance(given := schema.get(word), list) for part in given]
    return [*parts, *(schema.get("dependencies") or {}).values()]


def every_part(schema: Schema, root: Schema) -> list[Any]:
    """Return the schemas that hold for the same value as one, and for what is in it."""
    if "$ref" in schema:
        return [referred(schema["$ref"], root)]
    return written_parts({key: value for key, value in schema.items() if key not in ("definitions", "$defs")})


def referred(reference: Any, root: Schema) -> Any:
    """Return the schema to which a reference leads in the same file, None for any other."""
    if not isinstance(reference, str) or not reference.startswith("#"):
        return None
    target: Any = root
    for part in reference[1:].split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        target = target.get(key) if isinstance(target, dict) else list_entry(target, key)
    return target


def list_entry(target: Any, key: str) -> Any:
    """Return the entry of a list by its number as text, None without one."""
    is_there = isinstance(target, list) and key.isdecimal() and len(key) < 9 and int(key) < len(target)
    return target[int(key)] if is_there else None


def counter(root: Schema, parts_of: Callable[[Schema, Schema], list[Any]]) -> Callable[[Any], int]:
    """Return a function that counts a schema and its parts, each as often as it is met; too many for one that meets itself."""
    counts: dict[int, int] = {}

    def counted(one: Any) -> int:
        if not isinstance(one, dict):
            return 0
        if id(one) not in counts:
            # While its parts are counted: one that meets itself has no end.
            counts[id(one)] = MOST_UNFOLDED + 1
            counts[id(one)] = min(MOST_UNFOLDED + 1, 1 + sum(map(counted, parts_of(one, root))))
        return counts[id(one)]

    return counted
