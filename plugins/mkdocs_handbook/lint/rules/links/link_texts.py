"""The rule of link texts that say nothing (HB306)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkdocs_handbook.links import page_links
from mkdocs_handbook.links.data_links import address_span, links_in_items
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Finding, Handbook, Source, Span
from mkdocs_handbook.util.patterns.late_patterns import late_pattern
from mkdocs_handbook.util.wording import shortened

POINTER = r"(?:(?:click|see|read|look|right|over)[ ]+)?(?:here|this|(?:this|the)[ ]+(?:link|page)|link)"
EMPTY_TEXT = late_pattern(rf"[\W_]*{POINTER}[\W_]*\Z", re.IGNORECASE)
LIKELY_LINK = late_pattern(rf"\[[\W_]{{0,9}}{POINTER}[\W_]{{0,9}}\](?:\((?P<url>[^()\s]*)|\[)", re.IGNORECASE)


@rule("HB306", "empty-link-text", "warning", scope="asked", cost="style")
def empty_link_text(handbook: Handbook) -> Iterator[Finding]:
    """The text of a link says where it leads.

    People who skim a page see its links first, screen readers list links without the sentence around them, and search
    engines take the text for the title of the target. "Here" tells none of them anything. The sentence around it does,
    and most handbooks leave it at that, so this runs where you select it.

    Bad:

    ```markdown handbook/a.md
    # A

    Click [here](https://example.com/benefits) for the benefits.
    ```

    Good:

    ```markdown handbook/a.md
    # A

    See [the benefits](https://example.com/benefits).
    ```

    Fix: none. Only the author can name the target.
    """
    for page in handbook.checked:
        urls = {match["url"] for match in LIKELY_LINK.finditer(page.source.text, page.body)}
        for reference, span, _ in page_links.links_of_page(page, handbook.settings, has_one_of(urls)) if urls else ():
            if not reference.is_image and EMPTY_TEXT.match(reference.text):
                yield empty_text(page.source, span, reference.text, reference.url)
    for file in handbook.files:
        for link in links_in_items(file.all_items, file.kind):
            text = link.text.strip("*_ ")
            if not link.is_image and EMPTY_TEXT.match(text):
                yield empty_text(file.source, address_span(file.source, link), text, link.address)


def empty_text(source: Source, span: Span, text: str, url: str) -> Finding:
    """Return the finding of a link whose text says nothing; `span` is that of its address."""
    message = f'the text "{shortened(text)}" says nothing of where this link leads, name that'
    return Finding("HB306", source, span, message, url=url)


def has_one_of(urls: set[str | None]) -> page_links.Wanted:
    """Return a function that tells whether a link has one of some addresses; None is a reference, whose address is unknown."""
    return lambda reference: None in urls or reference.url in urls


RULES = (empty_link_text,)
