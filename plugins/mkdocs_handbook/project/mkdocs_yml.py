"""The configuration: mkdocs.yml read without MkDocs, and the files of the handbook that it describes."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml
from pathspec.gitignore import GitIgnoreSpec

from mkdocs_handbook.links import urls
from mkdocs_handbook.model import Settings
from mkdocs_handbook.project import disk, plugin_options
from mkdocs_handbook.project.load import HandbookFiles
from mkdocs_handbook.util.wording import nearest

# The name to install, which is not the name of the plugin.
DISTRIBUTION = "mkdocs-handbook"
# What MkDocs itself adds and leaves out.
BUILT_IN_EXTENSIONS = ("toc", "tables", "fenced_code")
BUILT_IN_EXCLUDES = (".*", "/templates/")
# Plugins that make or change the navigation, or add pages to it that it does not list.
NAV_MAKERS = frozenset(
    ["awesome-nav", "awesome-pages", "blog", "material/blog", "gen-files", "literate-nav", "monorepo", "multirepo"]
)


class ConfigError(Exception):
    """A configuration that can't be used: the message names file and line."""


@dataclass(frozen=True, slots=True)
class Project:
    """A handbook's root folder, its settings, which of its pages are left out, and where its files come from."""

    root: Path
    settings: Settings
    excluded: GitIgnoreSpec
    config: Path | None = None
    tree: disk.FileTree = disk


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml; tags that only MkDocs and its extensions understand become nothing."""


def _named(_loader: yaml.SafeLoader, name: str, _node: yaml.Node) -> object:
    """Return the function of a `python/name` tag, of the few modules that make anchors; others become nothing."""
    module, _, function = name.rpartition(".")
    return getattr(import_module(module), function, None) if module in ANCHOR_MODULES else None


def _applied(loader: yaml.SafeLoader, name: str, node: yaml.Node) -> object:
    """Return the function that a `python/object/apply` tag makes, of the same modules."""
    function = _named(loader, name, node)
    given = loader.construct_mapping(node, deep=True).get("kwds", {}) if isinstance(node, yaml.MappingNode) else {}
    return function(**given) if callable(function) else None


def _env(loader: yaml.SafeLoader, node: yaml.Node) -> object:
    """Return the value of the first variable of an `!ENV` tag that is set, else its default, as MkDocs does."""
    if isinstance(node, yaml.ScalarNode):
        return os.environ.get(node.value)
    names = loader.construct_sequence(node) if isinstance(node, yaml.SequenceNode) else []
    default = names[-1] if len(names) > 1 else None
    return next((os.environ[name] for name in names[: len(names) - (len(names) > 1)] if name in os.environ), default)


ANCHOR_MODULES = ("pymdownx.slugs", "markdown.extensions.toc")
_Loader.add_multi_constructor("tag:yaml.org,2002:python/name:", _named)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/object/apply:", _applied)
_Loader.add_constructor("!ENV", _env)
# The first prefix that fits is taken, so the one for all other tags comes last.
_Loader.add_multi_constructor("", lambda loader, suffix, node: None)


def find_config(start: Path) -> Path | None:
    """Return the nearest mkdocs.yml in a folder or above it."""
    folders = [start, *start.parents]
    return next(
        (path for folder in folders for name in ("mkdocs.yml", "mkdocs.yaml") if (path := folder / name).is_file()),
        None,
    )


def read_project(config: Path | None, folder: Path, tree: disk.FileTree = disk) -> Project:
    """Return the project of a configuration file, or of a folder without one; raise ConfigError if it can't be used."""
    root = config.parent if config else folder
    site = read_config(config, tree) if config else {}
    if name := misspelled(site):
        raise ConfigError(f'{config}: no plugin is called "{name}", did you mean "handbook"?')
    docs_dir = site.get("docs_dir") or ("docs" if config else "handbook")
    if not tree.has_folder(root / str(docs_dir)):
        raise ConfigError(f'{config}: the folder of pages, "{docs_dir}", does not exist')
    try:
        given = options_given(site)
        options = plugin_options.make_settings(
            plugin_options.checked_options(given),
            docs_dir=Path(os.path.relpath(root / str(docs_dir), root)).as_posix(),
            use_directory_urls=site.get("use_directory_urls", True) is not False,
            site_url=str(site.get("site_url") or ""),
            absolute_links=plugin_options.are_from_docs(site.get("validation")),
            nav=nav_pages(site),
            not_in_nav=tuple(str(site.get("not_in_nav") or "").splitlines()),
            template_dirs=template_dirs(site, root),
            **extensions(site.get("markdown_extensions")),
        )
    except plugin_options.OptionError as error:
        raise ConfigError(f'{config}: option "{error.option}" of the plugin "handbook": {error}') from None
    if "data_dir" in given and not tree.has_folder(root / options.data_dir):
        raise ConfigError(
            f'{config}: option "data_dir" of the plugin "handbook": the folder of data, "{options.data_dir}", does not exist'
        )
    patterns = [line for key in ("draft_docs", "exclude_docs") for line in str(site.get(key) or "").splitlines()]
    matcher(config, options.not_in_nav)
    return Project(root, options, matcher(config, [*BUILT_IN_EXCLUDES, *patterns]), config, tree)


def matcher(config: Path | None, patterns: Iterable[str]) -> GitIgnoreSpec:
    """Return what matches patterns of a configuration; raise ConfigError for one that is none."""
    try:
        return GitIgnoreSpec.from_lines(patterns)
    except (ValueError, re.error) as error:
        raise ConfigError(f"{config}: {error}") from None


