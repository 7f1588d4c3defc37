"""Rules of the files of pages: groups, navigation, merge conflicts, addresses (HB204, HB227 to HB229, HB234)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Finding, Handbook, Page, Span
from mkdocs_handbook.pages import group_pages, outline, rendering_effort
from mkdocs_handbook.util.patterns.ignore_patterns import IgnoreSpec
from mkdocs_handbook.util.wording import shortened


@rule("HB227", "page-not-in-nav", "warning", "lint", cost="style")
def page_not_in_nav(handbook: Handbook) -> Iterator[Finding]:
    """If mkdocs.yml has a `nav`, every page is in it.

    Readers find a page outside the navigation only by search, and soon nobody maintains it. List the pages that you
    leave out on purpose in `not_in_nav`. If a plugin makes the navigation, this rule reports nothing.

    Bad:
    ```yaml mkdocs.yml
    site_name: Handbook
    docs_dir: handbook
    nav:
      - index.md
    plugins:
      - handbook
    ```
    ```markdown handbook/team.md
    # Team
    ```

    Good:
    ```yaml mkdocs.yml
    site_name: Handbook
    docs_dir: handbook
    nav:
      - index.md
      - team.md
    plugins:
      - handbook
    ```

    Fix: none. Only the author knows where in the navigation the page belongs.
    """
    if handbook.settings.nav is None:
        return
    hidden = IgnoreSpec(handbook.settings.not_in_nav)
    for page in handbook.checked:
        if page.uri not in handbook.settings.nav and not hidden.match_file(page.uri):
            message = f'page is in no navigation, add "{page.uri}" to "nav" in mkdocs.yml, or to "not_in_nav"'
            yield Finding("HB227", page.source, Span(0, 0), message)


@rule("HB228", "merge-conflict", scope="lint", cost="dead for readers")
def merge_conflict(handbook: Handbook) -> Iterator[Finding]:
    """A page has no unresolved merge conflict.

    Readers would see both sides and the markers between them. Until you resolve the conflict, nothing on the page is
    fixed, because markers that move apart can no longer be understood.

    Bad:

    ```markdown handbook/a.md
    # A

    <<<<<<< HEAD
    We meet on Monday.
    =======
    We meet on Tuesday.
    >>>>>>> move-the-meeting
    ```

    Good:

    ```markdown handbook/a.md
    # A

    We meet on Tuesday.
    ```

    Fix: none. Only people know which side is right.
    """
    for page in handbook.checked:
        if "<<<<<<< " in page.source.text and ">>>>>>> " in page.source.text:
            for line in outline.lines(page.source.text, page.body):
                if line.text.startswith("<<<<<<< "):
                    span = Span(line.start, line.end)
                    yield Finding("HB228", page.source, span, "an unresolved merge conflict, keep one of the two sides")


@rule("HB204", "two-group-pages")
def two_group_pages(handbook: Handbook) -> Iterator[Finding]:
    """A group has one page.

    With two pages, it is unclear which one has to show the group's data, and readers of the other one miss it. A
    group's page is `<group>/README.md`, `<group>/index.md` or `<group>.md`, or the one with `group: <group>` in its
    front matter.

    Bad:

    ```markdown handbook/engineering/team.md
    ---
    group: engineering
    ---

    # The engineering team
    ```

    ```markdown handbook/engineering/README.md
    ---
    group: engineering
    ---

    # Engineering
    ```

    Good:

    ```markdown handbook/engineering/team.md
    # The engineering team
    ```

    Fix: none. Only people know which page it is.
    """
    for group, claims in group_pages.claims(handbook).items():
        for page in claims[1:]:
            span = page.front_matter.span("group") if page.front_matter and page.group else Span(page.body, page.body)
            message = f'"{page.uri}" and "{claims[0].uri}" are both the page of group "{group}", one page can be it'
            yield Finding("HB204", page.source, span, message)


@rule("HB229", "too-much-to-render", "warning", scope="lint", cost="style")
def too_much_to_render(handbook: Handbook) -> Iterator[Finding]:
    """A page can be rendered in about a second.

    Python-Markdown looks for the end of each bracket, tag and code span up to the end of the paragraph. With thousands
    that have no end, or end far behind, a page of 20 kB takes minutes, and so does one with many lists or quotes in one
    another, with thousands of fences that have no end, of definitions, abbreviations or references of one footnote, or with
    a table of thousands of columns, each of whose rows gets all cells. Lint does not render such a page, nor one of more
    than a million characters: no link on it or to its headings is called dead.

    Bad:

    ```markdown handbook/a.md
    # A

    > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > This was forwarded too often.
    ```

    Good:

    ```markdown handbook/a.md
    # A

    > This was forwarded too often.
    ```

    Fix: none. Put what is no Markdown into a code block, or split the page.
    """
    for page in handbook.checked:
        if span := rendering_effort.excess_of(page):
            there = shortened(page.source.text[span.start : span.end])
            message = (
                f'from "{there}" on, this page is too much to render, links on it and to its headings are not checked'
            )
            yield Finding("HB229", page.source, span, message)


@rule("HB234", "two-pages-one-address", scope="lint", cost="dead for readers")
def two_pages_one_address(handbook: Handbook) -> Iterator[Finding]:
    """A page has its address for itself.

    `spending.md` and `spending/README.md` both become `/spending/`. The site has only the one that is written last, and
    MkDocs does not say that the other one is missing. The same holds for a page and a file, such as `spending/index.html`.

    Bad:

    ```markdown handbook/spending.md
    # Spending
    ```

    ```markdown handbook/spending/README.md
    # Spending money
    ```

    Good:

    ```markdown handbook/spending.md
    ```

    ```markdown handbook/spending/README.md
    # Spending money
    ```

    Fix: none. Only people know which text belongs there. Merge the pages, or rename one of them.
    """
    by_dest: dict[str, list[Page]] = defaultdict(list)
    # MkDocs writes the pages of a folder before those of the folders in it.
    for page in sorted(handbook.pages, key=lambda page: (page.uri.count("/"), page.uri)):
        by_dest[page.dest].append(page)
    for *hidden, last in by_dest.values():
        for page in hidden:
            message = (
                f'"{page.uri}" and "{last.uri}" have one address, the site has only "{last.uri}": merge or rename them'
            )
            yield Finding("HB234", page.source, Span(0, 0), message)
        # MkDocs copies files before it writes pages.
        if last.dest in handbook.other_files:
            message = f'"{last.uri}" and the file "{last.dest}" have one address, the site has only the page: rename one of them'
            yield Finding("HB234", last.source, Span(0, 0), message)


RULES = (two_group_pages, two_pages_one_address, page_not_in_nav, merge_conflict, too_much_to_render)
