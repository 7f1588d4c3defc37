"""The configuration: mkdocs.yml read without MkDocs, and the files of the handbook that it describes."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mkdocs_handbook.links import directory_urls, urls
from mkdocs_handbook.links.site import languages
from mkdocs_handbook.model import RawFile, Settings
from mkdocs_handbook.project import config_file, disk, edit_urls, markdown_extensions, plugin_options, safe_files
from mkdocs_handbook.project.config_file import ConfigError as ConfigError
from mkdocs_handbook.project.config_file import entries
from mkdocs_handbook.project.load import HandbookFiles
from mkdocs_handbook.project.repository import git_folder
from mkdocs_handbook.project.site import form_sources, left_out_files, page_plugins
from mkdocs_handbook.project.site.configurations import find_config as find_config
from mkdocs_handbook.util.patterns.ignore_patterns import MOST_STARS, IgnoreSpec, are_too_many
from mkdocs_handbook.util.wording import nearest

# The name to install, which is not the name of the plugin.
DISTRIBUTION = "mkdocs-handbook"
# Each page is compared with each pattern.
MOST_PATTERNS = 1_000
# Each of them is parsed.
MOST_HOOKS = 50
# What MkDocs itself leaves out.
BUILT_IN_EXCLUDES = (".*", "/templates/")
# Plugins that make or change the navigation, or add pages to it that it does not list.
NAV_MAKERS = frozenset(
    ["awesome-nav", "awesome-pages", "blog", "material/blog", "gen-files", "literate-nav", "monorepo", "multirepo"]
)


@dataclass(frozen=True, slots=True)
class Project:
    """A handbook's root folder, its settings, which of its pages are left out, and where its files come from.

    One that is trusted may name extensions of its own, and read variables; `notes` say what it had to do without.
    `drafts` are those of the pages that are left out which a server would show.
    """

    root: Path
    settings: Settings
    excluded: IgnoreSpec
    config: Path | None = None
    tree: disk.FileTree = disk
    is_trusted: bool = False
    notes: tuple[str, ...] = ()
    drafts: IgnoreSpec = field(default_factory=lambda: IgnoreSpec(()))


def read_project(config: Path | None, folder: Path, tree: disk.FileTree = disk, *, is_trusted: bool = False) -> Project:
    """Return the project of a configuration file, or of a folder without one; raise ConfigError if it can't be used."""
    root = config.parent if config else folder
    within = safe_files.limit(root)
    if is_trusted:
        git_folder.trust(within)
    read = config_file.read_config(config, tree, within, is_trusted=is_trusted) if config else config_file.ConfigFile()
    site = read.settings
    if name := misspelled(site):
        raise ConfigError(f'{config}: no plugin is called "{name}", did you mean "handbook"?')
    docs_dir = site.get("docs_dir") or ("docs" if config else "handbook")
    with as_config_error(config):
        plugin_options.check_folder("docs_dir", root / str(docs_dir), within)
    if not tree.has_folder(root / str(docs_dir)):
        raise ConfigError(f'{config}: the folder of pages, "{docs_dir}", does not exist{read.unread}')
    given, nav = options_given(site), nav_pages(site)
    try:
        options = plugin_options.make_settings(
            plugin_options.checked_options(given),
            docs_dir=Path(os.path.relpath(root / str(docs_dir), root)).as_posix(),
            use_directory_urls=site.get("use_directory_urls", True) is not False,
            site_url=str(site.get("site_url") or ""),
            issues_url=edit_urls.issues_url(str(site.get("repo_url") or "")),
            absolute_links=plugin_options.are_from_docs(site.get("validation")),
            nav=nav,
            nav_entries=() if nav is None else read.nav,
            plugins=page_plugins.site_plugins(_plugins(site), hook_texts(config, root, site, tree, within)),
            not_in_nav=tuple(str(site.get("not_in_nav") or "").splitlines()),
            own_templates=own_templates(config, site, tree, within),
            **markdown_extensions.extensions(config, site.get("markdown_extensions"), within, is_trusted=is_trusted),
        )
    except plugin_options.OptionError as error:
        raise ConfigError(f'{config}: option "{error.option}" of the plugin "handbook": {error}{read.unread}') from None
    with as_config_error(config):
        plugin_options.check_site(root, site, options)
    if "data_dir" in given and not tree.has_folder(root / options.data_dir):
        raise ConfigError(
            f'{config}: option "data_dir" of the plugin "handbook": the folder of data, "{options.data_dir}", does not exist'
        )
    drafts, excludes = (str(site.get(key) or "").splitlines() for key in ("draft_docs", "exclude_docs"))
    matcher(config, options.not_in_nav)
    excluded = matcher(config, [*BUILT_IN_EXCLUDES, *drafts, *excludes])
    return Project(root, options, excluded, config, tree, is_trusted, read.notes, matcher(config, drafts))


