"""What is wrong with addresses that were never meant as the path of a page."""

from __future__ import annotations

import pytest

from mkdocs_handbook.lint.rules.links import link_slips

SLIPS = [
    ("help@example.com", "mailto:help@example.com", True),
    ("first.last+tag@mail.example.co.uk", "mailto:first.last+tag@mail.example.co.uk", True),
    ("github.com/orgs/example", "https://github.com/orgs/example", False),
    ("WWW.Example.museum", "https://WWW.Example.museum", False),
    ("example.com:8080/x?y#z", "https://example.com:8080/x?y#z", False),
    ("\u200bhttps://example.com/", "https://example.com/", True),
    ("a%E2%80%8B.md", "a.md", True),
    ("a%20b\ufeff.md", "a%20b.md", True),
    ("[https://example.com](https://example.com)", "https://example.com", True),
    ("[a](b.md", "b.md", True),
]
PATHS = ["link", "TBD", "notes.md", "setup.py", "v1.2", "team/", "../a.b/c", "@ana", "a%20b.md", "नमस्\u200dते.md", "#x"]


@pytest.mark.parametrize(("url", "meant", "is_sure"), SLIPS)
def test_slips(url: str, meant: str, is_sure: bool) -> None:
    found = link_slips.slip(url)
    assert found is not None
    assert (found.meant, found.is_sure) == (meant, is_sure)
    assert link_slips.slip(meant) is None, "what is meant has no slip"


@pytest.mark.parametrize("url", PATHS)
def test_paths_have_none(url: str) -> None:
    assert link_slips.slip(url) is None
