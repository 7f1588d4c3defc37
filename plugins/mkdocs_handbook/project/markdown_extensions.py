"""The Markdown extensions that mkdocs.yml names, and which of them are safe to load for a handbook that is not trusted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs_handbook.model import Settings
from mkdocs_handbook.pages import extension_effects
from mkdocs_handbook.project.config_file import ConfigError, entries
from mkdocs_handbook.project.site import extension_classes, extension_options

if TYPE_CHECKING:
    from markdown.extensions import Extension

# What MkDocs itself adds.
BUILT_IN = ("toc", "tables", "fenced_code")
# Options that are functions, without which it is not known what an extension makes of a page.
FUNCTIONS: Mapping[str, tuple[str, ...]] = {
    "pymdownx.emoji": ("emoji_index", "emoji_generator"),
    "pymdownx.tabbed": ("slugify",),
    "pymdownx.blocks.tab": ("slugify",),
}


def check(settings: Settings) -> None:
    """Raise ConfigError where an extension may not be loaded, whether or not a page needs it."""
    for one in settings.markdown_extensions:
        # A name is loaded as it is.
        if problem := getattr(one, "problem", ""):
            raise ConfigError(problem)


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
    loaded = safe_extensions(config, names, configs, within)
    return {"markdown_extensions": loaded, **found}


def safe_extensions(
    config: Path | None, names: Iterable[str], configs: dict[str, Any], within: Path
) -> tuple[str | Extension, ...]:
    """Return what is loaded under some names of a handbook that is not trusted, and change its configuration to what is safe.

    Raise ConfigError for an option that is not.
    """
    found: dict[str | Extension, None] = {}
    for name in names:
        one = extension_classes.loaded_extension(name, within)
        given = configs.pop(name, {})
        if wrong := extension_options.option_problem(one.modules, given):
            raise ConfigError(f'{config}: option "{wrong[0]}" of the Markdown extension "{name[:80]}": {wrong[1]}')
        if options := extension_options.safe_options(one.modules, given):
            configs[one.name] = options
        if one.name == extension_effects.SAFE_SNIPPETS:
            configs[one.name] = {**given, "within": str(within)}
        found |= {refused(name, one.problem, config) if one.problem else one.name: None}
    configs.pop("", None)
    return tuple(one for one in found if one)


def refused(name: str, problem: str, config: Path | None) -> Extension:
    """Return what stands for an extension that may not be loaded."""
    # Imported here, with Python-Markdown: nearly all handbooks name none.
    from mkdocs_handbook.project.site.refused_extension import RefusedExtension

    return RefusedExtension(f'{config}: the Markdown extension "{name[:80]}" {problem} for a checkout of your own')


def without_unknown(value: Any) -> Any:
    """Return a configuration without the values that stand behind an unknown tag."""
    if isinstance(value, dict):
        return {key: without_unknown(part) for key, part in value.items() if part is not None}
    if isinstance(value, list):
        return [without_unknown(part) for part in value if part is not None]
    return value
