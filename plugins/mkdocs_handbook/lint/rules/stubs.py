"""Rules of stubs (HB401 to HB409); found while old addresses are resolved, or compared with a git revision."""

from __future__ import annotations

from mkdocs_handbook.lint.rules.registry import loading

RULES = (
    loading(
        "HB401",
        "vanished-address",
        """
        An address that was published still leads somewhere: to a page, a heading, a table row, or a stub.

        Only `lint --since REV` checks this rule, because it compares the handbook with a git revision. If you delete or
        rename a page, change the words of a heading or rename a ritual, you break the bookmarks and links that other
        people have. An entry in `stubs.yml` keeps them working. So does `gone`, which says that nothing took its place.
        If you remove an entry from `stubs.yml`, its old address breaks in the same way.

        Fix: safe if git or the text show where the content went: git reports the page as renamed, or a heading or row
        with the same text is elsewhere; unsafe if only the titles are similar, and for a stub that was removed. Adds an
        entry to `stubs.yml`. If there is no guess, there is no fix: write where the old address leads, or `gone`. There
        is none either if only the letter case of a page's address changed, because its stub would be the same file on
        many hosts (HB406). Give the page another name.
        """,
        scope="lint",
        cost="dead for readers",
    ),
    loading(
        "HB402",
        "stub-loop",
        """
        A chain of stubs has an end.

        If two old addresses lead to each other, a browser follows them until it gives up, and readers see neither page.
        Neither stub is written.

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

        Fix: none. The loop does not show where the page is now.
        """,
        cost="dead for readers",
    ),
    loading(
        "HB403",
        "stub-chain",
        """
        A stub leads to a current address, not to another old one.

        The build follows the chain, so readers arrive. But if you remove the second entry, the first one breaks, and
        people who read the file have to go from entry to entry.

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

        Fix: safe. Writes the address at the end of the chain, where the stub leads already.
        """,
        "warning",
        cost="style",
    ),
    loading(
        "HB404",
        "dead-stub",
        """
        A stub leads to a page and an anchor that exist.

        Readers with an old bookmark would be sent to "not found" or to the top of a long page. That is worse than no
        stub, because the old address looks as if it were taken care of. If the target has moved again, write its
        current address.

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

        Fix: none. The finding names the most similar page or anchor.
        """,
        cost="dead for readers",
    ),
    loading(
        "HB405",
        "stub-over-live",
        """
        A stub is only where there is no live page and no live anchor.

        The redirect would replace the page, and nobody could read it any more. Remove the stub, or the page that has
        moved.

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

        Fix: none. Only people know which of the two is meant.
        """,
        cost="dead for readers",
    ),
    loading(
        "HB406",
        "stub-clash",
        """
        An old address has one entry, and differs from every other file by more than letter case.

        If an address has two entries, one is ignored, and editing that one changes nothing. Addresses that differ only
        in letter case are the same file on many hosts, on Windows and on macOS. Which of them is served would depend on
        the machine that built the site.

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
        cost="dead for readers",
    ),
    loading(
        "HB407",
        "unsafe-stub",
        """
        Old addresses are inside the site; new ones are pages or other files of it, or http, https and mailto.

        A stub is a file that the build writes. A path with `..` would be written outside the site, and a new address
        such as `javascript:` would run in the reader's browser. Paths begin inside the pages' folder, without its name. Of a
        heading, the anchor belongs behind the `#`, and not its text.

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
        cost="dead for readers",
    ),
    loading(
        "HB408",
        "stub-pattern",
        """
        The stub of a folder ends in `/**` on both sides.

        It stands for a stub for each page that is now in the new folder, so each old address leads to the page of the
        same name. If only one side has the pattern, it is unclear which pages belong together. Anywhere else a `*` is no
        pattern, and no address that somebody could ask for.

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
        cost="dead for readers",
    ),
    loading(
        "HB409",
        "homeless-stub",
        """
        The page of a moved heading exists, or has its own stub.

        The server never sees the part of an address after the `#`. Only a page at the old address can lead readers to
        the new place of the heading. Without one, they get "not found".

        Bad:

        ```yaml rituals/stubs.yml
        on-call.md#escalation: index.md
        ```

        Good:

        ```yaml rituals/stubs.yml
        on-call.md: index.md
        on-call.md#escalation: index.md
        ```

        Fix: none. Only people know where the rest of the page went.
        """,
        cost="dead for readers",
    ),
)
