"""Functions that `!!python/name` tags of mkdocs.yml name: what lint may call of a handbook that is not trusted.

These are functions of a few modules that make anchors, emoji and code, and, in packages that are installed, functions
whose name says that they make slugs. Material's emoji are replaced by ones that read no file outside of the repository.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from inspect import isfunction
from pathlib import Path
from typing import Any

from mkdocs_handbook.project.site import icons, installed_packages

# Modules, and what the names of those of their functions contain that change nothing but a text.
MODULES: Mapping[str, str] = {
    "markdown.extensions.toc": "slug",
    "pymdownx.slugs": "slug",
    "pymdownx.emoji": r"\A(?:emojione|gemoji|twemoji|to_\w+)\Z",
    "pymdownx.superfences": r"\Afence_\w+_format\Z",
    "pymdownx.arithmatex": r"_format\Z",
}
MATERIAL = ("material.extensions.emoji", "materialx.emoji", "zensical.extensions.emoji")


def named_function(name: str, within: Path, *, is_trusted: bool) -> Any:
    """Return the function of a name, None where there is none that may be called."""
    module, _, function = name.rpartition(".")
    if module in MATERIAL:
        return {"twemoji": twemoji(within), "to_svg": icons.without_picture}.get(function)
    is_known = re.search(MODULES.get(module, r"\b\B"), function) is not None
    is_slug = "slug" in function and not function.startswith("_") and installed_packages.is_installed(module, within)
    if not (is_trusted or is_known or is_slug):
        return None
    try:
        found = getattr(import_module(module), function, None)
    except (ImportError, ValueError):
        return None
    # What such a module has imported itself is none of its own.
    return found if is_trusted or (isfunction(found) and found.__module__ == module) else None


@cache
def twemoji(within: Path) -> Callable[..., Any]:
    """Return the function that stands for Material's index, the same one for a whole run."""
    index: Callable[..., Any] = icons.twemoji(within)
    return index


def applied(function: Any, given: Mapping[str, Any]) -> Any:
    """Return what a function makes of the arguments behind a tag, None where it takes no such ones."""
    return function(*given.get("args") or (), **given.get("kwds") or {}) if callable(function) else None
