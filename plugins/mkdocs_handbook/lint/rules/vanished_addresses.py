"""Rules that need the past: `lint --since` makes their findings, from what vanished since a revision."""

from __future__ import annotations

import inspect

from mkdocs_handbook.lint.rules.registry import Rule

VANISHED = """An address that was published still leads somewhere: to a page, a heading, a table row, or a stub.

Checked by `lint --since REV` alone, which compares with a revision of git. A page that is deleted or renamed, a heading
whose words change and a ritual that gets another name each break the bookmarks and links that others have to them; an entry
of `stubs.yml` keeps those working. So does `gone`, which says that nothing took its place. An entry that is removed from
`stubs.yml` breaks its old address in the same way.

Fix: safe where git or the text tell where it went: a page that git calls renamed, a heading or row that stands elsewhere
with the same text. Unsafe where only the titles are alike, and for a stub that was removed. It writes an entry into
`stubs.yml`. Without a guess there is none, and you write where the old address leads, or `gone`. Nor is there one where only
the letter case of a page's address changed: its stub would be the same file on many hosts (HB406). Give the page another name.
"""

RULES = (Rule("HB401", "vanished-address", "error", inspect.cleandoc(VANISHED), scope="lint"),)
