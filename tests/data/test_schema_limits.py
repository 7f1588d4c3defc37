"""Schemas of a handbook cannot make lint work without end: combinations are counted before, and steps meanwhile."""

from __future__ import annotations

import json
from typing import Any

import pytest

from call_counter import calls
from mkdocs_handbook.data import items, kinds
from mkdocs_handbook.data.yaml import parser
from mkdocs_handbook.model import Finding, Source


def doubling(depth: int) -> dict[str, Any]:
    """Return definitions, each of which is the next one or the next one."""
    steps = {f"d{n}": {"anyOf": [{"$ref": f"#/definitions/d{n + 1}"}] * 2} for n in range(depth)}
    return {**steps, f"d{depth}": {"type": "object", "required": ["never"]}}


def problem(schema: dict[str, Any]) -> str:
    """Return what is wrong with a schema."""
    return kinds.parse_schema(Source("schemas/a.schema.json", json.dumps(schema)))[0]


@pytest.mark.parametrize(
    "schema",
    [
        {"items": {"$ref": "#/definitions/d0"}, "definitions": doubling(40)},
        {"items": {"allOf": [{"$ref": "#/definitions/d0"}]}, "definitions": doubling(9)},
        {"items": {"anyOf": [{"$ref": "#/items"}]}},
        {"items": {"not": {"$ref": "#/items"}}},
        {"items": {"if": {"$ref": "#/definitions/d0"}}, "definitions": doubling(30)},
        {"items": {"dependencies": {"a": {"$ref": "#/items"}}}},
    ],
    ids=str,
)
def test_too_many_schemas_for_one_value_are_refused(schema: dict[str, Any]) -> None:
    assert "in a circle, or to more than 1000 schemas" in problem({"type": "array", **schema})


@pytest.mark.parametrize(
    "schema",
    [
        {"items": {"properties": {"parts": {"type": "array", "items": {"$ref": "#/items"}}}}},
        {"items": {"anyOf": [{"type": "string"}, {"items": {"$ref": "#/items"}}]}},
        {"items": {"$ref": "#/definitions/d0"}, "definitions": doubling(7)},
        {"items": {"oneOf": [{"const": number} for number in range(500)]}},
    ],
    ids=lambda schema: str(schema)[:60],
)
def test_ordinary_combinations_are_used(schema: dict[str, Any]) -> None:
    assert problem({"type": "array", **schema}) == ""


# At each level of the data, each of two ways goes on two ways.
DEEP = {"type": "array", "items": {"anyOf": [{"items": {"$ref": "#/items"}, "minItems": 1}] * 2}}


def findings(depth: int) -> list[Finding]:
    """Return the findings of lists in lists."""
    source = Source("rituals/a.deep.yml", f"- {'[' * depth}{']' * depth}\n")
    root, _ = parser.parse(source)
    assert root is not None
    return items.read_items(source, root, kinds.make_kind("deep", DEEP))[2]


def test_steps_are_counted() -> None:
    (found,) = findings(28)
    assert (found.code, "more than 10" in found.message) == ("HB119", True)
    assert calls(lambda: findings(28)) < 10_000_000


def test_nothing_is_known_of_what_was_not_validated() -> None:
    source = Source("rituals/a.deep.yml", f"- {{a: 1}}\n- {'[' * 28}{']' * 28}\n")
    root, _ = parser.parse(source)
    assert root is not None
    valid, invalid, _ = items.read_items(source, root, kinds.make_kind("deep", DEEP))
    assert (valid, len(invalid)) == ([], 1)


def test_a_pattern_that_is_refused_is_found_at_its_place() -> None:
    text = '{\n "type": "array",\n "items": {"properties": {"a": {"pattern": "^(?=a)é"}}}\n}'
    problem, span, _ = kinds.parse_schema(Source("schemas/a.schema.json", text))
    assert text[span.start : span.end] == '"^(?=a)é"'
    assert problem.startswith('the pattern "^(?=a)é" is not used: it looks ahead or back')
