"""The fast yes for data is never a wrong one, and it is given where it matters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_handbook.data import items, kinds
from mkdocs_handbook.data.fast_validation import fast_test
from mkdocs_handbook.data.schema_findings import FORMATS
from mkdocs_handbook.data.schema_keywords import validator_class
from mkdocs_handbook.data.yaml import parser
from mkdocs_handbook.model import Source

ROOT = Path(__file__).parents[2]
KINDS, _ = kinds.load_kinds(
    {
        path.name.removesuffix(kinds.SUFFIX): Source(path.name, path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "schemas").glob("*.json"))
    }
)


def data(path: Path) -> tuple[Any, Any]:
    """Return the data of a file of the sample, and its schema."""
    schema = KINDS[path.name.split(".")[-2]].schema
    root, _ = parser.parse(Source(path.name, path.read_text(encoding="utf-8")))
    assert root is not None
    return items.typed_data(root, schema, schema), schema


FILES = sorted((ROOT / "rituals").glob("*.yml"))
VALUES = st.one_of(
    st.sampled_from(
        [
            "",
            "x",
            "x\n",
            "2026-02-29",
            "2026-01-05",
            "Weekly",
            "weekly",
            "#a",
            "a b",
            "10:30",
            "10:30\n",
            "active",
            "javascript:x",
            "2 weeks",
        ]
    ),
    st.sampled_from([None, True, False, 0, 1, 1.5, 10**6, [], ["x"], [1], {}, {"a": "b"}]),
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_sample_is_accepted_without_the_validator(path: Path) -> None:
    found, schema = data(path)
    assert fast_test(schema)(found)


@settings(max_examples=150)
@given(
    path=st.sampled_from(FILES),
    where=st.lists(st.integers(0, 30), min_size=1, max_size=4),
    value=VALUES,
    key=st.sampled_from(["", "extra"]),
)
def test_what_is_accepted_is_valid(path: Path, where: list[int], value: object, key: str) -> None:
    found, schema = data(path)
    found = json.loads(json.dumps(found))
    replaced(found, where, value, key)
    if fast_test(schema)(found):
        assert list(validator_class(100_000)(schema, format_checker=FORMATS).iter_errors(found)) == []


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"enum": [1]}, True),
        ({"enum": [["a", 0]]}, ["a", False]),
        ({"const": 0}, False),
        ({"uniqueItems": True}, [1, 1.0]),
        ({"uniqueItems": True}, [{"a": 1}, {"a": 1}]),
        ({"type": "integer"}, 1.5),
        ({"type": "number"}, True),
        ({"multipleOf": 0.1}, 0.35),
        ({"maxLength": 1}, "ab"),
        ({"pattern": "^a$"}, "a\n"),
        ({"propertyNames": {"pattern": "^a"}}, {"b": 1}),
        ({"dependencies": {"a": ["b"]}}, {"a": 1}),
        ({"if": {"required": ["a"]}, "then": {"required": ["b"]}}, {"a": 1}),
        ({"contains": {"const": 1}}, [2]),
        ({"items": [{"type": "string"}], "additionalItems": False}, ["a", "b"]),
        ({"not": {"type": "null"}}, None),
        ({"$schema": "http://json-schema.org/draft-04/schema#", "exclusiveMinimum": 1}, 1),
        ({"properties": {"a": {"$ref": "#/definitions/x"}}, "definitions": {"x": {"type": "string"}}}, {"a": 1}),
        ({"$ref": "http://127.0.0.1:9/schema.json"}, 1),
        ({"items": {"$ref": "#/items"}}, [1]),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused(schema: dict[str, Any], value: object) -> None:
    assert not fast_test(schema)(value)


def replaced(found: Any, where: list[int], value: object, key: str) -> None:
    """Replace a value somewhere in data, or add a key."""
    inside = found
    for step in where[:-1]:
        places = list(inside.values()) if isinstance(inside, dict) else inside
        deeper = [one for one in places if isinstance(one, dict | list)]
        if not deeper:
            break
        inside = deeper[step % len(deeper)]
    if isinstance(inside, dict):
        names = [*inside, key] if key else list(inside)
        if names:
            inside[names[where[-1] % len(names)]] = value
    elif inside:
        inside[where[-1] % len(inside)] = value
