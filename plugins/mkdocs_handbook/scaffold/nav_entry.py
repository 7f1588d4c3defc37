"""The navigation in mkdocs.yml: one more page, by a line that leaves all others as they are."""

from __future__ import annotations

from typing import Any

import yaml

from mkdocs_handbook.data.yaml.quoting import anywhere


def entry(title: str, uri: str) -> str:
    """Give the line of a page without its indentation."""
    return f"- {anywhere(title)}: {uri}"


def added(text: str, title: str, uri: str) -> str | None:
    """Give the text of a configuration with a page at the end of its navigation, None where only a person can add it."""
    nav = navigation(text)
    if nav is None or nav.flow_style or not nav.value:
        return None
    lines = text.splitlines(keepends=True)
    last = max(last_line(one) for one in leaves(nav))
    first = lines[nav.value[0].start_mark.line]
    end = "\r\n" if lines[last].endswith("\r\n") else "\n"
    before = lines[last] if lines[last].endswith("\n") else lines[last] + end
    line = f"{first[: len(first) - len(first.lstrip())]}{entry(title, uri)}{end}"
    after = "".join([*lines[:last], before, line, *lines[last + 1 :]])
    grown = navigation(after)
    wanted = [*plain(nav), {title: uri}]
    return after if grown is not None and plain(grown) == wanted else None


def navigation(text: str) -> yaml.SequenceNode | None:
    """Give the list of the navigation, None where there is none of that form."""
    try:
        root = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    found = next((value for key, value in pairs if key.value == "nav"), None)
    return found if isinstance(found, yaml.SequenceNode) else None


def leaves(node: yaml.Node) -> list[yaml.ScalarNode | yaml.CollectionNode]:
    """Give the scalars of a node, and its collections in brackets, which know where they end."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        parts = node.value if isinstance(node, yaml.SequenceNode) else [one for pair in node.value for one in pair]
        return [leaf for part in parts for leaf in leaves(part)]
    return [node] if isinstance(node, yaml.ScalarNode | yaml.CollectionNode) else []


def last_line(node: yaml.Node) -> int:
    """Give the line on which a node ends; a folded text ends at the beginning of the next one."""
    return int(node.end_mark.line) if node.end_mark.column else int(node.end_mark.line) - 1


def plain(node: yaml.Node) -> Any:
    """Give the texts of a node in lists and mappings."""
    if isinstance(node, yaml.SequenceNode):
        return [plain(one) for one in node.value]
    if isinstance(node, yaml.MappingNode):
        return {plain(key): plain(value) for key, value in node.value}
    return node.value
