"""Configurations: how they are called, where the nearest one is, and the engines that one may name.

A build needs this before all else, so it imports nothing.
"""

from __future__ import annotations

from pathlib import Path

CONFIGS = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml")
ENGINES = ("mkdocs", "properdocs", "zensical")


def find_config(start: Path) -> Path | None:
    """Return the nearest mkdocs.yml in a folder or above it, or what ProperDocs has in its place."""
    folders = [start, *start.parents]
    return next(
        (path for folder in folders for name in CONFIGS if (path := folder / name).is_file()),
        None,
    )
