"""The rules of a large handbook, checked by several processes."""

from __future__ import annotations

import io
import pickle
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import ModuleType
from typing import Any

from mkdocs_handbook.lint import rules
from mkdocs_handbook.lint.rules.links import (
    dead_links,
    images,
    link_texts,
    malformed_addresses,
    moved_links,
    undefined_references,
)
from mkdocs_handbook.lint.rules.pages import headings, page_files, rendering
from mkdocs_handbook.model import Finding, Handbook, Source
from mkdocs_handbook.util import processes

# With fewer pages than this for each process, one is sooner done.
MIN_PAGES = 200
# What reads the links of pages, or renders these, does it once if one process does it all. What takes longest comes first.
FIRST: tuple[tuple[ModuleType, ...], ...] = (
    (dead_links, images, moved_links, malformed_addresses, undefined_references, link_texts, rendering, page_files),
    (headings,),
)
REST = [(one,) for one in rules.MODULES if not any(one in together for together in FIRST)]


def run(handbook: Handbook, codes: Collection[str]) -> list[Finding]:
    """Return what the chosen rules find in a handbook, as `rules.run` does; each process takes a part of them in turn."""
    parts = [chosen for chosen in (checked_codes(modules, codes) for modules in (*FIRST, *REST)) if chosen]
    # Pages of which much is known already take little time.
    unread = sum(page.facts.is_new for page in handbook.pages)
    count = min(len(parts), processes.count(unread, MIN_PAGES))
    if count < 2:
        return list(rules.run(handbook, codes))
    sources = sources_by_path(handbook)

    def work(number: int) -> tuple[bytes, dict[int, dict[str, Any]]]:
        return dump_findings(rules.run(handbook, parts[number]), sources), new_facts(handbook)

    found = {}
    for number, (result, facts) in processes.spread(len(parts), work, count):
        found[number] = restore_findings(result, sources)
        for index, values in facts.items():
            handbook.pages[index].facts.merge(values)
    # What failed in another process fails here again, where its error is shown.
    return [
        finding
        for number, part in enumerate(parts)
        for finding in (found[number] if number in found else rules.run(handbook, part))
    ]


def new_facts(handbook: Handbook) -> dict[int, dict[str, Any]]:
    """Return what has been found out in this process of pages, by their numbers, once."""
    found = {}
    for index, page in enumerate(handbook.pages):
        if page.facts.is_new:
            found[index] = page.facts.values
            page.facts.is_new = False
    return found


def checked_codes(modules: Sequence[ModuleType], codes: Collection[str]) -> set[str]:
    """Return the chosen codes of rules that are in some modules and check something."""
    return {one.code for module in modules for one in module.RULES if one.check and one.code in codes}


def sources_by_path(handbook: Handbook) -> dict[str, Source]:
    """Return the texts of a handbook by their paths: each process has them, so that findings need not carry them."""
    sources = (*(page.source for page in handbook.pages), *(file.source for file in handbook.files))
    return {source.path: source for source in sources}


class _Pickler(pickle.Pickler):
    sources: Mapping[str, Source]

    def persistent_id(self, value: Any) -> str | None:
        known = isinstance(value, Source) and self.sources.get(value.path) is value
        return value.path if known else None


class _Unpickler(pickle.Unpickler):
    sources: Mapping[str, Source]

    def persistent_load(self, path: Any) -> Source:
        return self.sources[path]


def dump_findings(findings: Iterable[Finding], sources: Mapping[str, Source]) -> bytes:
    """Return findings as bytes, with the paths of texts that are known."""
    data = io.BytesIO()
    pickler = _Pickler(data, pickle.HIGHEST_PROTOCOL)
    pickler.sources = sources
    pickler.dump(list(findings))
    return data.getvalue()


def restore_findings(data: bytes, sources: Mapping[str, Source]) -> list[Finding]:
    """Return the findings that bytes hold, with their texts."""
    unpickler = _Unpickler(io.BytesIO(data))
    unpickler.sources = sources
    found: list[Finding] = unpickler.load()
    return found
