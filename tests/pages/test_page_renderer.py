"""Pages are rendered within bounds, whoever asks for it."""

from __future__ import annotations

from collections.abc import Callable

import markdown
import pytest

from call_counter import calls_of
from mkdocs_handbook.model import Settings
from mkdocs_handbook.pages import anchors, page_renderer, section_mover

# What Python-Markdown would read to its end again for each bracket.
TOO_MUCH = "[" * 3000
WAYS: dict[str, Callable[[str], object]] = {
    "HTML": lambda text: page_renderer.page_html(text, Settings()),
    "more extensions": lambda text: page_renderer.convert(text, Settings()),
    "the contents of a page": lambda text: page_renderer.render_page(text, Settings()),
    "a heading": lambda text: anchors.rendered_slug(text, Settings()),
    "sections": lambda text: section_mover.renders_the_same(text, text, [0], Settings()),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_too_much_is_never_rendered(way: str) -> None:
    def ask(text: str) -> None:
        try:
            WAYS[way](text)
        except page_renderer.TooMuchError as error:
            assert str(error) == "it is too much to be rendered"  # noqa: PT017

    assert calls_of(lambda: ask("[a](b.md)"), markdown.Markdown.convert)
    assert not calls_of(lambda: ask(TOO_MUCH), markdown.Markdown.convert)


def test_the_contents_of_what_is_too_much_are_none() -> None:
    rendered = page_renderer.render_page(f"# A\n\n{TOO_MUCH}", Settings())
    assert (rendered.ids, rendered.references, rendered.headings) == (frozenset(), (), ())
    assert "too much" in rendered.problem
