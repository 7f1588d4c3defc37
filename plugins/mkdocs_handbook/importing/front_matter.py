"""Metadata in the text of a page becomes front matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mkdocs_handbook.importing import page_metadata
from mkdocs_handbook.importing.draft import Draft
from mkdocs_handbook.importing.page_metadata import KEYS, Meta
from mkdocs_handbook.importing.records import Place
from mkdocs_handbook.model import Page
from mkdocs_handbook.util.wording import shortened


def keeper(page: Page, metas: Sequence[Meta]) -> str:
    """Give who maintains a page, "" where it does not say so."""
    known = page.front_matter.text("maintainedBy") if page.front_matter else ""
    return known or next((one.value for one in metas if one.name == "maintainedBy"), "")


def add(draft: Draft, page: Page, metas: Sequence[Meta]) -> None:
    """Add the front matter that metadata becomes, and note the lines that go."""
    added: dict[str, str] = {}
    for one in metas:
        where = Place(page.source.path, one.span.start, "meta")
        if draft.is_barred(where, page.source, one.span):
            continue
        if problem := conflict(page, one, added):
            draft.left(page.source, one.span, problem)
            continue
        added |= {} if stands(page, one.name) else {one.name: one.value}
        if one.name == "maintainedBy":
            draft.people.assumed(one.value)
        draft.gone.append(one.span)
        draft.units.append(where)
    edit = page_metadata.front_matter(page, added)
    draft.edits += [edit] if edit else []


def stands(page: Page, name: str) -> str:
    """Give what front matter says of a name, "" where it says nothing."""
    return page.front_matter.text(name) if page.front_matter else ""


def conflict(page: Page, meta: Meta, added: Mapping[str, str]) -> str:
    """Say why metadata has to stay in the text, "" where it may go."""
    if meta.name not in KEYS or not meta.value:
        return f'metadata "{shortened(meta.name)}" has no place in front matter, known are {", ".join(KEYS)}'
    said = added.get(meta.name) or stands(page, meta.name)
    if said and said != meta.value:
        return f'front matter says "{shortened(said)}" as "{meta.name}", keep one of the two'
    return ""
