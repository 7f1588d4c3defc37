"""What all rows of a benchmark share: handbooks, peers, the number of runs, and the commands."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import generate

HANDBOOK = (sys.executable, "-m", "mkdocs_handbook.cli")
BUILD = (*HANDBOOK, "build", "--quiet")
MKDOCS = (sys.executable, "-m", "mkdocs", "build", "--quiet")
# One day for all runs: what is found may depend on it.
LINT = (*HANDBOOK, "lint", "--format", "concise", "--today", "2026-11-20")


@dataclass(frozen=True, slots=True)
class Setting:
    """Handbooks below a folder: one with data, and copies without, one for each program that changes them."""

    folder: Path
    archive: Path
    data: generate.Corpus
    runs: int

    def peer(self, name: str) -> str:
        """Return the path of a peer's program."""
        return str(self.folder / "peers" / "bin" / name)

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
