"""What is changed in a handbook before a run is measured."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

Edit = Callable[[Path], None]


def nothing(_root: Path) -> None:
    """Change nothing."""


def forget(root: Path) -> None:
    """Remove what was built and kept."""
    for name in ("site", ".cache", ".handbook"):
        shutil.rmtree(root / name, ignore_errors=True)


def middle_page(root: Path) -> Path:
    """Return a page in the middle of all."""
    pages = sorted((root / "content").rglob("*.md"))
    return pages[len(pages) // 2]


def edited_page(root: Path) -> bytes:
    """Return the text of that page with one more word, which stands nowhere else."""
    return middle_page(root).read_bytes() + f"\nWord {time.time_ns()}.\n".encode()


def page_edit(root: Path) -> None:
    """Add a word to a page in the middle of all."""
    middle_page(root).write_bytes(edited_page(root))


def title_edit(root: Path) -> None:
    """Change the title of a page in the middle of all."""
    for page in sorted((root / "content").rglob("*.md"))[400:]:
        lines = page.read_bytes().split(b"\n")
        if lines[0].startswith(b"# "):
            page.write_bytes(b"\n".join([f"# Title {time.time_ns()}".encode(), *lines[1:]]))
            return


def data_edit(root: Path) -> None:
    """Give a ritual another DRI."""
    path = sorted((root / "rituals").glob("*.rituals.yml"))[7]
    text = path.read_text(encoding="utf-8")
    now = text.partition("  dri: ")[2].partition("\n")[0]
    other = "anaadler" if now != "anaadler" else "boadler"
    path.write_text(text.replace(f"dri: {now}\n", f"dri: {other}\n", 1), encoding="utf-8")
