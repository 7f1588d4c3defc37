"""Emoji and icons as Material's `twemoji` has them, without the pictures: what matters here is which names there are.

Folders of icons are read below the repository alone, and only once a page has the name of one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs_handbook.project import safe_files

# Python-Markdown and the names of all emoji are imported where a page is rendered: most runs of lint render none.
if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

ENDING = ".svg"


class IconIndex(Mapping[str, Mapping[str, str]]):
    """Emoji by their names, and icons by the names that their paths make."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        from pymdownx import twemoji_db  # type: ignore[import-untyped]

        self.folders = folders
        self.emoji: Mapping[str, Mapping[str, str]] = twemoji_db.emoji
        self.aliases: Mapping[str, str] = twemoji_db.aliases

    def __getitem__(self, name: str) -> Mapping[str, str]:
        if name in self.emoji:
            return self.emoji[name]
        if name in self.aliases or name not in icon_names(self.folders):
            raise KeyError(name)
        return {"name": name}

    def __iter__(self) -> Iterator[str]:
        yield from self.emoji
        yield from icon_names(self.folders)

    def __len__(self) -> int:
        return len(self.emoji) + len(icon_names(self.folders))


@lru_cache(maxsize=4)
def icon_names(folders: tuple[Path, ...]) -> frozenset[str]:
    """Return the names of the icons in some folders."""
    return frozenset(
        f":{os.path.relpath(os.path.join(place, file), folder).removesuffix(ENDING).replace(os.path.sep, '-')}:"
        for folder in folders
        for place, _, files in os.walk(folder)
        for file in files
        if file.endswith(ENDING)
    )


def icon_index(within: Path, custom: Iterable[str]) -> dict[str, Any]:
    """Return what the extension `pymdownx.emoji` takes for an index, with the icons of some folders of the repository."""
    own = (Path(folder).resolve() for folder in custom)
    spec = find_spec("material")
    packaged = (Path(place, "templates", ".icons") for place in (spec.submodule_search_locations or () if spec else ()))
    folders = (*(folder for folder in own if not safe_files.leads_out(folder, within)), *packaged)
    index = IconIndex(folders)
    return {"name": "twemoji", "emoji": index, "aliases": index.aliases}


def without_picture(*_given: object) -> Element:
    """Return what stands for an emoji or icon: an element without a text, like the picture that the site has."""
    from xml.etree.ElementTree import Element

    return Element("span")


def twemoji(within: Path) -> Any:
    """Return the function that stands for Material's index of emoji and icons."""

    def index(options: Mapping[str, Any], _md: Markdown) -> dict[str, Any]:
        return icon_index(within, options.get("custom_icons") or ())

    return index
