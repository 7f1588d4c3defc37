"""Plugins and hooks that make or rewrite pages: what each of them does, so that nothing of theirs is called dead.

The table was made by reading these plugins, and by building sites with them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from mkdocs_handbook.model import SitePlugins
from mkdocs_handbook.pages.extension_effects import joined

Options = Mapping[str, Any]
# Everything: pages, or the text of them.
ALL_PATHS, ALL_TEXTS = "**", r"(?s:\A.)"
TAGS = r"\[TAGS\]|<!--\s*material/tags"


class Rewriting(NamedTuple):
    """What a plugin does: texts that it replaces, paths of what it makes, and texts of pages to which it adds anchors."""

    texts: str = ""
    paths: tuple[str, ...] = ()
    anchors: str = ""


def macros(options: Options) -> Rewriting:
    """Return what mkdocs-macros does: it renders pages as templates, whose marks may be others."""
    marks = [("variable", "{{"), ("block", "{%"), ("comment", "{#")]
    starts = [str(options.get(f"j2_{name}_start_string") or mark) for name, mark in marks]
    return Rewriting("|".join(map(re.escape, starts[:2])))


def includes(options: Options) -> Rewriting:
    """Return what mkdocs-include-markdown does: it puts files, and parts of pages, in place of its tags."""
    return Rewriting(re.escape(str(options.get("opening_tag") or "{%")) + r"[-\s]*include")


def blog(options: Options) -> Rewriting:
    """Return what Material's blog does: posts have addresses of their own, and there are pages of lists."""
    folder = str(options.get("blog_dir", "blog")).strip("./")
    return Rewriting(paths=(f"/{folder}/**" if folder else ALL_PATHS,))


def tags(_options: Options) -> Rewriting:
    """Return what Material's tags do: pages with a list of them have an anchor for each."""
    return Rewriting(anchors=TAGS)


PLUGINS: Mapping[str, Callable[[Options], Rewriting]] = {
    "macros": macros,
    "include-markdown": includes,
    "markdownextradata": lambda _: Rewriting(r"\{\{|\{%"),
    "table-reader": lambda _: Rewriting(r"\{\{"),
    "blog": blog,
    "material/blog": blog,
    "tags": tags,
    "material/tags": tags,
    "mkdocstrings": lambda _: Rewriting(texts=r"^:::[ \t]", anchors=r"^:::[ \t]"),
    **dict.fromkeys(("gen-files", "monorepo", "multirepo", "api-autonav"), lambda _: Rewriting(paths=(ALL_PATHS,))),
}
# Plugins that find what references lead to themselves.
REFERRING = frozenset(["autorefs", "mkdocstrings", "roamlinks", "ezlinks", "obsidian-bridge", "ezlinked-references"])
# Characters of a hook that is read: its tree takes hundreds of times as much memory.
LONGEST_HOOK = 200_000
# Events in which a hook may make pages, or change what they say.
MAKES, CHANGES = ("on_files",), ("on_page_read_source", "on_page_markdown", "on_page_content", "on_post_page")


def site_plugins(plugins: Iterable[tuple[str, Options]], hooks: Iterable[tuple[str, str]]) -> SitePlugins:
    """Return what the plugins of a site do by their names and options, and hooks by their paths and texts."""
    named = [(name, given if isinstance(given, Mapping) else {}) for name, given in plugins]
    found = {name: PLUGINS[name](given) for name, given in named if name in PLUGINS}
    found |= {path: hooked(text) for path, text in hooks}
    locales, layout = languages(dict(named).get("i18n", {}))
    return SitePlugins(
        names={name: (one.texts, one.anchors) for name, one in found.items() if any(one)},
        rewritten=joined(one.texts for one in found.values()),
        anchored=joined(one.anchors for one in found.values()),
        made=tuple(dict.fromkeys(path for one in found.values() for path in one.paths)),
        is_referring=not REFERRING.isdisjoint(name for name, _ in named),
        languages=locales,
        in_folders=layout == "folder",
    )


def of_build(plugins: Mapping[str, Any]) -> SitePlugins:
    """Return what the plugins of a build do; MkDocs lists hooks among them, as the modules that they are."""
    hooks = {name: Path(one.__file__ or "") for name, one in plugins.items() if isinstance(one, ModuleType)}
    named = ((name, plugin.config) for name, plugin in plugins.items() if name not in hooks)
    texts = ((name, path.read_text(encoding="utf-8", errors="replace")) for name, path in hooks.items())
    return site_plugins(named, texts)


def languages(options: Options) -> tuple[tuple[str, ...], str]:
    """Return the locales of mkdocs-static-i18n, that of the site itself first, and how the pages are told apart."""
    given = [one for one in options.get("languages") or () if isinstance(one, Mapping) and one.get("locale")]
    given.sort(key=lambda one: not one.get("default"))
    return tuple(str(one["locale"]) for one in given), str(options.get("docs_structure") or "suffix")


def hooked(text: str) -> Rewriting:
    """Return what a hook may do, by the events that its text handles; it is never run."""
    unknown = Rewriting(ALL_TEXTS, (ALL_PATHS,), ALL_TEXTS)
    if len(text) > LONGEST_HOOK:
        return unknown
    try:
        names = {node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return unknown
    is_changing = not names.isdisjoint(CHANGES)
    return Rewriting(
        ALL_TEXTS if is_changing else "",
        () if names.isdisjoint(MAKES) else (ALL_PATHS,),
        ALL_TEXTS if is_changing else "",
    )
