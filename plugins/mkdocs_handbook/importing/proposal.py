"""What an import would do to a handbook, as one value: edits of pages, items, stubs, and what there is to say of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mkdocs_handbook.importing import embed_edits, page_metadata
from mkdocs_handbook.importing.draft import Barred, Draft
from mkdocs_handbook.importing.records import Options, Proposal, Remark
from mkdocs_handbook.importing.redirects import redirect_import
from mkdocs_handbook.importing.tables import table_import
from mkdocs_handbook.importing.tables.person_cells import People
from mkdocs_handbook.importing.tables.table_kinds import blocks, schedules
from mkdocs_handbook.model import Handbook, Page, Source


def propose(
    handbook: Handbook, pages: Sequence[Page], sources: Sequence[Source], options: Options, barred: Barred
) -> Proposal:
    """Give what an import of some pages, and of other tools' files, would do; what is barred stays, for the reason given."""
    learnt: dict[str, Mapping[str, str]] = {}
    while True:
        people = People(handbook, learnt)
        found = proposed(Draft(handbook, options, barred, people), pages, sources)
        if people.new.keys() == learnt.keys():
            break
        # Whom one row tells of, others may name.
        learnt = dict(people.new)
    if handbook.people is None and people.new and people.unlinked:
        # With a people.yml of some, the others would be unknown.
        return proposed(Draft(handbook, options, barred, People(handbook, may_begin=False)), pages, sources)
    return found


def proposed(draft: Draft, pages: Sequence[Page], sources: Sequence[Source]) -> Proposal:
    """Give a draft with all that pages and files have."""
    for page in pages:
        add(draft, page)
    redirect_import.of_tools(draft, pages, sources)
    redirect_import.flatten(draft)
    return draft.proposal()


def add(draft: Draft, page: Page) -> None:
    """Add what becomes of a page."""
    metas = list(page_metadata.find(page))
    keeper = page_metadata.maintainer(page, metas)
    for found in blocks(draft.handbook, page):
        if isinstance(found, Remark):
            draft.remarks.append(found)
        else:
            table_import.block(draft, found, keeper)
    for table in schedules(draft.handbook, page):
        table_import.schedule(draft, page, table)
    table_import.tag_edits(draft, page)
    redirect_import.headings(draft, page)
    page_metadata.add(draft, page, metas)
    draft.edits += embed_edits.removals(page, draft.removed)
    draft.removed.clear()
