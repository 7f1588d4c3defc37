"""The Markdown extensions that mkdocs.yml names, and which of them are safe to load for a handbook that is not trusted."""

from __future__ import annotations

import sysconfig
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension

from mkdocs_handbook.model import Settings
from mkdocs_handbook.pages import extension_effects
from mkdocs_handbook.pages.page_renderer import MarkdownError
from mkdocs_handbook.project.config_file import ConfigError, entries

# What MkDocs itself adds.
BUILT_IN = ("toc", "tables", "fenced_code")
SNIPPETS, SAFE_SNIPPETS = "pymdownx.snippets", extension_effects.SAFE_SNIPPETS
# It only puts images into pages, which it reads wherever they are.
B64 = "pymdownx.b64"
# Folders of packages that are installed; where the environment itself lies in the checkout, its code runs already.
INSTALLED = tuple(dict.fromkeys(Path(sysconfig.get_path(name)).resolve() for name in ("purelib", "platlib")))
STANDARD = Path(sysconfig.get_path("stdlib")).resolve()


class RefusedExtension(Extension):
    """Stands for an extension that may not be loaded: whoever renders a page with it is told so."""

    def __init__(self, name: str, config: Path | None) -> None:
        super().__init__()
        self.problem = (
            f'{config}: the Markdown extension "{name[:80]}" is not installed outside of this checkout, and nothing is'
            " imported from that; install it, or use --trust for a checkout of your own"
        )

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Raise MarkdownError."""
        raise MarkdownError(self.problem)


def check(settings: Settings) -> None:
    """Raise ConfigError where an extension may not be loaded, whether or not a page needs it."""
    for one in settings.markdown_extensions:
        if isinstance(one, RefusedExtension):
            raise ConfigError(one.problem)


def extensions(config: Path | None, given: object, within: Path, *, is_trusted: bool = False) -> dict[str, Any]:
    """Return the Markdown extensions and their configuration; what has no value without MkDocs keeps its default.

    Of a handbook that is not trusted, only installed ones may be loaded; others are refused once a page has to be rendered.
    """
    listed = dict(given) if isinstance(given, dict) else dict(entries(given))
    options = {str(name): chosen for name, chosen in listed.items() if isinstance(chosen, dict)}
    configs = {name: without_unknown(chosen) for name, chosen in options.items()}
    # A function behind a tag of which nothing is known.
    has_own_slugs = any(chosen.get("slugify", "") is None for chosen in options.values())
    found = {"extension_configs": configs, "has_own_slugs": has_own_slugs}
    names = tuple(dict.fromkeys((*BUILT_IN, *map(str, listed))))
    if is_trusted:
        return {"markdown_extensions": names, **found}
    if SNIPPETS in names:
        configs[SAFE_SNIPPETS] = {**configs.pop(SNIPPETS, {}), "within": str(within)}
    safe = (SAFE_SNIPPETS if name == SNIPPETS else name for name in names if name != B64)
    loaded = tuple(name if is_loadable(name, within) else RefusedExtension(name, config) for name in safe)
    return {"markdown_extensions": loaded, **found}


def without_unknown(value: Any) -> Any:
    """Return a configuration without the values that stand behind an unknown tag."""
    if isinstance(value, dict):
        return {key: without_unknown(part) for key, part in value.items() if part is not None}
    if isinstance(value, list):
        return [without_unknown(part) for part in value if part is not None]
    return value


def is_loadable(name: str, within: Path) -> bool:
    """Return whether Python-Markdown may load an extension: a known one, or one of a package installed elsewhere."""
    if name.removeprefix(extension_effects.PREFIX) in extension_effects.KNOWN or name == B64:
        return True
    module, _, member = registered().get(name, name).partition(":")
    if not is_installed(module, within):
        return False
    try:
        found = getattr(import_module(module), member) if member else Extension
    except (ImportError, AttributeError):
        return False
    # Python-Markdown would call whatever stands there.
    return isinstance(found, type) and issubclass(found, Extension)


@cache
def registered() -> Mapping[str, str]:
    """Return the modules of extensions by the short names under which packages have registered them."""
    return {point.name: point.value for point in entry_points(group="markdown.extensions")}


def is_installed(module: str, within: Path) -> bool:
    """Return whether a module is of a package that is installed, and not in a folder; nothing is imported to find out.

    What begins with "_" is no extension, and may do something as soon as it is imported, like modules of Python itself.
    """
    parts = module.split(".")
    if not all(part.isidentifier() and not part.startswith("_") for part in parts):
        return False
    try:
        spec = find_spec(parts[0])
    except (ImportError, ValueError):
        return False
    # A folder without an __init__.py has no origin, and may be of several packages.
    places = [*(spec.submodule_search_locations or ()), *filter(None, [spec.origin])] if spec else []
    return bool(places) and all(is_foreign(Path(place).resolve(), within) for place in places)


def is_foreign(path: Path, within: Path) -> bool:
    """Return whether a path is of an installed package, or at least neither in the checkout nor of Python itself."""
    if any(path.is_relative_to(folder) for folder in INSTALLED):
        return True
    return not path.is_relative_to(within) and path.is_absolute() and not path.is_relative_to(STANDARD)
