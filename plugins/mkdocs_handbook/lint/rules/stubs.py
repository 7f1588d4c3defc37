"""Rules of stubs.yml, whose findings arise while old addresses are resolved."""

from __future__ import annotations

from mkdocs_handbook.lint.rules.registry import loading

RULES = (
    loading(
        "HB401",
        "vanished-address",
        """
        An address that was published still leads somewhere: to a page, a heading, a table row, or a stub.

        Checked by `lint --since REV` alone, which compares with a revision of git. A page that is deleted or renamed, a heading
        whose words change and a ritual that gets another name each break the bookmarks and links that others have to them; an entry
        of `stubs.yml` keeps those working. So does `gone`, which says that nothing took its place. An entry that is removed from
        `stubs.yml` breaks its old address in the same way.

        Fix: safe where git or the text tell where it went: a page that git calls renamed, a heading or row that stands elsewhere
        with the same text. Unsafe where only the titles are alike, and for a stub that was removed. It writes an entry into
        `stubs.yml`. Without a guess there is none, and you write where the old address leads, or `gone`. Nor is there one where only
        the letter case of a page's address changed: its stub would be the same file on many hosts (HB406). Give the page another name.
        """,
        scope="lint",
    ),
    loading(
        "HB402",
        "stub-loop",
        """
        A chain of stubs ends somewhere.

        Of two old addresses that lead to each other, a browser would follow both until it gives up, and the reader sees
        neither page. None of them is written.

        Bad:

        ```yaml rituals/stubs.yml
        benefits.md: perks.md
        perks.md: benefits.md
        ```

        Good:

        ```yaml rituals/stubs.yml
        benefits.md: index.md
        perks.md: index.md
        ```

        Fix: none. Where the page is now, the circle does not tell.
        """,
    ),
    loading(
        "HB403",
        "stub-chain",
        """
        A stub leads to where things are now, not to another old address.

        The build follows the chain, so the reader arrives. But once the second line is removed, the first one is dead,
        and whoever reads the file is sent from line to line.

        Bad:

        ```yaml rituals/stubs.yml
        benefits.md: perks.md
        perks.md: index.md
        ```

        Good:

        ```yaml rituals/stubs.yml
        benefits.md: index.md
        perks.md: index.md
        ```

        Fix: safe. Writes the address at the end of the chain, to which the stub leads already.
        """,
        "warning",
    ),
    loading(
        "HB404",
        "dead-stub",
        """
        A stub leads to a page and an anchor that exist.

        A reader with an old bookmark would be led on, and then to "not found" or to the top of a long page: worse than no
        stub, since it looks as if somebody had taken care. When the target moved again, write where it is now.

        Bad:

        ```yaml rituals/stubs.yml
        on-call.md: engineering.md#on-call
        ```

        ```markdown handbook/engineering.md
        # Engineering

        ## On-call rotation
        ```

        Good:

        ```yaml rituals/stubs.yml
        on-call.md: engineering.md#on-call-rotation
        ```

        Fix: none. The finding names the nearest page or anchor.
        """,
    ),
    loading(
        "HB405",
        "stub-over-live",
        """
        A stub stands only where no live page and no live anchor is.

        The redirect would take the place of the page, and nobody could read that any more. Remove the stub, or the page
        that has moved.

        Bad:

        ```yaml rituals/stubs.yml
        on-call.md: index.md
        perks.md: index.md
        ```

        ```markdown handbook/on-call.md
        # On-call
        ```

        Good:

        ```yaml rituals/stubs.yml
        perks.md: index.md
        ```

        Fix: none. Which of the two is meant, only people know.
        """,
    ),
    loading(
        "HB406",
        "stub-clash",
        """
        An old address stands once, and differs from every other file by more than letter case.

        Of two lines for one address, one is ignored, and whoever changes that one wonders. Two addresses that differ only
        in letter case are one file on many hosts, on Windows and on macOS: which of them is served would depend on where
        the site was built.

        Bad:

        ```yaml rituals/stubs.yml
        Perks.md: index.md
        perks.md: index.md
        ```

        Good:

        ```yaml rituals/stubs.yml
        perks.md: index.md
        ```

        Fix: none.
        """,
    ),
    loading(
        "HB407",
        "unsafe-stub",
        """
        Old addresses stay inside the site; new ones are pages or other files of it, or http, https and mailto.

        A stub is a file that the build writes: a path with `..` would be written outside the site, and a new address such
        as `javascript:` would run in the reader's browser. Paths begin inside the pages' folder, without its name.

        Bad:

        ```yaml rituals/stubs.yml
        handbook/perks.md: index.md
        ```

        Good:

        ```yaml rituals/stubs.yml
        perks.md: index.md
        ```

        Fix: none.
        """,
    ),
    loading(
        "HB408",
        "stub-pattern",
        """
        A folder's stub ends in `/**` on both sides.

        It stands for one stub for each page that is now under the new folder, so each old address leads to the page of the
        same name. With a pattern on one side only, nobody can tell which page belongs to which.

        Bad:

        ```yaml rituals/stubs.yml
        hr/**: people/
        ```

        ```markdown handbook/people/hiring.md
        # Hiring
        ```

        Good:

        ```yaml rituals/stubs.yml
        hr/**: people/**
        ```

        Fix: none.
        """,
    ),
    loading(
        "HB409",
        "homeless-stub",
        """
        The page of a moved heading exists, or has a stub of its own.

        The server never sees what stands behind the `#`: only a page at the old address can lead on to where the heading
        is now. Without one, the reader gets "not found".

        Bad:

        ```yaml rituals/stubs.yml
        on-call.md#escalation: index.md
        ```

        Good:

        ```yaml rituals/stubs.yml
        on-call.md: index.md
        on-call.md#escalation: index.md
        ```

        Fix: none. Where the rest of the page went, only people know.
        """,
    ),
)
