"""What all rows of a benchmark share: handbooks, peers, the number of runs, and the commands."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import generate
from fresh_installs import Environment

# One day for all runs: what is found may depend on it.
LINT = ("lint", "--format", "concise", "--today", "2026-11-20")
BUILD = ("build", "--quiet")


@dataclass(frozen=True, slots=True)
class Setting:
    """Handbooks below a folder: one with data, and copies without, one for each program that changes them.

    This package is installed as users have it, beside MkDocs: code that is edited in place has no version, so that each run
    looks at all of it.
    """

    folder: Path
    archive: Path
    data: generate.Corpus
    runs: int
    installed: Environment
    peers: Environment

    def python(self, *words: str) -> tuple[str, ...]:
        """Return a command of the Python that has this package."""
        return (self.installed.program("python"), *words)

    def handbook(self, *words: str) -> tuple[str, ...]:
        """Return a command of this package."""
        return (self.installed.program("handbook"), *words)

    def mkdocs(self, *words: str) -> tuple[str, ...]:
        """Return a command that builds with MkDocs."""
        return (self.installed.program("mkdocs"), *BUILD, *words)

    def zensical(self, *words: str) -> tuple[str, ...]:
        """Return a command of Zensical."""
        return (self.peers.program("zensical"), *words)

    def copy(self, name: str) -> Path:
        """Return a copy of the corpus without data, made when it is asked for first."""
        root = self.folder / name
        return next(root.glob("*/mkdocs.yml")).parent if root.exists() else generate.unpack(self.archive, root)

    def sized(self, size: int) -> Path:
        """Return a handbook of a number of pages: some of the corpus, or all of it several times."""
        source, root = self.copy("own"), self.folder / f"pages-{size}"
        if root.exists():
            return root
        root.mkdir()
        shutil.copy(source / "mkdocs.yml", root)
        pages = sorted((source / "content").rglob("*.md"))
        for copy in range(max(1, size // len(pages))):
            for page in pages[: min(size, len(pages))]:
                target = root / "content" / f"copy{copy}" / page.relative_to(source / "content")
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(page, target)
        return root
