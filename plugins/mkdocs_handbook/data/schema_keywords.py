"""Keywords of JSON Schema of which the library's own take more than linear time, and validators that count their steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from jsonschema import Draft7Validator, ValidationError, validators

from mkdocs_handbook.data.schema_limits import MOST_LISTED
from mkdocs_handbook.util.patterns.linear_patterns import compiled
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


def _enum(_validator: Any, listed: Sequence[Any], value: Any, _schema: Any) -> Iterator[ValidationError]:
    # Python finds what is equal much faster than the library, but takes true for 1.
    if all(hashable(one) != hashable(value) for one in listed if one == value):
        yield ValidationError(f"{shortened(str(value))!r} is none of what is listed")


def _const(_validator: Any, wanted: Any, value: Any, _schema: Any) -> Iterator[ValidationError]:
    # The library writes all of the value into each message.
    if value != wanted or hashable(value) != hashable(wanted):
        yield ValidationError(f"{shortened(str(wanted))!r} was expected")


OWN = {
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional_properties,
    "required": _required,
    "uniqueItems": _unique_items,
}
# Values that are compared in the time of a step; of a longer list, what is wrong takes long to say.
COMPARED = 50
KEYWORDS = {**Draft7Validator.VALIDATORS, **OWN}


class TooManyStepsError(Exception):
    """A schema asks more of data than is looked at."""


def validator_class(most: int) -> Any:
    """Return a class of validators that raise TooManyStepsError once so many keywords have been looked at."""
    left = most

    def counted(name: str, keyword: Callable[..., Any]) -> Callable[..., Any]:
        def look(validator: Any, wanted: Any, value: Any, schema: Any) -> Any:
            nonlocal left
            # A value is compared with each that is listed.
            left -= 1 + (len(wanted) // (COMPARED if len(wanted) <= MOST_LISTED else 2) if name == "enum" else 0)
            if left < 0:
                raise TooManyStepsError
            return keyword(validator, wanted, value, schema)

        return look

    return validators.extend(  # type: ignore[no-untyped-call]
        Draft7Validator, {name: counted(name, keyword) for name, keyword in KEYWORDS.items()}
    )
