"""A fast yes: most data is fine, and needs no validator to say so.

The validator explains what is wrong in every detail, and takes its time for what is right, too. The tests made here know
the usual keywords, and accept only what the validator would accept; whatever they refuse, it looks at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from mkdocs_handbook.data.formats import CHECKS, MisfitError

Test = Callable[[Any], bool]

SILENT = frozenset({"$schema", "$id", "$comment", "title", "description", "examples", "default", "definitions"})
TYPES: Mapping[str, type] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": bool,
    "array": list,
    "object": dict,
}


def test(schema: Mapping[str, Any]) -> Test:
    """Return a test for data that certainly fits a schema; it refuses all where the schema says more than is known here."""
    return compiled(schema) or (lambda _data: False)


def compiled(schema: Any) -> Test | None:
    """Return a test for data that only what fits the schema passes; None for a schema with keywords that are not known here."""
    if not isinstance(schema, Mapping):
        return None
    tests = []
    for word, value in schema.items():
        if word in SILENT or word.startswith("x-"):
            continue
        make = KEYWORDS.get(word)
        test = make(value, schema) if make else None
        if test is None:
            return None
        tests.append(test)
    return tests[0] if len(tests) == 1 else _every(tests)


def _every(tests: list[Test]) -> Test:
    def fits(data: Any) -> bool:
        for test in tests:  # noqa: SIM110 (a generator would cost as much again)
            if not test(data):
                return False
        return True

    return fits


def _type(name: Any, _schema: Mapping[str, Any]) -> Test | None:
    kind = TYPES.get(name) if isinstance(name, str) else None
    return (lambda data: type(data) is kind) if kind else None


def _enum(values: list[Any], _schema: Mapping[str, Any]) -> Test | None:
    return (lambda data: data in values) if all(isinstance(value, str) for value in values) else None


def _pattern(pattern: str, _schema: Mapping[str, Any]) -> Test:
    search = re.compile(pattern).search
    return lambda data: isinstance(data, str) and search(data) is not None and data[-1:] != "\n"


def _format(name: str, _schema: Mapping[str, Any]) -> Test:
    check = CHECKS.get(name)

    def fits(data: Any) -> bool:
        if check and isinstance(data, str):
            try:
                check(data)
            except MisfitError:
                return False
        return True

    return fits


def _required(keys: list[str], _schema: Mapping[str, Any]) -> Test:
    needed = frozenset(keys)
    return lambda data: isinstance(data, dict) and needed <= data.keys()


def _items(schema: Any, _schema: Mapping[str, Any]) -> Test | None:
    test = compiled(schema)
    return (lambda data: isinstance(data, list) and all(map(test, data))) if test else None


def _properties(properties: Mapping[str, Any], _schema: Mapping[str, Any]) -> Test | None:
    tests = {key: compiled(schema) for key, schema in properties.items()}
    known = {key: test for key, test in tests.items() if test}
    if len(known) < len(tests):
        return None

    def fits(data: Any) -> bool:
        return isinstance(data, dict) and all(known[key](value) for key, value in data.items() if key in known)

    return fits


def _others(schema: Any, around: Mapping[str, Any]) -> Test | None:
    known = frozenset(around.get("properties", ()))
    if schema is False:
        return lambda data: isinstance(data, dict) and data.keys() <= known
    test = compiled(schema)
    if test is None:
        return None
    return lambda data: isinstance(data, dict) and all(test(value) for key, value in data.items() if key not in known)


KEYWORDS: Mapping[str, Callable[[Any, Mapping[str, Any]], Test | None]] = {
    "type": _type,
    "enum": _enum,
    "pattern": _pattern,
    "format": _format,
    "required": _required,
    "items": _items,
    "properties": _properties,
    "additionalProperties": _others,
    "minLength": lambda limit, _: lambda data: isinstance(data, str) and len(data) >= limit,
    "minItems": lambda limit, _: lambda data: isinstance(data, list) and len(data) >= limit,
    "minimum": lambda limit, _: lambda data: isinstance(data, int) and data >= limit,
    "maximum": lambda limit, _: lambda data: isinstance(data, int) and data <= limit,
}
