"""The store of facts: what pages and data files give to rules, kept in the user's cache folder from one lint to the next.

Entries have the digest of everything that they depend on for a key: a text with its path, the settings, and the versions of
all packages. None is in a checkout, so that no pull request can bring one.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import platformdirs

from mkdocs_handbook.model import Facts, Settings, Source
from mkdocs_handbook.pages import extension_effects
from mkdocs_handbook.project.caching.cache import Cache, CachedFunctions, sealed
from mkdocs_handbook.project.caching.cache_folder import trusted_folder
from mkdocs_handbook.project.caching.content_digest import (
    UnknownContent,
    canonical,
    changed_code,
    digest,
    installed_name,
    versions,
)

PROGRAM = "mkdocs-handbook"
# In that of this program in the user's cache folder.
FOLDER = Path("lint")
EMOJI, B64 = "pymdownx.emoji", "pymdownx.b64"
# Seconds for which another process may keep the file locked: to find out everything takes no longer.
WAIT = 1
SHORTCODE = re.compile(r":[\w+-]+:")


class FactStore:
    """The facts of a handbook's files, and the items of its data, in a cache; `save` writes those that are new."""

    def __init__(self, cache: Cache, settings: Settings, base: str) -> None:
        self.cache, self.settings, self.base = cache, settings, base
        self.functions = CachedFunctions(cache, base)
        self.lent: list[tuple[str, str, Facts]] = []

    def memo(self, name: str, texts: Sequence[str], compute: Callable[[int], Any]) -> list[Any]:
        """Return the results of a function of texts, as `util.memo` asks for them."""
        return self.functions(name, texts, compute)

    def facts(self, files: Sequence[tuple[Source, str]]) -> list[Facts]:
        """Return the facts that are kept of files, given by their sources and by what these depend on beside the settings."""
        keys = [digest("facts", self.base, source.path, source.text, more) for source, more in files]
        self.cache.fetch(keys)
        found = [Facts(self.read(key)) for key in keys]
        self.lent += zip(keys, (source.text for source, _ in files), found, strict=True)
        return found

    def read(self, key: str) -> dict[str, Any]:
        """Return the facts behind a key, none where the file holds something else than was written."""
        entry = self.cache.whole(key)
        found: dict[str, Any] = json.loads(entry.body) if entry else {}
        return found

    def save(self, root: str) -> None:
        """Write what is new; each handbook, which is known by its folder, keeps what its last runs have used."""
        self.add_new()
        # The path of a folder need not be text.
        self.cache.save(digest(root))

    def add_new(self) -> None:
        """Add what is new to the cache, which somebody else saves."""
        for key, text, facts in self.lent:
            if facts.is_new and is_lasting(text, self.settings):
                self.cache.add(key, sealed(facts.values))


def open_store(settings: Settings) -> FactStore | None:
    """Return the store for some settings, None where what facts depend on is not known, or the user has no folder for it.

    A file that cannot be read or written, or is torn, is as good as an empty one.
    """
    try:
        base = base_of(settings, *versions(), *changed_code())
        root = platformdirs.user_cache_path(PROGRAM, appauthor=False)
        folder = trusted_folder(root, FOLDER) if base and root.is_absolute() else None
    except OSError:
        return None
    return FactStore(Cache(folder, wait=WAIT), settings, base) if folder else None


def base_of(settings: Settings, *code: str) -> str:
    """Return the digest of what all facts depend on: some settings, and what tells of code; "" where that is not known."""
    names = {str(name) for name in settings.markdown_extensions}
    # Such extensions may read any file.
    if not extension_effects.dialect(settings).known or B64 in names:
        return ""
    try:
        return digest(*code, canonical(settings, described))
    except UnknownContent:
        return ""


def described(value: object) -> str:
    """Return a text for a value of the settings that no other value has; raise UnknownContent where it could hide something."""
    if isinstance(value, functools.partial):
        return canonical([described(value.func), value.args, value.keywords], described)
    return installed_name(value)


def is_lasting(text: str, settings: Settings) -> bool:
    """Return whether the facts of a page depend on no other file: of snippets, or of icons of a site's own."""
    options = extension_effects.extension_options(settings)
    has_icons = bool(options.get(EMOJI, {}).get("options", {}).get("custom_icons"))
    return not (extension_effects.brings_text(text, settings) or (has_icons and SHORTCODE.search(text)))
