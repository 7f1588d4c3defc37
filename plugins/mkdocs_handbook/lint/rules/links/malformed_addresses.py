"""The rule of addresses that no program can read (HB309)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from mkdocs_handbook.links import page_links
from mkdocs_handbook.lint.rules import kept_findings
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Finding, Handbook, Page, Settings
from mkdocs_handbook.pages.page_renderer import Reference
from mkdocs_handbook.util.wording import shortened

# A host may have brackets or letters beyond ASCII only in certain ways; all others are read.
LIKELY = re.compile(r"//[^\s/?#]*(?:[\[\]]|[^\x00-\x7f])|//[^\s/?#]*&")


@rule("HB309", "malformed-address", cost="dead for readers")
def malformed_address(handbook: Handbook) -> Iterator[Finding]:
    """The address of a link or image is one that programs can read.

    MkDocs stops at an address that it cannot read, and does not tell the line. Most have a text right behind them, or
    brackets in the name of the host.

    Bad:

    ```markdown handbook/a.md
    # A

    See [the chat](https://chat.example.com[200+users]) of all.
    ```

    Good:

    ```markdown handbook/a.md
    # A

    See [the chat](https://chat.example.com) of all (200+ users).
    ```

    Fix: none.
    """
    return kept_findings.findings("HB309", handbook.checked, handbook.settings, malformed_addresses)


def malformed_addresses(page: Page, settings: Settings) -> Iterator[Finding]:
    """Yield the findings of the addresses of a page that cannot be split."""
    if LIKELY.search(page.source.text, page.body):
        for located in page_links.links_of_page(page, settings, is_malformed):
            url = shortened(located.reference.url)
            message = f'"{url}" is no address that can be read, its host has brackets or other odd characters'
            yield Finding("HB309", page.source, located.span, message)


def is_malformed(reference: Reference) -> bool:
    """Return whether Python, and so MkDocs, cannot split the address of a link."""
    try:
        urlsplit(reference.url)
    except ValueError:
        return True
    return False


RULES = (malformed_address,)
