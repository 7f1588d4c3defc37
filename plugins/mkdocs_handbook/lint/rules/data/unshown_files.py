"""Rules of data files that no page shows (HB132, HB133)."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_handbook.links import item_urls
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import DataFile, Finding, Handbook, Span
from mkdocs_handbook.pages import closing_order, group_pages
from mkdocs_handbook.util.wording import guesser


@rule("HB132", "unshown-file", "warning", "lint")
def unshown_file(handbook: Handbook) -> Iterator[Finding]:
    """A page shows every data file that has items.

    Readers cannot see data that no page shows, and nobody notices when it goes out of date. For boards, rituals and
    channels of a group with a page, HB203 reports this.

    Bad:

    ```yaml rituals/support.rotations.yml
    - rotation: Support rotation
      startsOn: 2026-01-05
      every: 1 week
      members: [ana, bo]
    ```

    ```markdown handbook/support.md
    # Support
    ```

    Good:

    ```markdown handbook/support.md
    # Support

    [Support rotation](../rituals/support.rotations.yml)
    ```

    Fix: none. Only the author knows where on the page the table belongs.
    """
    own = group_pages.pages(handbook)
    closing = () if handbook.settings.order == "off" else closing_order.titles(handbook.settings)
    for file in unshown(handbook):
        page = own.get(file.group)
        if page and file.kind.name not in closing:
            message = f'no page shows this file, "{page.uri}" is the page of group "{file.group}"'
            yield Finding("HB132", file.source, Span(0, 0), message)


@rule("HB133", "group-without-page", "warning", "lint")
def group_without_page(handbook: Handbook) -> Iterator[Finding]:
    """The group of a data file has a page, or another page shows the file.

    The name of a data file begins with the name of its group. If no page belongs to that group, either the name is
    misspelled, or the page is not written yet.

    Bad:

    ```yaml rituals/suport.channels.yml
    - channel: "#help-customers"
      dri: ana
    ```

    ```markdown handbook/support/README.md
    # Support
    ```

    Good:

    ```yaml rituals/suport.channels.yml
    []
    ```

    ```yaml rituals/support.channels.yml
    - channel: "#help-customers"
      dri: ana
    ```

    ```markdown handbook/support/README.md
    # Support

    ## Slack channels

    [Channels](../../rituals/support.channels.yml)
    ```

    Fix: none. A tool cannot know whether the file or the page has the wrong name.
    """
    own, guess_group = group_pages.pages(handbook), guesser(possible_groups(handbook))
    for file in unshown(handbook):
        if file.group not in own:
            guess = guess_group(file.group)
            hint = (
                f'did you mean "{guess}"?'
                if guess
                else f'write "{file.group}/README.md" or put "group: {file.group}" into the front matter of its page'
            )
            message = f'group "{file.group}" has no page that could show this file, {hint}'
            yield Finding("HB133", file.source, Span(0, 0), message)


def possible_groups(handbook: Handbook) -> set[str]:
    """Return the names that groups with a page have or could have, from front matter and from paths."""
    groups = {page.group for page in handbook.pages if page.group}
    for uri in handbook.by_uri:
        name, _, rest = uri.partition("/")
        if rest in group_pages.INDEXES or (not rest and uri not in group_pages.INDEXES):
            groups.add(name.removesuffix(".md"))
    return groups


def unshown(handbook: Handbook) -> Iterator[DataFile]:
    """Yield the data files of groups that have items and that no page shows."""
    shown = item_urls.all_tables(handbook)
    return (file for file in handbook.files if file.group and file.all_items and file.source.path not in shown)


RULES = (unshown_file, group_without_page)
