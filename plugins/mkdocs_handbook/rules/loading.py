"""Rules whose findings arise while files are read: text, YAML, schemas, stubs."""

from __future__ import annotations

from mkdocs_handbook.rules.registry import loading

RULES = (
    loading(
        "HB101", "yaml-syntax", """A data file is YAML that can be read: one document, no tabs in the indentation."""
    ),
    loading("HB102", "not-utf-8", """Every page and data file is UTF-8."""),
    loading(
        "HB103", "frequency", """A frequency is of the vocabulary, and means one thing to everybody who reads it."""
    ),
    loading("HB104", "duplicate-key", """A key stands once in a mapping; YAML readers silently keep the last."""),
    loading(
        "HB105", "yaml-extras", """Tags, deep nesting and aliases that multiply have no place in a handbook's data."""
    ),
    loading(
        "HB106",
        "unquoted-text",
        """Text that begins with # or @ stands in quotes; without them YAML drops it or stops.""",
    ),
    loading(
        "HB107", "unknown-key", """An item has only the keys of its schema, so a typing error does not hide a fact."""
    ),
    loading("HB108", "missing-key", """An item has every key that its schema requires, with a value."""),
    loading(
        "HB109",
        "wrong-type",
        """A value is of the type that the schema asks for, and a file holds what its kind is made of.""",
    ),
    loading("HB110", "schema", """A value is what the schema accepts: of the list, of the form, within the bounds."""),
    loading("HB111", "date", """A date is written YYYY-MM-DD, and the calendar has it."""),
    loading("HB117", "unknown-kind", """The kind in a data file's name has a schema."""),
    loading("HB118", "file-name", """A data file is called <group>.<kind>.yml, people.yml or stubs.yml."""),
    loading(
        "HB119",
        "bad-schema",
        """A schema is JSON Schema, needs no other file, and keeps what a built-in kind requires.""",
    ),
    loading("HB121", "unreadable-file", """A file can be read, and is no link that leads out of the handbook."""),
    loading("HB402", "stub-loop", """A chain of stubs ends somewhere."""),
    loading("HB403", "stub-chain", """A stub leads to where things are now, not to another old address.""", "warning"),
    loading("HB404", "dead-stub", """A stub leads to a page and an anchor that exist."""),
    loading("HB405", "stub-over-live", """A stub stands only where no live page and no live anchor is."""),
    loading(
        "HB406",
        "stub-clash",
        """An old address stands once, and differs from every other file by more than letter case.""",
    ),
    loading(
        "HB407", "unsafe-stub", """Old addresses stay inside the site; new ones are pages, or http, https and mailto."""
    ),
    loading("HB408", "stub-pattern", """A folder's stub ends in /** on both sides."""),
    loading("HB409", "homeless-stub", """The page of a moved heading exists, or has a stub of its own."""),
)