@contextmanager
def as_config_error(config: Path | None) -> Iterator[None]:
    """Make what is wrong with a setting of MkDocs a ConfigError."""
    try:
        yield
    except plugin_options.OptionError as error:
        raise ConfigError(f'{config or "defaults"}: "{error.option}": {error}') from None


def matcher(config: Path | None, patterns: Iterable[str]) -> IgnoreSpec:
    """Return what matches patterns of a configuration; raise ConfigError for one that is none, and for too many."""
    listed = list(patterns)
    if len(listed) > MOST_PATTERNS:
        raise ConfigError(
            f"{config}: more than {MOST_PATTERNS} patterns of pages, write folders in place of their pages"
        )
    if are_too_many(listed):
        raise ConfigError(f"{config}: more than {MOST_STARS} wildcards in patterns of pages, write simpler ones")
    try:
        return IgnoreSpec(listed)
    except (ValueError, re.error) as error:
        raise ConfigError(f"{config}: {error}") from None


def check_kinds(project: Project, known: Iterable[str]) -> None:
    """Raise ConfigError where the option `sections` names a kind that has no schema."""
    if problem := plugin_options.unknown_kind(project.settings, known):
        raise ConfigError(f"{project.config or 'defaults'}: {problem}")


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
    return [(str(name), given) for name, given in plugins.items()] if isinstance(plugins, dict) else [*entries(plugins)]


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


def hook_texts(
    config: Path | None, root: Path, site: Mapping[str, Any], tree: disk.FileTree, within: Path
) -> Iterator[tuple[str, str]]:
    """Yield the paths of a configuration's hooks with their texts, "" for one that can't be read.

    Raise ConfigError for too many.
    """
    hooks = site.get("hooks")
    hooks = hooks if isinstance(hooks, list) else []
    if len(hooks) > MOST_HOOKS:
        raise ConfigError(f"{config}: more than {MOST_HOOKS} hooks, put them into fewer files")
    for hook in hooks:
        try:
            yield str(hook), tree.text(root / str(hook), within)
        except (OSError, UnicodeDecodeError):
            yield str(hook), ""


def own_templates(config: Path | None, site: Mapping[str, Any], tree: disk.FileTree, within: Path) -> dict[str, str]:
    """Return the theme's own templates of the directory's pages by name, "" for each that only a build may render."""
    theme = site.get("theme")
    custom = theme.get("custom_dir") if isinstance(theme, dict) else None
    if not (config and isinstance(custom, str) and custom):
        return {}
    with as_config_error(config):
        plugin_options.check_folder("custom_dir", config.parent / custom, within)
    folder = config.parent / custom / directory_urls.TEMPLATES
    names = (
        sorted(name for name in tree.below(folder, within) if name.endswith(".md")) if tree.has_folder(folder) else []
    )
    return {f"{directory_urls.TEMPLATES}/{name}": plain_template(tree, folder / name, within) for name in names}


def plain_template(tree: disk.FileTree, path: Path, within: Path) -> str:
    """Return the text of a template that may be rendered without trust, "" for any other."""
    # Imported here: most themes have no such template.
    from mkdocs_handbook.util import template_sandbox

    try:
        text = tree.text(path, within)
    except (OSError, UnicodeDecodeError):
        return ""
    return text if template_sandbox.is_plain(text) else ""


def read_files(project: Project) -> HandbookFiles:
    """Return the files of a handbook, as they are on disk or were at a revision."""
    chosen, tree = project.settings, project.tree
    docs = project.root / chosen.docs_dir
    there = sorted(tree.below(docs, safe_files.limit(project.root)))
    left_out = {
        uri: left_out_files.reason(uri, is_draft=project.drafts.match_file(uri))
        for uri in there
        if project.excluded.match_file(uri)
    }
    uris = [uri for uri in there if uri not in left_out]
    left_out |= left_out_files.beside_indexes(uris)
    pages = [uri for uri in uris if uri.endswith(urls.PAGES) and uri not in left_out]
    others = [uri for uri in uris if not uri.endswith(urls.PAGES)]
    bounded = disk.bounded(tree.contents(project.root, (docs / uri for uri in pages)), disk.MOST_PAGES)
    problems = {uri: disk.link_problem(project.root, docs / uri) for uri in others}
    return HandbookFiles(
        pages=tuple(zip(bounded, (languages.page_dest(uri, chosen) for uri in pages), strict=True)),
        data=tuple(tree.tree(project.root, chosen.data_dir, (".yml", ".yaml"))),
        schemas=tuple(tree.tree(project.root, chosen.schemas_dir, (".schema.json",))),
        forms=form_sources.read(project.root, chosen, tree),
        other_files=frozenset(
            languages.file_dest(uri, chosen.plugins) for uri, problem in problems.items() if not problem
        ),
        refused=tuple(
            RawFile(disk.relative(project.root, docs / uri), problem=problem)
            for uri, problem in problems.items()
            if problem
        ),
        left_out=left_out,
        codeowners=disk.codeowners(project.root),
        folder=safe_files.prefix(project.root),
    )
