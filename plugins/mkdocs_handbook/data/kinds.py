"""Kinds: JSON Schemas with the columns and names of their tables, built-in ones and those of the handbook."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from mkdocs_handbook.data.fast_validation import fast_test
from mkdocs_handbook.data.table_keywords import keyword_problems
from mkdocs_handbook.model import Column, Finding, Kind, Source, Span
from mkdocs_handbook.util.wording import known_hint, listed

BUILT_IN = ("boards", "channels", "escalations", "page", "people", "rituals", "rotations", "stubs")
NOT_TABLES = ("page", "stubs")
# No file of a group has one of these.
GROUPLESS = (*NOT_TABLES, "people")
# One file has them all, which is called like the kind.
ALONE = ("people", "stubs")
SUFFIX = ".schema.json"
DIGITS = re.compile(r"\d{4300,}")
OURS = ("person", "channel", "recipient", "frequency", "period", "timezone", "markdown", "date", "uri-reference")
FORMATS = (*OURS, "uri", "email", "date-time", "time", "hostname", "ipv4", "ipv6", "uuid", "regex")

# What a table shows but no file holds, because it is computed from the day of the build.
COMPUTED: Mapping[str, tuple[Column, ...]] = {
    "rituals": (Column("next", "Next", "date"),),
    "rotations": (
        Column("from", "From", "datetime"),
        Column("to", "Until", "datetime"),
        Column("dri", "On duty", "person"),
        Column("reason", "Note"),
    ),
    "people": (Column("handle", "Handle"),),
    # Stored, yet no single cell of another kind holds a list of mappings.
    "escalations": (Column("steps", "Steps", "steps"),),
}
# The same for tables that ask for them.
ON_REQUEST: Mapping[str, tuple[Column, ...]] = {
    "channels": (Column("state", "State"), Column("slack", "Slack")),
    "people": (Column("groups", "Groups"), Column("load", "Rituals"), Column("state", "State")),
    "rituals": (Column("state", "State"),),
}
GROUP = Column("group", "Group")
# What the computed state of an entry can be.
STATES = {
    "channels": ("in use", "renamed", "archived"),
    "people": ("here", "left"),
    "rituals": ("in force", "ended"),
}


def schemas_folder() -> Path:
    """Return the folder of the built-in schemas: beside this module in a wheel, at the top of a checkout otherwise."""
    here = Path(__file__).parents[1]
    return here / "schemas" if (here / "schemas").is_dir() else here.parents[1] / "schemas"


def built_in_kinds() -> dict[str, Kind]:
    """Return the built-in kinds by name."""
    texts = {name: (schemas_folder() / f"{name}{SUFFIX}").read_text(encoding="utf-8") for name in BUILT_IN}
    return {name: make_kind(name, json.loads(text)) for name, text in texts.items()}


def load_kinds(sources: Mapping[str, Source]) -> tuple[dict[str, Kind], list[Finding]]:
    """Return all kinds, those of the handbook (sources by name of the kind) over the built-in ones, and what is wrong."""
    kinds, findings = built_in_kinds(), []
    for name, source in sources.items():
        problem, span, schema = parse_schema(source, name)
        if not problem:
            problem = override_problem(kinds.get(name), schema)
        if problem:
            findings.append(Finding("HB119", source, span, problem))
        else:
            kinds[name] = make_kind(name, schema)
    return kinds, findings


def parse_schema(source: Source, name: str = "") -> tuple[str, Span, dict[str, Any]]:
    """Return what is wrong with the schema file of a kind ("" if nothing) and where, and the schema."""
    start = Span(0, 0)
    try:
        schema = json.loads(source.text)
    except json.JSONDecodeError as error:
        return (
            f"not JSON: {error.msg[:1].lower()}{error.msg[1:]}",
            Span(error.pos, min(error.pos + 1, len(source.text))),
            {},
        )
    except RecursionError:
        return "not a usable schema: nested too deeply", start, {}
    except ValueError:
        # Python reads no number of that length: to do so takes the square of the time.
        digits = DIGITS.search(source.text)
        return "a number with thousands of digits, write a smaller one", Span(*digits.span()) if digits else start, {}
    # Only here: a handbook with the built-in schemas alone has no use for what checks them.
    from mkdocs_handbook.data.schema_findings import schema_problem
    from mkdocs_handbook.data.schema_limits import limit_problem

    if problem := schema_problem(schema):
        return problem, start, {}
    if not isinstance(schema, dict) or schema.get("type") not in ("array", "object"):
        return 'not the schema of a kind: "type" is "array" for a list of items', start, {}
    problem, place = limit_problem(schema)
    if problem:
        return problem, written_span(source.text, place), schema
    properties = item_schema(schema).get("properties", {})
    for message, place in keyword_problems(schema, properties, computed_values(name)):
        return message, written_span(source.text, place), schema
    return next(filter(None, map(format_problem, properties.values())), ""), start, schema


def written_span(text: str, value: str) -> Span:
    """Return where a text stands in a JSON file, its beginning where that cannot be found."""
    written = [json.dumps(value, ensure_ascii=is_ascii) for is_ascii in (True, False)]
    return next((Span(at, at + len(one)) for one in written if (at := text.find(one)) >= 0), Span(0, 0))


def override_problem(base: Kind | None, schema: Mapping[str, Any]) -> str:
    """Return the message about a key of the built-in kind that a local schema drops or retypes, "" if there is none."""
    if base is None:
        return ""
    theirs, ours = item_schema(schema), item_schema(base.schema)
    lost = sorted(set(ours.get("required", ())) - set(theirs.get("required", ())))
    if lost:
        return f'the schema of the built-in kind "{base.name}" may add keys, it must still require {listed(lost)}'
    properties = theirs.get("properties", {})
    for key, value in ours.get("properties", {}).items():
        redefined = resolve_ref(properties.get(key, {}), schema)
        if key in properties and any(redefined.get(word) != value.get(word) for word in ("type", "format")):
            return f'the schema of the built-in kind "{base.name}" must keep the type and format of "{key}"'
    return ""


def computed_values(name: str) -> dict[str, Collection[str]]:
    """Return the values that each computed column of a kind can have, none where they can be any."""
    columns = (*COMPUTED.get(name, ()), *columns_on_request(name))
    return {column.key: STATES.get(name, ()) if column.key == "state" else () for column in columns}


def format_problem(schema: Any) -> str:
    """Return the message about an unknown format of a property, "" if it is known."""
    form = schema.get("format", "") if isinstance(schema, dict) else ""
    if form and form not in FORMATS:
        return f'unknown format "{form}"{known_hint(str(form), FORMATS)}'
    return ""


def resolve_ref(schema: Any, root: Mapping[str, Any], hops: int = 8) -> Mapping[str, Any]:
    """Return the schema behind a `$ref` into the same file; {} for what is no schema."""
    if not isinstance(schema, dict):
        return {}
    reference = schema.get("$ref")
    if not isinstance(reference, str) or not reference.startswith("#/") or not hops:
        return schema
    target: Any = root
    for part in reference[2:].split("/"):
        target = target.get(part.replace("~1", "/").replace("~0", "~")) if isinstance(target, dict) else None
    return resolve_ref(target, root, hops - 1)


def item_schema(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema of one item: of a list's items, of a mapping's values, or of front matter as a whole."""
    items = schema.get("items") or schema.get("additionalProperties")
    return resolve_ref(items, schema) if isinstance(items, dict) else schema


