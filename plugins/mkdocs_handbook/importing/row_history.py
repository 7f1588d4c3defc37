"""The history of table rows: the day on which each came into git."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from mkdocs_handbook.importing.records import Proposal, Remark
from mkdocs_handbook.importing.tables.inline_markdown import plain_text
from mkdocs_handbook.importing.tables.markdown_tables import cells
from mkdocs_handbook.model import Page
from mkdocs_handbook.pages.outline import Line
from mkdocs_handbook.project import git
from mkdocs_handbook.util.wording import folded

SHALLOW = "this clone has not all commits: rows may be older than it knows, get them with: git fetch --unshallow"


# What ends a name in a cell or an item.
NAME_END = re.compile(r"<br ?/?>|:\**(?:\s|\Z)|\s[–—-]\s")


def names(text: str) -> list[str]:
    """Return the names with which a cell or an item may begin."""
    return NAME_END.split(re.sub(r"^[-*+]\s+", "", text.strip()), 1)[:1]


class RowHistory:
    """The days on which pages first had their rows; git is asked once for each page."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pages: dict[str, list[tuple[date, set[str]]]] = {}

    def first_day(self, page: Page, name: str) -> date | None:
        """Return the day on which a row with a cell came into git, None where git does not know it."""
        path = page.source.path
        if path not in self.pages:
            self.pages[path] = list(self.rows(path))
        return next((day for day, texts in self.pages[path] if folded(name) in texts), None)

    def rows(self, path: str) -> Iterator[tuple[date, set[str]]]:
        """Yield the days on which lines came into a page, with the texts of their cells; nothing without a history."""
        try:
            additions = list(git.added_lines(self.root, path))
        except git.GitError:
            return
        for day, line in additions:
            if "|" in line or line.lstrip().startswith(("-", "*", "+")):
                row = cells(Line(line, 0, indented=False))
                yield day, {folded(plain_text(text)) for cell in row for text in (cell.text, *names(cell.text))}

    def remarks(self, proposal: Proposal) -> Iterator[Remark]:
        """Yield the remark that a clone is shallow, if a proposal relies on its history."""
        dated = (remark for remark in proposal.remarks if not remark.is_left and "came into git" in remark.message)
        if (remark := next(dated, None)) and git.is_shallow(self.root):
            yield Remark(remark.source, remark.span, SHALLOW, is_left=False)
