"""Which page is a group's own."""

from __future__ import annotations

from mkdocs_handbook.model import Handbook, Page


def candidates(handbook: Handbook, group: str) -> list[Page]:
    """Give the pages that claim to be a group's page: by front matter, else by their path, in order of paths."""
    by_path = (f"{group}/README.md", f"{group}/index.md", f"{group}.md")
    named = [page for page in handbook.pages if page.group == group]
    return sorted(
        [page for page in handbook.pages if page.uri in by_path and page not in named and not page.group] + named,
        key=_uri,
    )


def pages(handbook: Handbook) -> dict[str, Page]:
    """Give the page of each group that has one and has data, or is named in front matter."""
    names = {file.group for file in handbook.files if file.group} | {
        page.group for page in handbook.pages if page.group
    }
    found = {name: candidates(handbook, name) for name in sorted(names)}
    return {name: claims[0] for name, claims in found.items() if claims}


def _uri(page: Page) -> str:
    return page.uri
