"""The rule of pages on which a Markdown extension fails (HB230)."""

from __future__ import annotations

from collections.abc import Iterator, Set

from mkdocs_handbook.links import broken_links
from mkdocs_handbook.links.site import snippet_texts
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Finding, Handbook, Page, Settings, Span
from mkdocs_handbook.pages import anchors, extension_effects, page_renderer, rendering_effort
from mkdocs_handbook.util.wording import shortened


@rule("HB230", "failing-extension", scope="lint", cost="dead for readers")
def failing_extension(handbook: Handbook) -> Iterator[Finding]:
    """The Markdown extensions of the site can render every page.

    A build stops at the first page on which an extension fails, for example because a snippet does not exist, and
    `mkdocs build` does not tell the line. Links to places on such a page are not checked. Only pages are rendered whose lines alone cannot tell
    where links lead, such as those with snippets, so that lint does not find every failure.

    Bad:

    ```yaml mkdocs.yml
    site_name: Handbook
    docs_dir: handbook
    plugins: [handbook]
    markdown_extensions: [{pymdownx.snippets: {check_paths: true}}]
    ```

    ```markdown handbook/a.md
    # A

    --8<-- "contacts.md"
    ```

    Good:

    ```markdown handbook/a.md
    # A

    Ask in the office.
    ```

    Fix: none.
    """
    asked = broken_links.checked_links(handbook).asked
    for page in handbook.checked:
        if not is_to_be_rendered(page, handbook.settings, asked):
            continue
        if problem := problem_of(page, handbook.settings):
            message = f"the Markdown extensions fail here: {shortened(problem, 200)}"
            yield Finding("HB230", page.source, failing_line(page, handbook.settings), message)


def is_to_be_rendered(page: Page, settings: Settings, asked: Set[str]) -> bool:
    """Return whether a page can be rendered, and its snippets fail, or its lines cannot tell what was asked of it."""
    text, dialect = page.source.text, extension_effects.dialect(settings)
    if rendering_effort.excess_of(page):
        return False
    if extension_effects.brings_text(text, settings) and snippet_texts.problem(text[page.body :], settings):
        return True
    is_asked = not dialect.known or page.dest in asked
    return is_asked and not anchors.are_told(page, settings)


def problem_of(page: Page, settings: Settings) -> str:
    """Return how an extension fails on a page, "" where none does."""
    if extension_effects.brings_text(page.source.text, settings):
        return page_renderer.render_page(page.source.text[page.body :], settings).problem
    return anchors.problem_of(page, settings)


def failing_line(page: Page, settings: Settings) -> Span:
    """Return the first line of a page with which that can no longer be rendered.

    The lines are halved, so that few of them need to be rendered.
    """
    lines = page.source.text[page.body :].splitlines(keepends=True) or [""]
    good, bad = 0, len(lines)
    while bad - good > 1:
        middle = (good + bad) // 2
        if page_renderer.render_page("".join(lines[:middle]), settings).problem:
            bad = middle
        else:
            good = middle
    start = page.body + sum(map(len, lines[:good]))
    return Span(start, start + len(lines[good].rstrip()))


RULES = (failing_extension,)