def own_key(schema: Mapping[str, Any]) -> str:
    """Return the key that an item of a kind's schema is known by, "" if it requires none."""
    return str(schema.get("x-key") or next(iter(item_schema(schema).get("required", ())), ""))


def ordered(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of an item in the order in which the schema has their keys, unknown ones last."""
    order = list(item_schema(kind.schema).get("properties", {}))
    return dict(sorted(values.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order)))


def make_kind(name: str, schema: Mapping[str, Any]) -> Kind:
    """Return the kind that a valid schema describes."""
    item = item_schema(schema)
    properties = {key: resolve_ref(value, schema) for key, value in item.get("properties", {}).items()}
    computed = COMPUTED.get(name, ())
    stored = tuple(make_column(key, value, schema) for key, value in properties.items() if is_column(value, schema))
    columns = (*computed, *(column for column in stored if column.key not in {other.key for other in computed}))
    asked = [column for column in columns_on_request(name) if column.key not in properties]
    known = [column.key for column in (*columns, *asked)]
    shown = [key for key in schema.get("x-columns", [column.key for column in columns]) if key in known]
    required = item.get("required") or known or [""]
    key = schema.get("x-key") or ("handle" if name == "people" else required[0])
    rest = [column.key for column in stored if column.key not in shown]
    return Kind(
        name,
        schema,
        columns=(*columns, *asked),
        shown=tuple(shown),
        noun=schema.get("x-noun", name),
        key=key,
        link=schema.get("x-link", ""),
        details=tuple(schema.get("x-details", rest)),
        card=tuple(schema.get("x-card", ())),
        badges=schema.get("x-badge", {}),
        formats={key: formats_in(value, schema) for key, value in properties.items()},
        accepts=fast_test(schema),
    )


def formats_in(schema: Any, root: Mapping[str, Any]) -> frozenset[str]:
    """Return the formats that a value of a schema can have, or one inside it; a schema may hold itself."""
    formats, left, seen = set(), [schema], set()
    while left:
        current = resolve_ref(left.pop(), root)
        if id(current) not in seen:
            seen.add(id(current))
            left += [*current.get("properties", {}).values(), current.get("items")]
            formats |= {str(current["format"])} if "format" in current else set()
    return frozenset(formats)


def columns_on_request(name: str) -> tuple[Column, ...]:
    """Return the computed columns of a kind that no table shows unless it asks for them."""
    return (*ON_REQUEST.get(name, ()), *(() if name in GROUPLESS else (GROUP,)))


def default_columns(kind: Kind) -> tuple[Column, ...]:
    """Return the columns of a kind without those that tables have only on request."""
    asked = {column.key for column in columns_on_request(kind.name)} - item_schema(kind.schema).get(
        "properties", {}
    ).keys()
    return tuple(column for column in kind.columns if column.key not in asked)


def make_column(key: str, schema: Mapping[str, Any], root: Mapping[str, Any]) -> Column:
    """Return the column of a property; a list has the format of its items."""
    cell = resolve_ref(schema.get("items"), root) or schema
    return Column(key, str(schema.get("title", key)), str(cell.get("format", schema.get("format", "text"))))


def is_column(schema: Mapping[str, Any], root: Mapping[str, Any]) -> bool:
    """Return whether a property can be shown in a cell: objects and lists of objects can't."""
    nested = resolve_ref(schema.get("items"), root)
    return "object" not in (schema.get("type"), nested.get("type")) and "properties" not in {*schema, *nested}
