"""Findings as bytes, for the way from one process to another: the texts of files, which both have, stay out of them."""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterable, Mapping
from typing import Any

from mkdocs_handbook.model import Finding, Source


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
