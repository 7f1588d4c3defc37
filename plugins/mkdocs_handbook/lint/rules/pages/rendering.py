"""The rule of pages on which a Markdown extension fails (HB230)."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_handbook.links.broken_links import broken_in_pages
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Finding, Handbook, Page, Settings, Span
from mkdocs_handbook.pages import extension_effects, page_renderer
from mkdocs_handbook.pages.rendering_effort import excess
from mkdocs_handbook.util.wording import shortened


@rule("HB230", "failing-extension", scope="lint")
def failing_extension(handbook: Handbook) -> Iterator[Finding]:
    """The Markdown extensions of the site can render every page.

    A build stops at the first page on which an extension fails, for example because a snippet does not exist, and does not
    tell the line. Links to places on such a page are not checked. Pages are rendered only where a rule needs it, and where
    they have snippets, so that lint does not find every failure.

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
    # Whatever needs a page to be rendered has rendered it then.
    broken_in_pages(handbook)
    for page in handbook.pages:
        if extension_effects.SNIPPET in page.source.text and not excess(page.source.text, page.body):
            page_renderer.render_page(page.source.text[page.body :], handbook.settings)
    failed = page_renderer.failures(handbook.settings)
    for page in handbook.pages if failed else ():
        part = next((text for text in failed if text.strip() and text.strip() in page.source.text[page.body :]), None)
        if part is not None:
            message = f"the Markdown extensions fail here: {shortened(failed[part], 200)}"
            yield Finding("HB230", page.source, failing_line(page, part, handbook.settings), message)


def failing_line(page: Page, part: str, settings: Settings) -> Span:
    """Return the first line of a part of a page with which that can no longer be rendered.

    The lines are halved, so that few of them need to be rendered.
    """
    lines = part.strip().splitlines(keepends=True)
    good, bad = 0, len(lines)
    while bad - good > 1:
        middle = (good + bad) // 2
        if page_renderer.render_page("".join(lines[:middle]), settings).problem:
            bad = middle
        else:
            good = middle
    start = page.source.text.index(part.strip(), page.body) + sum(map(len, lines[:good]))
    return Span(start, start + len(lines[good].rstrip()))


RULES = (failing_extension,)
