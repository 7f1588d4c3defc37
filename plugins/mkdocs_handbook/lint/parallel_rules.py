"""The checks of the rules, shared among processes where a handbook is large."""

from __future__ import annotations

import io
import pickle
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import ModuleType
from typing import Any

from mkdocs_handbook.lint import rules
from mkdocs_handbook.lint.rules import dead_links, images, link_texts, moved_links
from mkdocs_handbook.lint.rules.pages import headings
from mkdocs_handbook.model import Finding, Handbook, Source
from mkdocs_handbook.util import processes

# With fewer pages than this for each process, one is sooner done.
LEAST = 200
# What reads the links of pages reads them once if one process does it all. What takes longest comes first.
FIRST: tuple[tuple[ModuleType, ...], ...] = ((dead_links, images, moved_links), (headings,), (link_texts,))
REST = [(one,) for one in rules.MODULES if not any(one in together for together in FIRST)]


def run(handbook: Handbook, codes: Collection[str]) -> list[Finding]:
    """Give what the chosen rules find in a handbook, as `rules.run` does; each process takes a part of them in turn."""
    parts = [chosen for chosen in (codes_of(modules, codes) for modules in (*FIRST, *REST)) if chosen]
    count = min(len(parts), processes.count(len(handbook.pages), LEAST))
    if count < 2:
        return list(rules.run(handbook, codes))
    sources = sources_of(handbook)
    results = processes.spread(len(parts), lambda number: packed(rules.run(handbook, parts[number]), sources), count)
    found = {number: unpacked(result, sources) for number, result in results}
    # What failed in another process fails here again, where somebody hears of it.
    return [
        finding
        for number, part in enumerate(parts)
        for finding in (found[number] if number in found else rules.run(handbook, part))
    ]


def codes_of(modules: Sequence[ModuleType], codes: Collection[str]) -> set[str]:
    """Give the chosen codes of rules that are in some modules and check something."""
    return {one.code for module in modules for one in module.RULES if one.check and one.code in codes}


def sources_of(handbook: Handbook) -> dict[str, Source]:
    """Give the texts of a handbook by their paths: each process has them, so that findings need not carry them."""
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


def packed(findings: Iterable[Finding], sources: Mapping[str, Source]) -> bytes:
    """Give findings as bytes, with the paths of texts that are known."""
    data = io.BytesIO()
    pickler = _Pickler(data, pickle.HIGHEST_PROTOCOL)
    pickler.sources = sources
    pickler.dump(list(findings))
    return data.getvalue()


def unpacked(data: bytes, sources: Mapping[str, Source]) -> list[Finding]:
    """Give the findings that bytes hold, with their texts."""
    unpickler = _Unpickler(io.BytesIO(data))
    unpickler.sources = sources
    found: list[Finding] = unpickler.load()
    return found
