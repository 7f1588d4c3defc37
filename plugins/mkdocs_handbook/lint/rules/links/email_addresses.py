"""The rule of e-mail addresses in clear text (HB307)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Finding, Handbook, Page, Source, Span
from mkdocs_handbook.pages import outline
from mkdocs_handbook.util.wording import shortened


@rule("HB307", "company-email", "warning", scope="lint", cost="style")
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
    for source, span in (*in_pages(handbook.checked, address), *in_data(handbook, address)):
        text = source.text[span.start : span.end]
        yield Finding("HB307", source, span, f'"{shortened(text)}" stands in clear, name a channel or a form instead')


def in_pages(pages: tuple[Page, ...], address: re.Pattern[str]) -> Iterator[tuple[Source, Span]]:
    """Yield the places of addresses on pages, outside of fences, comments and raw HTML."""
    for page in pages:
        if address.search(page.source.text, page.body):
            for line in outline.lines(page.source.text, page.body):
                for match in address.finditer(line.text):
                    yield page.source, Span(line.start + match.start(), line.start + match.end())


def in_data(handbook: Handbook, address: re.Pattern[str]) -> Iterator[tuple[Source, Span]]:
    """Yield the places of addresses in data, outside of comments."""
    for file in handbook.files:
        for match in address.finditer(file.source.text):
            row = file.source.position(match.start()).row
            if not file.source.line(row).lstrip().startswith("#"):
                yield file.source, Span(*match.span())


RULES = (company_email,)
