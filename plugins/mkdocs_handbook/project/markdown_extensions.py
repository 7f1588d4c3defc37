"""The Markdown extensions that mkdocs.yml names, and which of them are safe to load for a handbook that is not trusted."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension

from mkdocs_handbook.model import Settings
from mkdocs_handbook.pages import extension_effects
from mkdocs_handbook.pages.page_renderer import MarkdownError
from mkdocs_handbook.project.config_file import ConfigError, entries
from mkdocs_handbook.project.site import installed_packages

# What MkDocs itself adds.
BUILT_IN = ("toc", "tables", "fenced_code")
SNIPPETS, SAFE_SNIPPETS = "pymdownx.snippets", extension_effects.SAFE_SNIPPETS
# It only puts images into pages, which it reads wherever they are.
B64 = "pymdownx.b64"
# Options that are functions, without which it is not known what an extension makes of a page.
FUNCTIONS: Mapping[str, tuple[str, ...]] = {
    "pymdownx.emoji": ("emoji_index", "emoji_generator"),
    "pymdownx.tabbed": ("slugify",),
    "pymdownx.blocks.tab": ("slugify",),
}


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
    toc = options.get("toc") or options.get(f"{extension_effects.PREFIX}toc") or {}
    unresolved = tuple(name for name, keys in FUNCTIONS.items() if None in map(options.get(name, {}).get, keys, keys))
    found = {
        "extension_configs": configs,
        "has_own_slugs": toc.get("slugify", "") is None,
        "unresolved": unresolved,
    }
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
    if name.removeprefix(extension_effects.PREFIX) in extension_effects.EFFECTS:
        return True
    module, _, member = registered().get(name, name).partition(":")
    if not installed_packages.is_installed(module, within):
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
