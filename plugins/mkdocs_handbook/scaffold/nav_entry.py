"""The entry of a new page in the navigation of mkdocs.yml, as one more line; all other lines stay."""

from __future__ import annotations

from dataclasses import replace

from mkdocs_handbook.data.yaml import edits, parser, quoting
from mkdocs_handbook.model import MappingNode, SequenceNode, Source
from mkdocs_handbook.util.text_edits import spliced


def entry(title: str, uri: str) -> str:
    """Return the line of a page without its indentation."""
    return f"- {quoting.inline_scalar(title)}: {uri}"


def add_entry(text: str, title: str, uri: str) -> str | None:
    """Return a configuration with a page at the end of its navigation, None where its form leaves no room for a line."""
    bom = text[: text.startswith("\ufeff")]
    source = Source("mkdocs.yml", text[len(bom) :] if text.endswith("\n") else f"{text[len(bom) :]}\n")
    nav = navigation(source)
    if nav is None or not nav.items or edits.is_flow(source, nav):
        return None
    line = entry(title, uri).removeprefix("- ")
    try:
        splice = edits.add_items(source, nav, len(nav.items) - 1, [(line, ((title, uri),))])
    except edits.RefusedError:
        return None
    after = replace(source, text=spliced(source.text, [splice.edit]))
    grown = navigation(after)
    return bom + after.text if grown and edits.plain_data(grown) == splice.becomes else None


def navigation(source: Source) -> SequenceNode | None:
    """Return the list `nav` of a configuration, None where there is none."""
    root, _ = parser.parse(source)
    nav = root.get("nav") if isinstance(root, MappingNode) else None
    return nav if isinstance(nav, SequenceNode) else None
