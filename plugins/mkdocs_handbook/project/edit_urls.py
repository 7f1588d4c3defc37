"""Edit links of data files: their template, from MkDocs' `repo_url`, `edit_uri` and `edit_uri_template`."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit


def edit_template(repo_url: str, edit_uri: str, edit_uri_template: str, docs_dir: str) -> str:
    """Return the template of edit links for files beside the pages' folder, from MkDocs' settings for pages; "" if unset."""
    if not (edit_uri or edit_uri_template):
        return ""
    if edit_uri_template:
        pages = re.sub(r"\{path[^}]*\}", "{path}", edit_uri_template)
    else:
        pages = f"{edit_uri.rstrip('/')}/{{path}}"
    whole = urljoin(f"{repo_url.rstrip('/')}/", pages) if not pages.startswith(("?", "#")) else repo_url + pages
    if urlsplit(whole).scheme not in ("http", "https"):
        return ""
    beside = whole.replace(f"{docs_dir}/{{path}}", "{path}")
    return f"{beside}#L{{line}}" if beside != whole and "#" not in beside else beside if beside != whole else ""
