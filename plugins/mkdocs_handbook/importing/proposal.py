"""What an import would do to a handbook, as one value: edits of pages, items, stubs, and what there is to say of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mkdocs_handbook.importing import embedding, metadata, showing, stubbing, tags
from mkdocs_handbook.importing.blocks import blocks, schedules
from mkdocs_handbook.importing.draft import Barred, Draft
from mkdocs_handbook.importing.persons import People
from mkdocs_handbook.importing.records import Proposal, Remark, Wishes
from mkdocs_handbook.model import Handbook, Page, Source


def propose(
    handbook: Handbook, pages: Sequence[Page], sources: Sequence[Source], wishes: Wishes, barred: Barred
) -> Proposal:
    """Give what an import of some pages, and of other tools' files, would do; what is barred stays, for the reason given."""
    learnt: dict[str, Mapping[str, str]] = {}
    while True:
        people = People(handbook, learnt)
        found = proposed(Draft(handbook, wishes, barred, people), pages, sources)
        if people.new.keys() == learnt.keys():
            break
        # Whom one row tells of, others may name.
        learnt = dict(people.new)
    if handbook.people is None and people.new and people.unlinked:
        # With a people.yml of some, the others would be unknown.
        return proposed(Draft(handbook, wishes, barred, People(handbook, may_begin=False)), pages, sources)
    return found


def proposed(draft: Draft, pages: Sequence[Page], sources: Sequence[Source]) -> Proposal:
    """Give a draft with all that pages and files have."""
    for page in pages:
        add(draft, page)
    stubbing.of_tools(draft, pages, sources)
    stubbing.flatten(draft)
    return draft.done()


def add(draft: Draft, page: Page) -> None:
    """Add what becomes of a page."""
    metas = list(tags.metas(page))
    keeper = metadata.keeper(page, metas)
    for found in blocks(draft.handbook, page):
        if isinstance(found, Remark):
            draft.remarks.append(found)
        else:
            showing.block(draft, found, keeper)
    for table in schedules(draft.handbook, page):
        showing.schedule(draft, page, table)
    showing.tag_edits(draft, page)
    stubbing.headings(draft, page)
    metadata.add(draft, page, metas)
    draft.edits += embedding.removals(page, draft.gone)
    draft.gone.clear()
