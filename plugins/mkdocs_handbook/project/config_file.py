"""The file mkdocs.yml: read without MkDocs, merged over what it inherits from, and without what only a build may run."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from mkdocs_handbook.model import NavEntry, Source
from mkdocs_handbook.project import disk, safe_files
from mkdocs_handbook.project.site import named_functions, nav_entries

# Stands for a value that a build reads from a variable: the setting is as good as not there.
UNREAD = object()


class ConfigError(Exception):
    """A configuration that can't be used: the message names file and line."""


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """The settings of a configuration, and the variables that it names and that were not read though they are set."""

    settings: dict[str, Any] = field(default_factory=dict)
    variables: tuple[str, ...] = ()
    path: Path | None = None
    nav: tuple[NavEntry, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What is said of the variables, in one line."""
        return (f"{self.path}: {self.unread.strip('; ')}",) if self.variables else ()

    @property
    def unread(self) -> str:
        """The end of a message about a value that may be a variable's."""
        names = ", ".join(self.variables)
        return f"; !ENV {names} is not read without --trust, its default counts" if names else ""


# Values of a configuration; whoever looks at an alias sees all that it stands for.
MOST_VALUES = 1_000_000
LONGEST_NUMBER = 100


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml; tags that only MkDocs and its extensions understand become nothing.

    Variables may be secrets, which a value of the configuration would print: without trust each has its default.
    """

    def __init__(self, text: str, within: Path, variables: dict[str, None], *, is_trusted: bool) -> None:
        super().__init__(text)
        self.within, self.variables, self.is_trusted = within, variables, is_trusted


def _named(loader: _Loader, name: str, _node: yaml.Node) -> object:
    """Return the function of a `python/name` tag; one that may not be called becomes nothing."""
    return named_functions.named_function(name, loader.within, is_trusted=loader.is_trusted)


def _applied(loader: _Loader, name: str, node: yaml.Node) -> object:
    """Return the function that a `python/object/apply` tag makes."""
    given: Mapping[Any, Any] = loader.construct_mapping(node, deep=True) if isinstance(node, yaml.MappingNode) else {}
    return named_functions.applied(_named(loader, name, node), given)


def _env(loader: _Loader, node: yaml.Node) -> object:
    """Return the value of the first variable of an `!ENV` tag that is set, else its default, as MkDocs does."""
    if isinstance(node, yaml.ScalarNode):
        names, default = [node.value], None
    else:
        names = loader.construct_sequence(node) if isinstance(node, yaml.SequenceNode) else []
        names, default = (names[:-1], names[-1]) if len(names) > 1 else (names, None)
    known = [name for name in names if name in os.environ]
    if loader.is_trusted:
        return os.environ[known[0]] if known else default
    loader.variables |= dict.fromkeys(known)
    return UNREAD if known and default is None else default


def _number(loader: _Loader, node: yaml.Node) -> object:
    """Return a number; raise an error of YAML for one so long that to read it takes the square of its length."""
    if not isinstance(node, yaml.ScalarNode) or not 0 < len(node.value) <= LONGEST_NUMBER:
        raise yaml.constructor.ConstructorError(
            None, None, f"a number has 1 to {LONGEST_NUMBER} characters", node.start_mark
        )
    read = loader.construct_yaml_float if node.tag.endswith("float") else loader.construct_yaml_int
    return read(node)


_Loader.add_constructor("tag:yaml.org,2002:int", _number)
_Loader.add_constructor("tag:yaml.org,2002:float", _number)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/name:", _named)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/object/apply:", _applied)
_Loader.add_constructor("!ENV", _env)
# The first prefix that fits is taken, so the one for all other tags comes last.
_Loader.add_multi_constructor("", lambda loader, suffix, node: None)


def bounded_node(config: Path, loader: _Loader) -> yaml.Node | None:
    """Return a configuration as it is parsed; raise ConfigError where its aliases stand for more than can be looked at."""
    node: yaml.Node | None = loader.get_single_node()
    if node is not None and written_out(node, {}) > MOST_VALUES:
        raise ConfigError(f"{config}: more than {MOST_VALUES} values once aliases are written out, write less")
    return node


def written_out(node: yaml.Node, known: dict[int, int]) -> int:
    """Return how many values a node of YAML is, each alias written out; one that holds itself has none there."""
    if id(node) not in known:
        known[id(node)] = 0
        is_map = isinstance(node, yaml.MappingNode)
        parts = [part for pair in node.value for part in pair] if is_map else node.value
        known[id(node)] = 1 + sum(written_out(part, known) for part in parts if isinstance(part, yaml.Node))
    return known[id(node)]


def read_config(
    config: Path,
    tree: disk.FileTree,
    within: Path,
    *,
    is_trusted: bool,
    depth: int = 10,
    top: Path | None = None,
) -> ConfigFile:
    """Return a configuration merged over those that it inherits from; raise ConfigError where one can't be read.

    Of an inherited file that is none, which may be any, nothing but the place of the error is said.
    """
    variables: dict[str, None] = {}
    is_inherited, top = top is not None, top or config.parent
    try:
        text = tree.text(config, within)
        loader = _Loader(text, within, variables, is_trusted=is_trusted)
        node = bounded_node(config, loader)
        source = Source(Path(os.path.relpath(config, top)).as_posix(), text)
        nav = tuple(nav_entries.nav_entries(node, source))
        site = loader.construct_document(node) if node is not None else None
    except UnicodeDecodeError:
        raise ConfigError(f"{config}: not UTF-8, save the file in that encoding") from None
    except OSError as error:
        raise ConfigError(f"{config}: {safe_files.problem(error)}") from None
    # A value that a tag or a date cannot have raises whatever its reader does.
    except (
        yaml.YAMLError,
        ValueError,
        TypeError,
        AttributeError,
        LookupError,
        ArithmeticError,
        RecursionError,
    ) as error:
        raise ConfigError(f"{config}{place(error)}: not YAML{'' if is_inherited else reason(error)}") from None
    if not isinstance(site, dict):
        raise ConfigError(f"{config}: a mapping of settings belongs in this file")
    forget_unread(site, set())
    parent = site.pop("INHERIT", None)
    if not isinstance(parent, str) or not depth:
        return ConfigFile(site, tuple(variables), config, nav)
    base = read_config(config.parent / parent, tree, within, is_trusted=is_trusted, depth=depth - 1, top=top)
    names = tuple(dict.fromkeys((*base.variables, *variables)))
    return ConfigFile(merge_configs(base.settings, site), names, config, nav if "nav" in site else base.nav)


def place(error: Exception) -> str:
    """Return the line and column of an error of YAML, as they stand behind a file's name, "" where it has none."""
    mark = getattr(error, "problem_mark", None)
    return f":{mark.line + 1}:{mark.column + 1}" if mark else ""


def reason(error: Exception) -> str:
    """Return what is wrong at the place of an error, without the line of the file."""
    text = getattr(error, "problem", None) if isinstance(error, yaml.MarkedYAMLError) else str(error)
    return f": {' '.join(text.split())}" if text else ""


def forget_unread(value: Any, seen: set[int]) -> None:
    """Remove the values of variables that were not read from a configuration, in which an alias may stand in itself."""
    if id(value) in seen or not isinstance(value, dict | list):
        return
    seen.add(id(value))
    if isinstance(value, dict):
        for key in [key for key, part in value.items() if part is UNREAD]:
            del value[key]
    else:
        value[:] = [part for part in value if part is not UNREAD]
    for part in value.values() if isinstance(value, dict) else value:
        forget_unread(part, seen)


def merge_configs(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return two configurations as MkDocs merges them: mappings deeply, everything else replaced."""
    both = {
        key: merge_configs(base[key], over[key])
        for key in base
        if isinstance(base[key], dict) and isinstance(over.get(key), dict)
    }
    return {**base, **over, **both}


def entries(listed: object) -> Iterator[tuple[str, Any]]:
    """Yield the entries of a list in which each is a name, or a mapping of one name to its options."""
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, dict):
            yield from ((str(name), given) for name, given in entry.items())
        else:
            yield str(entry), {}
