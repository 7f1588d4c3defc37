"""Keywords of our own in schemas, such as `x-columns`: what is wrong with the names in them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from mkdocs_handbook.util.wording import did_you_mean, known_hint, listed

# Each has a colour in handbook.css, in which dark text has enough contrast.
COLOURS = ("grey", "blue", "green", "yellow", "orange", "red", "purple")


class KeywordProblem(NamedTuple):
    """What is wrong with a keyword, and the text of the schema to point at."""

    message: str
    place: str


def keyword_problems(
    schema: Mapping[str, Any], properties: Mapping[str, Any], computed: Mapping[str, Collection[str]]
) -> Iterator[KeywordProblem]:
    """Yield what is wrong with our keywords in a schema whose entries have some properties.

    `computed` are the columns of the kind that no file holds, each with the values that it can have (none for any).
    """
    if not isinstance(schema.get("x-noun", ""), str):
        yield KeywordProblem('"x-noun" is a word, the singular of the kind', "x-noun")
    for word in ("x-key", "x-link"):
        key = schema.get(word)
        if word in schema and key not in list(properties):
            yield KeywordProblem(
                f'"{word}" names one of {listed(properties)}, not {json.dumps(key)}', place_of(key, word)
            )
    columns = [*properties, *computed]
    for word, known in (("x-columns", columns), ("x-card", columns), ("x-details", list(properties))):
        named = schema.get(word, [])
        if not isinstance(named, list):
            yield KeywordProblem(f'"{word}" is a list of keys', word)
            continue
        yield from (unknown_key(word, key, known) for key in named if key not in known)
    yield from badge_problems(schema.get("x-badge", {}), properties, computed)


def badge_problems(
    badges: Any, properties: Mapping[str, Any], computed: Mapping[str, Collection[str]]
) -> Iterator[KeywordProblem]:
    """Yield what is wrong with the colours of values."""
    form = KeywordProblem(
        '"x-badge" gives each key a mapping from its values to colours, such as {"status": {"closed": "grey"}}',
        "x-badge",
    )
    if not isinstance(badges, dict):
        yield form
        return
    columns = [*properties, *computed]
    for key, colours in badges.items():
        if key not in columns:
            yield unknown_key("x-badge", key, columns)
        elif not isinstance(colours, dict):
            yield form
        else:
            values = computed.get(key) or enumerated(properties.get(key))
            for value, colour in colours.items():
                if values and value not in values:
                    hint = known_hint(value, values)
                    yield KeywordProblem(f'"x-badge" names "{value}", which "{key}" cannot be{hint}', value)
                if colour not in COLOURS:
                    hint = known_hint(colour if isinstance(colour, str) else "", COLOURS)
                    yield KeywordProblem(
                        f'"x-badge" has no colour {json.dumps(colour)}{hint}', place_of(colour, "x-badge")
                    )


def unknown_key(word: str, key: Any, known: Collection[str]) -> KeywordProblem:
    """Return the problem of a keyword that names a key which the kind does not have."""
    message = f'"{word}" names {json.dumps(key)}, which is no key{did_you_mean(str(key), known)}'
    return KeywordProblem(message, place_of(key, word))


def place_of(value: Any, word: str) -> str:
    """Return the text to point at: a wrong name, or the keyword where it is no text."""
    return value if isinstance(value, str) else word


def enumerated(schema: Any) -> list[str]:
    """Return the values of a property, or of each item of its list, [] where they can be any."""
    if not isinstance(schema, dict):
        return []
    items = schema.get("items")
    values = schema.get("enum") or (items.get("enum") if isinstance(items, dict) else None)
    return [value for value in values or () if isinstance(value, str)]
