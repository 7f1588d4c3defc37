"""The proposal of an import: all edits, items, stubs and remarks, from reading pages and other tools' files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mkdocs_handbook.importing import embed_edits, page_metadata
from mkdocs_handbook.importing.diagrams.diagram_import import import_diagrams
from mkdocs_handbook.importing.draft import Barred, Draft
from mkdocs_handbook.importing.records import Options, Proposal, Remark
from mkdocs_handbook.importing.redirects import redirect_import
from mkdocs_handbook.importing.tables import table_import
from mkdocs_handbook.importing.tables.block_finder import find_blocks
from mkdocs_handbook.importing.tables.person_cells import People
from mkdocs_handbook.importing.tables.table_kinds import other_tables
from mkdocs_handbook.model import Handbook, Page, Source


def propose(
    handbook: Handbook, pages: Sequence[Page], sources: Sequence[Source], options: Options, barred: Barred
) -> Proposal:
    """Return what an import of pages and of other tools' files changes; barred places stay, for the reason given."""
    learnt: dict[str, Mapping[str, str]] = {}
    while True:
        people = People(handbook, learnt)
        proposal = fill_draft(Draft(handbook, options, barred, people), pages, sources)
        if people.new.keys() == learnt.keys():
            break
        # Whom one row tells of, others may name.
        learnt = dict(people.new)
    if handbook.people is None and people.new and people.unlinked:
        # With a people.yml of some, the others would be unknown.
        return fill_draft(Draft(handbook, options, barred, People(handbook, may_begin=False)), pages, sources)
    return proposal


def fill_draft(draft: Draft, pages: Sequence[Page], sources: Sequence[Source]) -> Proposal:
    """Return the proposal of a draft to which pages and files were added."""
    of_files = redirect_import.of_files(draft.handbook, sources)
    redirect_import.note_moves(draft, [*redirect_import.of_pages(draft.handbook.pages), *of_files])
    for page in pages:
        import_page(draft, page)
    for page in pages:
        # Their steps may name what the tables of all pages add.
        import_diagrams(draft, page)
    redirect_import.import_redirects(draft, [*redirect_import.of_pages(pages), *of_files])
    redirect_import.flatten(draft)
    return draft.proposal()


def import_page(draft: Draft, page: Page) -> None:
    """Add a page: its tables, lists, schedules, tags, old headings and metadata."""
    metas = list(page_metadata.find(page))
    keeper = page_metadata.maintainer(page, metas)
    for block in find_blocks(draft.handbook, page):
        if isinstance(block, Remark):
            draft.remarks.append(block)
        else:
            table_import.import_block(draft, block, keeper)
    for table in other_tables(draft.handbook, page):
        table_import.import_schedule(draft, page, table)
    table_import.import_tags(draft, page)
    redirect_import.import_headings(draft, page)
    page_metadata.add(draft, page, metas)
    draft.edits += embed_edits.removals(page, draft.removed)
    draft.removed.clear()
