"""What stands in the way of a file of the site gives way to it, and nothing is written through a link."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mkdocs_handbook.builder.output_files import OutputFiles
from site_comparison import tree


def link(path: Path, target: Path) -> None:
    """Make a link where a file of the site belongs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


def text(path: Path) -> None:
    """Write a file that another one needs the place of."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("before", encoding="utf-8")


WAYS: dict[str, Callable[[Path, Path], None]] = {
    "nothing": lambda _site, _outside: None,
    "a link to a folder, for one above": lambda site, outside: link(site / "a", outside),
    "a link to a folder, for the folder": lambda site, outside: link(site / "a/b", outside),
    "a link to nothing, for one above": lambda site, outside: link(site / "a", outside / "gone"),
    "a link to a file, for the file": lambda site, outside: link(site / "a/b/index.html", outside / "kept"),
    "a file, for the folder": lambda site, _outside: text(site / "a/b"),
    "a file, for one above": lambda site, _outside: text(site / "a"),
    "a file, for the site": lambda site, _outside: text(site),
    "a folder, for the file": lambda site, _outside: text(site / "a/b/index.html/other"),
}


@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, make in WAYS.items()])
def test_what_stands_in_the_way(tmp_path: Path, make: Callable[[Path, Path], None]) -> None:
    site, outside = tmp_path / "site", tmp_path / "outside"
    text(outside / "kept")
    make(site, outside)
    outputs = OutputFiles(str(site), None)
    outputs.write("a/b/index.html", b"page")
    outputs.write("a/b/other.html", b"other")
    assert tree(site) == {"a/b/index.html": b"page", "a/b/other.html": b"other"}
    assert tree(outside) == {"kept": b"before"}
    assert not any(path.is_symlink() for path in site.rglob("*"))


def test_a_file_takes_the_place_of_a_folder_of_the_same_build(tmp_path: Path) -> None:
    outputs = OutputFiles(str(tmp_path / "site"), None)
    outputs.write("a/b/index.html", b"page")
    outputs.write("a/b", b"file")
    assert tree(tmp_path / "site") == {"a/b": b"file"}
