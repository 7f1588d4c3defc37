"""The look of a theme, as far as a page that no theme makes can take part in it: stylesheets, and colours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from mkdocs_handbook.model import ThemeLook

# The stylesheets of themes whose header and text the stub page has, by the patterns of their paths.
STYLES = {
    "material": ("assets/stylesheets/main.*.min.css", "assets/stylesheets/palette.*.min.css"),
    "mkdocs": ("css/bootstrap.min.css", "css/base.css"),
}


def of_theme(theme: Any, patterns: Mapping[str, Sequence[str]] = STYLES) -> ThemeLook:
    """Return the look of MkDocs' theme, or another like it, that of none if its pages are unlike those of the themes here."""
    name = theme.name or ""
    styles = tuple(chain.from_iterable(found(theme.dirs, pattern) for pattern in patterns.get(name, ())))
    if not styles:
        return ThemeLook()
    palettes = theme.get("palette") or {}
    palettes = [one for one in (palettes if isinstance(palettes, list) else [palettes]) if isinstance(one, dict)]
    primary = next((str(one["primary"]) for one in palettes if one.get("primary")), "indigo")
    schemes = [str(one.get("scheme") or "default") for one in palettes] or ["default"]
    if name == "mkdocs":
        mode = theme.get("color_mode")
        return ThemeLook(name, styles, primary, "dark" if mode == "dark" else "light", "dark" if mode == "auto" else "")
    dark = next((one for one in schemes if one != "default"), "slate")
    return ThemeLook(name, styles, primary, schemes[0], dark if len(set(schemes)) > 1 else "")


def found(folders: list[str], pattern: str) -> Iterator[str]:
    """Yield the paths of the files of a theme that a pattern finds, those of its first folder that has any."""
    for folder in folders:
        if paths := sorted(path.relative_to(folder).as_posix() for path in Path(folder).glob(pattern)):
            yield from paths
            return
