"""Keywords of JSON Schema of which the library's own take more than linear time, and validators that count their steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from jsonschema import Draft7Validator, ValidationError, validators

from mkdocs_handbook.util.linear_patterns import compiled
from mkdocs_handbook.util.wording import shortened


def _pattern(_validator: Any, pattern: str, value: Any, _schema: Any) -> Iterator[ValidationError]:
    if isinstance(value, str) and not compiled(pattern).search(value):
        yield ValidationError(f"{shortened(value)!r} does not match {pattern!r}")


def _pattern_properties(validator: Any, schemas: Mapping[str, Any], value: Any, _schema: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for pattern, schema in schemas.items():
            for key in filter(compiled(pattern).search, value):
                yield from validator.descend(value[key], schema, path=key, schema_path=pattern)


def _additional_properties(validator: Any, others: Any, value: Any, schema: Any) -> Iterator[Any]:
    if not isinstance(value, dict):
        return
    extra = [key for key in value if is_unknown(key, schema)]
    if isinstance(others, dict):
        for key in extra:
            yield from validator.descend(value[key], others, path=key)
    elif extra and not others:
        yield ValidationError("unknown keys")


def _required(_validator: Any, keys: Sequence[str], value: Any, _schema: Any) -> Iterator[ValidationError]:
    # One error of all keys: each finding names them all.
    if isinstance(value, dict) and any(key not in value for key in keys):
        yield ValidationError("keys are missing")


def _unique_items(_validator: Any, is_asked: bool, value: Any, _schema: Any) -> Iterator[ValidationError]:
    if is_asked and isinstance(value, list) and len(set(map(hashable, value))) < len(value):
        yield ValidationError("the same item stands twice")


def hashable(value: Any) -> Any:
    """Return a value of JSON as one that can be in a set; true is not 1, and 1 is 1.0."""
    if isinstance(value, dict):
        return frozenset((key, hashable(part)) for key, part in value.items())
    return tuple(map(hashable, value)) if isinstance(value, list) else (isinstance(value, bool), value)


def is_unknown(key: str, schema: Mapping[str, Any]) -> bool:
    """Return whether a schema has neither the name of a key nor a pattern for it."""
    if key in schema.get("properties", ()):
        return False
    return not any(compiled(pattern).search(key) for pattern in schema.get("patternProperties", ()))


OWN = {
    "pattern": _pattern,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional_properties,
    "required": _required,
    "uniqueItems": _unique_items,
}
KEYWORDS = {**Draft7Validator.VALIDATORS, **OWN}


class TooManyStepsError(Exception):
    """A schema asks more of data than is looked at."""


def validator_class(most: int) -> Any:
    """Return a class of validators that raise TooManyStepsError once so many keywords have been looked at."""
    steps = count(1)

    def counted(keyword: Callable[..., Any]) -> Callable[..., Any]:
        def look(validator: Any, wanted: Any, value: Any, schema: Any) -> Any:
            if next(steps) > most:
                raise TooManyStepsError
            return keyword(validator, wanted, value, schema)

        return look

    return validators.extend(  # type: ignore[no-untyped-call]
        Draft7Validator, {name: counted(keyword) for name, keyword in KEYWORDS.items()}
    )
