"""What functions made of texts, kept in the cache."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs_handbook.builder.cache import Entry, Store
from mkdocs_handbook.builder.fingerprint import digest
from mkdocs_handbook.builder.theme_files import Compiled
from mkdocs_handbook.util.memo import no_memo

if TYPE_CHECKING:
    from mkdocs_handbook.rendering.page_context import Site


class Kept:
    """Keeps what a function makes of a text, as `mkdocs_handbook.util.memo` says, for as long as no version changes."""

    def __init__(self, store: Store, versions: str) -> None:
        self.store, self.versions = store, versions

    def __call__(self, name: str, given: Sequence[str], make: Callable[[int], Any]) -> list[Any]:
        """Give what a function of a name makes of each of some texts."""
        keys = [digest("kept", self.versions, name, text) for text in given]
        self.store.fetch(keys)
        return [self.one(key, make, number) for number, key in enumerate(keys)]

    def one(self, key: str, make: Callable[[int], Any], number: int) -> Any:
        """Give what was kept under a key, or is made now."""
        entry = self.store.one(key)
        if entry is None:
            entry = Entry(make(number))
            self.store.add(key, entry)
        return entry.value


@contextmanager
def used(site: Site | None, store: Store, versions: str, compiled: Path | None) -> Iterator[None]:
    """Let the handbook of a site, if there is one, keep what it makes meanwhile, and its compiled templates in a folder."""
    if site:
        site.memo = Kept(store, versions)
        # The theme compiles what it includes of these with other options.
        site.compiled = Compiled(str(compiled), "handbook-%s") if compiled else None
    try:
        yield
    finally:
        if site:
            site.memo, site.compiled = no_memo, None
