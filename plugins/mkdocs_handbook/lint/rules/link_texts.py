"""Rules of what links and pages say: texts that name nothing, addresses that harvesters find."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkdocs_handbook.links import page_links
from mkdocs_handbook.links.data_links import address_span, links_in_items
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Finding, Handbook, Page, Source, Span
from mkdocs_handbook.pages import outline
from mkdocs_handbook.util.wording import shortened

SAYING_NOTHING = r"(?:(?:click|see|read|look|right|over)[ ]+)?(?:here|this|(?:this|the)[ ]+(?:link|page)|link)"
EMPTY = re.compile(rf"[\W_]*{SAYING_NOTHING}[\W_]*\Z", re.IGNORECASE)
LIKELY = re.compile(rf"\[[\W_]{{0,9}}{SAYING_NOTHING}[\W_]{{0,9}}\](?:\((?P<url>[^()\s]*)|\[)", re.IGNORECASE)


@rule("HB306", "empty-link-text", "warning", scope="lint")
def empty_link_text(handbook: Handbook) -> Iterator[Finding]:
    """The text of a link says where it leads.

    People who skim a page see its links first, screen readers list links without the sentence around them, and search
    engines take the text for the title of the target. "Here" tells none of them anything.

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
    for page in handbook.pages:
        urls = {match["url"] for match in LIKELY.finditer(page.source.text, page.body)}
        for one in page_links.links_of_page(page, handbook.settings, said_of(urls)) if urls else ():
            text = one.reference.text
            if not one.reference.is_image and EMPTY.match(text):
                yield saying_nothing(page.source, one.span, text, one.reference.url)
    for file in handbook.files:
        for link in links_in_items(file.every, file.kind):
            text = link.text.strip("*_ ")
            if not link.is_image and EMPTY.match(text):
                yield saying_nothing(file.source, address_span(file.source, link), text, link.address)


def saying_nothing(source: Source, span: Span, text: str, url: str) -> Finding:
    """Give the finding of a link at its address."""
    message = f'the text "{shortened(text)}" says nothing of where this link leads, name that'
    return Finding("HB306", source, span, message, url=url)


def said_of(urls: set[str | None]) -> page_links.Wanted:
    """Give whether a link may be one of those whose text was found; of references, the address is not known."""
    return lambda reference: None in urls or reference.url in urls


@rule("HB307", "company-email", "warning", scope="lint")
def company_email(handbook: Handbook) -> Iterator[Finding]:
    """No e-mail address of the company is in clear text.

    A handbook is published, and spammers and phishers collect the addresses in it. The option `email_domains` lists the
    domains of the company. Without it, this rule finds nothing.

    Bad:

    ```yaml mkdocs.yml
    site_name: Handbook
    docs_dir: handbook
    plugins:
      - handbook:
          email_domains: [example.com]
    ```

    ```markdown handbook/a.md
    # A

    Write to payroll@example.com.
    ```

    Good:

    ```markdown handbook/a.md
    # A

    Ask in #help-payroll.
    ```

    Fix: none. Name a channel or a form instead.
    """
    domains = handbook.settings.email_domains
    if not domains:
        return
    address = re.compile(
        rf"(?<![\w.+%-])[\w.+%-]{{1,64}}@(?:[\w-]+\.)*(?:{'|'.join(map(re.escape, domains))})(?![\w-]|\.[\w-]*[^\W\d_])",
        re.I,
    )
    for source, span in (*in_pages(handbook.pages, address), *in_data(handbook, address)):
        text = source.text[span.start : span.end]
        yield Finding("HB307", source, span, f'"{shortened(text)}" stands in clear, name a channel or a form instead')


def in_pages(pages: tuple[Page, ...], address: re.Pattern[str]) -> Iterator[tuple[Source, Span]]:
    """Give where addresses stand on pages, outside of fences, comments and raw HTML."""
    for page in pages:
        if address.search(page.source.text, page.body):
            for line in outline.lines(page.source.text, page.body):
                for match in address.finditer(line.text):
                    yield page.source, Span(line.start + match.start(), line.start + match.end())


def in_data(handbook: Handbook, address: re.Pattern[str]) -> Iterator[tuple[Source, Span]]:
    """Give where addresses stand in data, outside of comments."""
    for file in handbook.files:
        for match in address.finditer(file.source.text):
            row = file.source.position(match.start()).row
            if not file.source.line(row).lstrip().startswith("#"):
                yield file.source, Span(*match.span())


RULES = (empty_link_text, company_email)
