"""The classes behind the names of Markdown extensions: which may be loaded for a handbook that is not trusted, and as what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_handbook.pages import extension_effects
from mkdocs_handbook.project.site import installed_packages

if TYPE_CHECKING:
    from markdown.extensions import Extension

SNIPPETS, B64 = "pymdownx.snippets", "pymdownx.b64"
# Modules whose extensions read files wherever they are told to, with the name of what is loaded in their place. Of the
# second, which only puts images into pages, that is nothing.
STAND_INS: Mapping[str, str] = {SNIPPETS: extension_effects.SAFE_SNIPPETS, B64: ""}
# Packages whose extensions read files, ask the network or run programs as a page or an option tells them to.
REFUSED_NAMES = """
    kroki markdown_blockdiag markdown_code_exec markdown_data_tables markdown_exec markdown_include markdown_inline_graphviz
    markdown_katex markdown_kroki markdown_svgbob mdx_bib mdx_embedly mdx_include mkdocs_click mkdocstrings mkpatcher
    plantuml_markdown pyembed pymdown_csv2md swagger_markdown tiangolo_markdown_include verto
"""
REFUSED = frozenset(REFUSED_NAMES.split())
OWN = "mkdocs_handbook"
ELSEWHERE = "is not installed outside of this checkout, and nothing is imported from that; install it, or use --trust"
UNSAFE = "would read files or run programs as this checkout tells it to; leave it out, or use --trust"


class Loaded(NamedTuple):
    """What is loaded under the name of an extension, "" for nothing, of which modules its classes are, and why it is refused."""

    name: str
    modules: frozenset[str] = frozenset()
    problem: str = ""


def loaded_extension(name: str, within: Path) -> Loaded:
    """Return what is loaded under the name of an extension.

    However it is spelled, it is the class that counts: what it is, and what it is derived from.
    """
    if is_unsafe(name):
        return Loaded(name, problem=UNSAFE)
    # What is registered is asked for other names alone: it takes longer than to read ten pages.
    if known := known_module(name):
        # By the name of its module: whatever else is registered under its short name is not loaded.
        return Loaded(STAND_INS.get(known, known), frozenset((known,)))
    module, _, member = registered().get(name, name).partition(":")
    if is_unsafe(module):
        return Loaded(name, problem=UNSAFE)
    if not installed_packages.is_installed(module, within):
        return Loaded(name, problem=ELSEWHERE)
    found = tuple(classes(module, member))
    if member and not found:
        return Loaded(name, problem=ELSEWHERE)
    modules = modules_of(found)
    if any(map(is_unsafe, modules)):
        return Loaded(name, problem=UNSAFE)
    other = next((other for one, other in STAND_INS.items() if one in modules), name)
    # What a module has only imported is not what its options are for.
    return Loaded(other, modules_of(one for one in found if member or one.__module__ == module))


def is_unsafe(module: str) -> bool:
    """Return whether a module is of a package whose extensions are refused."""
    return module.split(".")[0].partition(":")[0] in (OWN, *REFUSED)


def modules_of(found: Iterable[type[Extension]]) -> frozenset[str]:
    """Return the modules of some classes and of those that they are derived from."""
    return frozenset(base.__module__ for one in found for base in one.__mro__)


def known_module(name: str) -> str:
    """Return the module of an extension that Python-Markdown or PyMdown have under a name of their own, "" for another."""
    if "." in name and name in extension_effects.EFFECTS:
        return name
    short = name.removeprefix(extension_effects.PREFIX)
    is_known = "." not in short and short in extension_effects.EFFECTS
    return f"{extension_effects.PREFIX}{short}" if is_known else ""


def classes(module: str, member: str) -> Iterator[type[Extension]]:
    """Yield the class that a member of a module is, or those of which the module may make its extension.

    Python-Markdown would call whatever stands there: what is no class of an extension is left out.
    """
    # Imported here: most handbooks name only extensions that are known.
    from markdown.extensions import Extension

    try:
        loaded = import_module(module)
    except Exception:
        # Whichever page needs it says so.
        return
    maker = getattr(loaded, "makeExtension", None)
    # What a function of another module makes is of the classes there.
    places = (vars(loaded), maker.__globals__ if isinstance(maker, FunctionType) else {})
    found = [getattr(loaded, member, None)] if member else [one for place in places for one in place.values()]
    yield from (one for one in found if isinstance(one, type) and issubclass(one, Extension))


@cache
def registered() -> Mapping[str, str]:
    """Return the modules of extensions by the short names under which packages have registered them, the first of which count."""
    # Imported here: most handbooks name only extensions that are known.
    from importlib.metadata import entry_points

    return {point.name: point.value for point in reversed(tuple(entry_points(group="markdown.extensions")))}
