"""Who is responsible for what: the files and pages in which a person holds a post that is not over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from mkdocs_handbook.data import responsibilities
from mkdocs_handbook.model import Handbook, Page


@lru_cache(maxsize=4)
def groups_of(handbook: Handbook) -> Mapping[str, tuple[str, ...]]:
    """Give the groups in whose data a person holds a post, by handle."""
    groups = {file.source.path: file.group for file in handbook.files}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for post in responsibilities.held(handbook):
        if (group := groups.get(post.source.path)) and not post.is_over(handbook.today):
            found[post.person.text].add(group)
    return {handle: tuple(sorted(names)) for handle, names in found.items()}


@lru_cache(maxsize=4)
def pages_of(handbook: Handbook) -> Mapping[str, tuple[Page, ...]]:
    """Give the pages that a person maintains, by handle, in the order of their paths."""
    found: defaultdict[str, list[Page]] = defaultdict(list)
    for page in handbook.pages:
        if page.front_matter and (handle := page.front_matter.text("maintainedBy")):
            found[handle].append(page)
    return {handle: tuple(sorted(pages, key=lambda page: page.uri)) for handle, pages in found.items()}
