"""The rule of headings whose anchor a row of a table has (HB235)."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_handbook.links.data_links import resolver_of
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Finding, Handbook, Heading, Page, Settings
from mkdocs_handbook.pages import anchors, extension_effects, outline
from mkdocs_handbook.util.wording import shortened


@rule("HB235", "row-takes-anchor", "warning", scope="lint", cost="style")
def row_takes_anchor(handbook: Handbook) -> Iterator[Finding]:
    """No row of a table has the anchor that a heading of the page would have.

    Rows get their anchors first. The heading's then ends in a number, and links to it lead to the row.

    Bad:

    ```markdown handbook/ops.md
    # Ops

    ## Ritual: standup

    ## Rituals

    [Ops rituals](../rituals/ops.rituals.yml)
    ```

    ```yaml rituals/ops.rituals.yml
    - task: Standup
      startedOn: 2026-01-05
      frequency: Weekdays
      description: We say what we do.
      dri: ana
    ```

    Good:

    ```markdown handbook/ops.md
    # Ops

    ## How the standup goes

    ## Rituals

    [Ops rituals](../rituals/ops.rituals.yml)
    ```

    Fix: none. Give the heading other words, or an anchor of its own.
    """
    made, index = extension_effects.dialect(handbook.settings), resolver_of(handbook).anchors
    for page in handbook.checked if made.known and not handbook.settings.has_own_slugs else ():
        rows = index.tables(page) if page.embeds else ()
        for heading, name, is_given in named_headings(page, handbook.settings) if rows else ():
            if name in rows:
                own = "" if is_given else ", its own gets a number"
                message = (
                    f'heading "{shortened(heading.title)}" has the anchor "#{name}" of a row{own}: give it another one'
                )
                yield Finding("HB235", page.source, heading.span, message)


def named_headings(page: Page, settings: Settings) -> Iterator[tuple[Heading, str, bool]]:
    """Yield the headings of a page with the id that each has if no other one has it, "" if unknown, and whether it was given."""
    headings, made = outline.headings_of(page), extension_effects.dialect(settings)
    names = page.facts.once(
        "heading ids", lambda: [anchors.heading_id(one, made, settings) or ("", False) for one in headings]
    )
    yield from ((heading, *name) for heading, name in zip(headings, names, strict=True))


RULES = (row_takes_anchor,)
