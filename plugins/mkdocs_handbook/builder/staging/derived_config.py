"""The configuration of a staged project: mkdocs.yml as it stands, tags included, with other folders and our extension."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from mkdocs_handbook.builder.engines.engine_choice import SetupError

# Those in C, where PyYAML has them, are ten times as fast.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
EXTENSION = "mkdocs_handbook.builder.staging.staged_extension"
MAP, SEQUENCE, TEXT = "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:str"
PLUGIN = "handbook"
# How MkDocs names a place beside the configuration or the pages.
RELATIVE = "!relative"
# More configurations than one inherits from another.
DEEPEST = 10


def text(config: Path, changes: Mapping[str, Any], docs: Path, *, has_extension: bool) -> str:
    """Return the text of a configuration with other values for some keys, None for a key that is left out.

    The extension for staged pages is added if the engine runs it, and what counts from the configuration's folder or that of its pages is absolute.
    """
    root = inherited(config, DEEPEST)
    for key, value in changes.items():
        set_key(root, key, node_of(value) if value is not None else None)
    if has_extension:
        add_extension(root)
    remove_plugin(root)
    for node in below(root):
        if isinstance(node, yaml.ScalarNode) and node.tag == RELATIVE:
            node.tag, node.value = TEXT, str(place(node.value, config.parent, docs))
    return str(yaml.serialize(root, Dumper=DUMPER, allow_unicode=True))


def inherited(config: Path, depth: int) -> yaml.MappingNode:
    """Return the node of a configuration over those that it inherits from; raise SetupError where it is none."""
    try:
        node = yaml.compose(config.read_text(encoding="utf-8-sig"), Loader=LOADER)
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        raise SetupError(f"{config}: {error}") from None
    if not isinstance(node, yaml.MappingNode):
        raise SetupError(f"{config}: a mapping of settings belongs in this file")
    parent = value_of(node, "INHERIT")
    set_key(node, "INHERIT", None)
    if isinstance(parent, yaml.ScalarNode) and depth:
        merge(base := inherited(config.parent / parent.value, depth - 1), node)
        return base
    return node


def merge(base: yaml.MappingNode, over: yaml.MappingNode) -> None:
    """Merge a mapping over another as MkDocs does: mappings deeply, everything else replaced."""
    for key, value in over.value:
        known = value_of(base, key.value)
        if isinstance(known, yaml.MappingNode) and isinstance(value, yaml.MappingNode):
            merge(known, value)
        else:
            set_key(base, key.value, value)


def value_of(node: yaml.MappingNode, name: str) -> yaml.Node | None:
    """Return the value of a key, None where there is none."""
    return next((value for key, value in node.value if key.value == name), None)


def set_key(node: yaml.MappingNode, name: str, value: yaml.Node | None) -> None:
    """Set the value of a key, or remove the key."""
    node.value = [(key, old) for key, old in node.value if key.value != name]
    if value is not None:
        node.value.append((yaml.ScalarNode(TEXT, name), value))


def node_of(value: Any) -> yaml.Node:
    """Return the node of a plain value."""
    node = yaml.compose(yaml.dump(value, Dumper=DUMPER, allow_unicode=True), Loader=LOADER)
    assert node is not None  # noqa: S101 (a value has a node)
    return node


def add_extension(root: yaml.MappingNode) -> None:
    """Add the extension for staged pages to the Markdown extensions, which may be a list or a mapping."""
    there = value_of(root, "markdown_extensions")
    name = yaml.ScalarNode(TEXT, EXTENSION)
    if isinstance(there, yaml.MappingNode):
        there.value.append((name, yaml.MappingNode(MAP, [])))
    else:
        listed = there.value if isinstance(there, yaml.SequenceNode) else []
        set_key(root, "markdown_extensions", yaml.SequenceNode(SEQUENCE, [*listed, name]))


def remove_plugin(root: yaml.MappingNode) -> None:
    """Remove our plugin, which the engine does not run, from those of a configuration."""
    plugins = value_of(root, "plugins")
    if isinstance(plugins, yaml.MappingNode):
        set_key(plugins, PLUGIN, None)
    elif isinstance(plugins, yaml.SequenceNode):
        plugins.value = [entry for entry in plugins.value if plugin_name(entry) != PLUGIN]


def plugin_name(entry: yaml.Node) -> str:
    """Return the name of an entry of a list of plugins, which may have options."""
    if isinstance(entry, yaml.MappingNode):
        return str(entry.value[0][0].value) if entry.value else ""
    return str(entry.value)


def below(node: yaml.Node, seen: set[int] | None = None) -> Iterator[yaml.Node]:
    """Yield a node and those below it, each once."""
    seen = set() if seen is None else seen
    if id(node) in seen:
        return
    seen.add(id(node))
    yield node
    if isinstance(node, yaml.MappingNode):
        for pair in node.value:
            for part in pair:
                yield from below(part, seen)
    elif isinstance(node, yaml.SequenceNode):
        for part in node.value:
            yield from below(part, seen)


def place(value: str, root: Path, docs: Path) -> Path:
    """Return the place that a value of a `!relative` tag names: in the folder of the configuration, else in that of the pages."""
    name, _, rest = value.partition("/")
    return Path(os.path.abspath((root if name == "$config_dir" else docs) / (rest if name.startswith("$") else value)))  # noqa: PTH100
