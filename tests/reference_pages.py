"""The generated pages of the guide: data keys from the schemas, rules from their documentation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mkdocs_handbook.data import kinds
from mkdocs_handbook.lint import rule_docs
from mkdocs_handbook.lint.rules import ALL
from mkdocs_handbook.lint.rules.registry import Rule
from mkdocs_handbook.model import Kind

NOTE = "<!-- Made by `make reference`; change the schemas or the rules instead. -->\n"
FORMATS = {
    "date": "a day, `YYYY-MM-DD`",
    "frequency": "a [frequency](frequencies.md)",
    "period": "a number of days, weeks, months or years",
    "person": "a handle of `people.yml`",
    "recipient": "a rotation, a handle of `people.yml`, or a group",
    "channel": "a Slack channel with its `#`, in quotes",
    "timezone": "an IANA time zone",
    "uri-reference": "an address",
    "markdown": "text with inline Markdown",
}
TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "`true` or `false`",
    "object": "a mapping",
}


def data_keys() -> str:
    """Return the page on the keys of the built-in kinds."""
    found = kinds.built_in_kinds()
    intro = "Every key of every built-in kind, from the schemas in `schemas/`. Keys with a * are required.\nA key without a value counts as absent."
    parts = [f"# Reference of data keys\n\n{NOTE}\n{intro}\n"]
    parts.extend(
        kind_section(found[name])
        for name in ("rituals", "channels", "boards", "rotations", "escalations", "people", "stubs", "page")
    )
    return "\n".join(parts)


def kind_section(kind: Kind) -> str:
    """Return the section of a kind: what its file holds, and a table of its keys."""
    files = {"people": "`people.yml`", "stubs": "`stubs.yml`", "page": "the `---` block at the top of a page"}
    where = files.get(kind.name, f"`<group>.{kind.name}.yml`")
    schema = kind.schema
    item = kinds.item_schema(schema)
    head = f"## {schema['title']}\n\n{schema['description'].rstrip('.')}, in {where}.\n\n"
    if "properties" not in item:
        return f"{head}{item['description']} [How stubs work](stubs.md).\n"
    columns = (
        ""
        if kind.name in ("page", "people")
        else f"\nShown by default: {', '.join(f'`{key}`' for key in kind.shown)}.\n"
    )
    return f"{head}{table(rows(item))}{columns}"


def rows(schema: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str, str]]:
    """Return the key, the value and the meaning of each property, those of nested mappings behind their parent."""
    required = schema.get("required", ())
    for key, value in schema["properties"].items():
        yield f"`{prefix}{key}`{'*' if key in required else ''}", kind_of_value(value), value.get("description", "")
        nested = value.get("items", value)
        if "properties" in nested:
            yield from rows(nested, f"{prefix}{key}.")


def kind_of_value(schema: Mapping[str, Any]) -> str:
    """Return in words what a value is."""
    if schema.get("type") == "array":
        items = kind_of_value(schema["items"])
        return f"a list, each {items}"
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"])
    return FORMATS.get(schema.get("format", ""), TYPES.get(schema.get("type", ""), "anything"))


def table(lines: Iterable[tuple[str, ...]], header: tuple[str, ...] = ("Key", "Value", "Meaning")) -> str:
    """Return a Markdown table."""
    cells = [header, tuple("---" for _ in header), *lines]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |\n" for row in cells)


def rules() -> str:
    """Return the page on all rules."""
    head = (
        f"# Reference of rules\n\n{NOTE}\nWhat `handbook lint` and the build check. An error fails the build, a warning only one with `--strict`;\n"
        "`handbook lint` exits with 1 on either. A fix that is safe keeps what the author meant, an unsafe one is a guess.\n"
        "`handbook rule HB201` prints the same in a terminal.\n\n"
    )
    lines = (
        (f"[`{rule.code}`](#{rule.code.lower()})", f"`{rule.name}`", severity(rule), rule.summary)
        for rule in ALL.values()
    )
    sections = "".join(
        f"\n## `{rule.code}` {rule.name} {{#{rule.code.lower()}}}\n\n{rule_docs.body(rule)}" for rule in ALL.values()
    )
    return f"{head}{table(lines, ('Code', 'Name', 'Severity', 'What holds'))}{sections}"


def severity(rule: Rule) -> str:
    """Return the severity of a rule, and which command runs it if not all do."""
    return (
        rule.severity
        + {"build": "", "told": ", stops no build", "lint": ", lint only", "asked": ", on demand"}[rule.scope]
    )


PAGES = {"handbook/guide/data-keys.md": data_keys, "handbook/guide/rules.md": rules}