def check_kinds(project: Project, known: Iterable[str]) -> None:
    """Raise ConfigError where the option `sections` names a kind that has no schema."""
    if problem := plugin_options.unknown_kind(project.settings, known):
        raise ConfigError(f"{project.config or 'defaults'}: {problem}")


def read_config(config: Path, tree: disk.FileTree, depth: int = 10) -> dict[str, Any]:
    """Return a configuration merged over those that it inherits from; raise ConfigError where one can't be read."""
    try:
        site = yaml.load(tree.text(config), _Loader)  # noqa: S506 (a SafeLoader)
    except OSError as error:
        raise ConfigError(f"{config}: cannot be read: {error.strerror or error}") from None
    # A value that a tag or a date cannot have raises whatever its reader does.
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise ConfigError(f"{config}: not YAML: {' '.join(str(error).split())}") from None
    if not isinstance(site, dict):
        raise ConfigError(f"{config}: a mapping of settings belongs in this file")
    parent = site.pop("INHERIT", None)
    if not isinstance(parent, str) or not depth:
        return site
    return merge_configs(read_config(config.parent / parent, tree, depth - 1), site)


def merge_configs(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return two configurations as MkDocs merges them: mappings deeply, everything else replaced."""
    both = {
        key: merge_configs(base[key], over[key])
        for key in base
        if isinstance(base[key], dict) and isinstance(over.get(key), dict)
    }
    return {**base, **over, **both}


def options_given(site: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of the plugin "handbook"; none where the configuration does not name it."""
    options = next((given for name, given in _plugins(site) if name == "handbook"), None)
    # "enabled" is MkDocs' own, and every plugin's.
    return {key: value for key, value in options.items() if key != "enabled"} if isinstance(options, dict) else {}


def misspelled(site: Mapping[str, Any]) -> str:
    """Return the name of a plugin that was meant to be "handbook", "" if the configuration names that one, or nothing like it."""
    names = [name for name, _ in _plugins(site)]
    near = [name for name in names if name.replace("_", "-") == DISTRIBUTION or nearest(name, ["handbook"], cutoff=0.8)]
    return "" if "handbook" in names else next(iter(near), "")


def _plugins(site: Mapping[str, Any]) -> list[tuple[str, Any]]:
    plugins = site.get("plugins")
    return (
        [(str(name), given) for name, given in plugins.items()] if isinstance(plugins, dict) else [*_entries(plugins)]
    )


def nav_pages(site: Mapping[str, Any]) -> frozenset[str] | None:
    """Return the pages of the navigation, None where MkDocs or a plugin makes it from the files."""
    if not site.get("nav") or {name for name, _ in _plugins(site)} & NAV_MAKERS:
        return None
    try:
        return frozenset(posixpath.normpath(path) for path in _paths(site["nav"]))
    except RecursionError:
        # An alias that stands for what it is part of: MkDocs cannot read that either.
        return None


def _paths(nav: object) -> Iterator[str]:
    """Yield the paths and addresses in a navigation: texts, and mappings of titles to either, or to a list of more."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, list | dict):
        for entry in nav.values() if isinstance(nav, dict) else nav:
            yield from _paths(entry)


def template_dirs(site: Mapping[str, Any], root: Path) -> tuple[str, ...]:
    """Return the folders in which a theme's templates may be overridden."""
    theme = site.get("theme")
    custom = theme.get("custom_dir") if isinstance(theme, dict) else None
    return (str(root / custom),) if isinstance(custom, str) and custom else ()


def _entries(listed: object) -> Iterator[tuple[str, Any]]:
    """Yield the entries of a list in which each is a name, or a mapping of one name to its options."""
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, dict):
            yield from ((str(name), given) for name, given in entry.items())
        else:
            yield str(entry), {}


def extensions(given: object) -> dict[str, Any]:
    """Return the Markdown extensions and their configuration; what has no value without MkDocs keeps its default."""
    entries = dict(given) if isinstance(given, dict) else dict(_entries(given))
    names = tuple(dict.fromkeys((*BUILT_IN_EXTENSIONS, *entries)))
    configs = {name: without_unknown(options) for name, options in entries.items() if isinstance(options, dict)}
    return {"markdown_extensions": names, "extension_configs": configs}


def without_unknown(value: Any) -> Any:
    """Return a configuration without the values that stand behind an unknown tag."""
    if isinstance(value, dict):
        return {key: without_unknown(part) for key, part in value.items() if part is not None}
    if isinstance(value, list):
        return [without_unknown(part) for part in value if part is not None]
    return value


def read_files(project: Project) -> HandbookFiles:
    """Return the files of a handbook, as they are on disk or were at a revision."""
    chosen, tree = project.settings, project.tree
    docs = project.root / chosen.docs_dir
    uris = sorted(uri for uri in tree.below(docs) if not project.excluded.match_file(uri))
    indexes = {uri for uri in uris if uri.rpartition("/")[2] == "index.md"}
    pages = [
        uri
        for uri in uris
        if uri.endswith(urls.PAGES) and not (uri.endswith("README.md") and f"{uri[:-9]}index.md" in indexes)
    ]
    return HandbookFiles(
        pages=tuple(
            (
                tree.content(project.root, docs / uri),
                urls.page_dest(uri, directory_urls=chosen.use_directory_urls),
            )
            for uri in pages
        ),
        data=tuple(tree.tree(project.root, chosen.data_dir, (".yml", ".yaml"))),
        schemas=tuple(tree.tree(project.root, chosen.schemas_dir, (".schema.json",))),
        other_files=frozenset(uri for uri in uris if not uri.endswith(urls.PAGES)),
    )
