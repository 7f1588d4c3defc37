"""The fast validator: fastjsonschema accepts data that fits its schema, so that jsonschema need only explain the rest."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from mkdocs_handbook.data.formats import CHECKS, MisfitError, accepting
from mkdocs_handbook.data.schema_limits import is_small, patterns
from mkdocs_handbook.util.patterns.linear_patterns import compiled

DRAFT = "http://json-schema.org/draft-07/schema#"


class _NoRemote(dict[str, Callable[[str], Any]]):
    """Handlers of remote references for every scheme, which fail: the library would fetch the schema itself."""

    def __contains__(self, _scheme: object) -> bool:
        return True


def fast_test(schema: Mapping[str, Any]) -> Callable[[Any], bool]:
    """Return a test that accepts only data that fits a schema; what it refuses may fit all the same.

    The schema is compiled when the test is first asked.
    """
    compiled = cache(lambda: _compiled(schema))

    def accepts(data: Any) -> bool:
        from fastjsonschema import JsonSchemaException

        try:
            compiled()(data)
        except (JsonSchemaException, MisfitError, RecursionError):
            return False
        return True

    return accepts


def _compiled(schema: Mapping[str, Any]) -> Callable[[Any], Any]:
    import fastjsonschema

    formats = {name: accepting(check) for name, check in CHECKS.items()}
    given = {**schema, "$schema": DRAFT}
    try:
        if not is_small(schema):
            return fastjsonschema.compile(False)
        return with_linear_patterns(
            fastjsonschema.compile(
                given, handlers=_NoRemote(), formats=formats, use_default=False, detailed_exceptions=False
            ),
            schema,
        )
    except Exception:  # Schemas are checked before: whatever the library cannot compile, jsonschema validates.
        return fastjsonschema.compile(False)


def with_linear_patterns(validator: Callable[[Any], Any], schema: Mapping[str, Any]) -> Callable[[Any], Any]:
    """Return a compiled validator that matches the patterns of its schema in linear time."""
    found = inspect.unwrap(validator).__globals__["REGEX_PATTERNS"]
    found.update({pattern: compiled(pattern) for pattern in patterns(schema)})
    return validator
