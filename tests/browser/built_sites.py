"""Handbooks on disk, built by MkDocs itself and served."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from browser import chromium
from handbooks import NOON, build

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Site:
    """A built site: the handbook's folder, the site's folder, and its address, which ends in a slash."""

    root: Path
    folder: Path
    url: str


@contextlib.contextmanager
def built(root: Path, base: str, *, local: bool = False, now: datetime = NOON) -> Iterator[Site]:
    """Build a handbook on the tests' day or another, and serve it below a path; a `local` one knows the address that it has here."""
    with chromium.served(root / "site", base) as url:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SOURCE_DATE_EPOCH", str(int(now.timestamp())))
            result = build(root, site_url=url) if local else build(root)
        assert not result.error, result.messages
        yield Site(root, result.site, url)
