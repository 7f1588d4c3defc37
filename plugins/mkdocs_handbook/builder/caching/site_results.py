"""Results of a site's handbook that a build keeps: of functions of texts, and facts of its files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mkdocs_handbook.builder.build_run import BuildRun
from mkdocs_handbook.builder.caching.query_cache import site_of
from mkdocs_handbook.project.caching.cache import CachedFunctions
from mkdocs_handbook.util.memo import no_memo

# To import these would cost sites without a handbook.
if TYPE_CHECKING:
    from mkdocs_handbook.model import Settings
    from mkdocs_handbook.project.caching.fact_store import FactStore
    from mkdocs_handbook.project.load import KnownFacts


@contextmanager
def kept(run: BuildRun) -> Iterator[list[FactStore]]:
    """Keep what the handbook of a site computes in the block; yield the stores of facts, which its end has not written."""
    site, stores = site_of(run.config), list["FactStore"]()
    if not site:
        yield stores
        return
    unknown = site.known_facts
    site.memo = CachedFunctions(run.cache, run.fingerprints.versions)
    site.known_facts = lambda settings: known_facts(run, settings, stores)
    try:
        yield stores
    finally:
        site.memo, site.known_facts = no_memo, unknown


def known_facts(run: BuildRun, settings: Settings, stores: list[FactStore]) -> KnownFacts:
    """Return what gives the facts of files in the cache of a build; add its store to others."""
    from mkdocs_handbook.project.caching import fact_store
    from mkdocs_handbook.project.load import no_facts

    base = fact_store.base_of(settings, run.fingerprints.versions)
    if not base:
        return no_facts
    stores.append(fact_store.FactStore(run.cache, settings, base))
    return stores[-1].facts
