"""Why the site does not have a file of the pages' folder, in words that end a finding."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

HIDDEN = 'as all names that begin with "." are; "!" and its path under "exclude_docs" of mkdocs.yml would put it in'
TEMPLATES = 'as all of the folder "templates" is; "!" and its path under "exclude_docs" of mkdocs.yml would put it in'
DRAFT = 'by "draft_docs" of mkdocs.yml'
EXCLUDED = 'by "exclude_docs" of mkdocs.yml'
BESIDE = 'for the "index.md" beside it'


def reason(uri: str, *, is_draft: bool) -> str:
    """Return why MkDocs leaves out a file, by its path and whether it is a draft."""
    parts = uri.split("/")
    if any(part.startswith(".") for part in parts):
        return HIDDEN
    if is_draft:
        return DRAFT
    return TEMPLATES if parts[0] == "templates" else EXCLUDED


def beside_indexes(uris: Iterable[str]) -> dict[str, str]:
    """Return those of some paths that MkDocs leaves out for another page of their folder, with the reason."""
    known = set(uris)
    return {uri: BESIDE for uri in known if uri.rpartition("/")[2] == "README.md" and f"{uri[:-9]}index.md" in known}


def of_build(files: Iterable[Any], live: Iterable[Any], docs: Path) -> dict[str, str]:
    """Return the paths of those of MkDocs' files that are not live, and of those that it does not list, with the reason."""
    shown: set[str] = {file.src_uri for file in live}
    folders = (uri.removesuffix("index.md") for uri in shown if uri.rpartition("/")[2] == "index.md")
    beside = {f"{folder}README.md" for folder in folders} - shown
    hidden = (file for file in files if file.src_uri not in shown)
    return {
        **{file.src_uri: reason(file.src_uri, is_draft=file.inclusion.is_in_serve()) for file in hidden},
        **{uri: BESIDE for uri in beside if (docs / uri).is_file()},
    }
