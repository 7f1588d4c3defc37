"""Where the address of a link stands: each page is rendered as often as that is needed, and all ways agree."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from call_counter import calls_of
from handbooks import read, write
from mkdocs_handbook.links import link_positions
from mkdocs_handbook.links.link_candidates import LinkCandidate, candidates
from mkdocs_handbook.model import Page, Settings, Source
from mkdocs_handbook.pages import page_renderer

FORMS = (
    "[one]({})",
    "[one](<{0}>) and {1} in prose, ({2})",
    '[one]({} "title")',
    "[one][r], [r], [two][s]",
    "![image]({})",
    "[![image]({0})]({0})",
    "<a href='{0}'>{0}</a>",
    "<{}>",
    "`[one]({})`",
    "\\[one]({})",
    "<!-- [one]({}) -->",
    "[one](\\{})",
    "[one](&#98;)",
    "[one][r] `[r]: {}`",
    "    [one]({})",
    "- item\n\n      [code]({})",
    "> [quote]({})",
    "[^1] text\n\n[^1]: [note]({})",
    "[[{}]]",
    "[one]( {} )",
    "[one](\n{})",
    "[one](b{{++c++}})",
)
DEFINITIONS = ("[r]: {}", "[s]: <{}>", "[r]:\n  {}", "- item\n\n    [r]: {}", "    [s]: {}")
ADDRESS = st.sampled_from(("b", "c", "b.md", "https://example.com/b", "#b", "bc"))
TEXTS = st.lists(
    st.builds(str.format, st.sampled_from((*FORMS, *DEFINITIONS)), ADDRESS, ADDRESS, ADDRESS), max_size=6
).map("\n\n".join)
EXTENSIONS = ("toc", "attr_list", "footnotes", "md_in_html", "wikilinks", "pymdownx.critic", "pymdownx.superfences")


def ways(text: str) -> tuple[Sequence[LinkCandidate | None] | None, Sequence[LinkCandidate | None]]:
    """Return where the addresses of a text's links stand as the text alone tells, and as marks in it show."""
    chosen = Settings(markdown_extensions=EXTENSIONS)
    page = Page(Source("handbook/a.md", text), "a.md", "a/index.html")
    real, marked = page_renderer.render_page(text, chosen).references, candidates(page)[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(link_positions, "evident_addresses", lambda *_: None)
        shown = link_positions.addresses(text, 0, real, marked, chosen)
    return link_positions.evident_addresses(text, real, marked, chosen), shown


@given(TEXTS)
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_evident_is_what_marks_show(text: str) -> None:
    evident, shown = ways(text)
    if evident is not None and any(shown):
        assert evident == shown


@pytest.mark.parametrize(
    ("text", "is_evident"),
    [
        ("[one](b), [two](c) and b in prose (b)", True),
        ("[one](b), [two](b)", True),
        ("[one][r], [two][r] and [r]\n\n[r]: b", True),
        ("[one](b) and `[two](b)`", False),
        ("[one](&#98;) and `[two](b)`", False),
        # A backslash before a letter stays.
        ("[one](\\b) and `[two](b)`", True),
        ("[one](b) ![two](b)", False),
        ("[one][r], [two][s]\n\n[r]: b\n[s]: b", False),
        ("[one](b) and [[b]]", False),
    ],
)
def test_an_address_is_evident_that_can_stand_nowhere_else(text: str, is_evident: bool) -> None:
    evident, shown = ways(text)
    assert (evident is not None) is is_evident
    assert evident is None or evident == shown


def test_a_page_is_rendered_once_and_only_if_something_depends_on_it(tmp_path: Path) -> None:
    doubtful = "# {0}\n\n<b id='x'>b</b> [one][r], [one](dead-{0}.md)\n\n- # Heading\n\n[r]: gone-{0}.md\n"
    pages = {f"handbook/{name}.md": doubtful.format(name) for name in "abc"}
    links = "# Home\n\n[a](a.md#x), [a](a.md#y), [d](d.md#nope)\n"
    unasked = "# D\n\n- # Heading\n\n[one](index.md)\n"
    root = write(tmp_path, {**pages, "handbook/index.md": links, "handbook/d.md": unasked, "handbook/e.md": unasked})
    found = []
    made = calls_of(lambda: found.append(read(root)), page_renderer.convert_with)
    assert len([one for one in found[0][1] if one.code == "HB301"]) == 6
    texts = [arguments["text"] for _, arguments in made]
    assert sorted(texts) == sorted([unasked, *(doubtful.format(name) for name in "abc")])
