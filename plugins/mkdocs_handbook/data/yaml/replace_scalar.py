"""Edits of YAML: one value is replaced, everything around it stays."""

from __future__ import annotations

from mkdocs_handbook.data.yaml.quoting import UNSAFE_PLAIN
from mkdocs_handbook.model import Edit, Scalar, Source, Value


def replace(source: Source, node: Scalar | Value, text: str) -> Edit:
    """Give the edit that replaces a scalar and keeps its quotes; a plain one gets quotes where it now needs them."""
    span = node.span
    written = source.text[span.start : span.end]
    quote = written[:1] if written[:1] in ("'", '"') else '"' if UNSAFE_PLAIN.match(text) else ""
    if quote == "'":
        text = text.replace("'", "''")
    elif quote:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return Edit(source.path, span, f"{quote}{text}{quote}")
