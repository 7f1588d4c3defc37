"""Addresses in the repository: the template of edit links of data files, and where issues are opened."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

# Where MkDocs takes the pages to be at the hosts that it knows, whatever their folder.
HOSTS = dict.fromkeys(("github.com", "gitlab.com"), "edit/master/docs/") | {"bitbucket.org": "src/default/docs/"}


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


def default_edit_uri(repo_url: str) -> str:
    """Return what MkDocs takes for `edit_uri` where only a repository is named, "" for a host that it does not know."""
    try:
        host = urlsplit(repo_url).netloc.lower()
    except ValueError:
        return ""
    return HOSTS.get(host, "")


def issues_url(repo_url: str) -> str:
    """Return the address at which issues of a repository on GitHub are opened, "" for one that is elsewhere."""
    try:
        parts = urlsplit(repo_url.strip())
        host = parts.hostname or ""
    except ValueError:
        return ""
    is_hub = parts.scheme in ("http", "https") and "github" in host.split(".")
    owner, _, name = parts.path.strip("/").removesuffix(".git").partition("/")
    return (
        f"{parts.scheme}://{parts.netloc}/{owner}/{name}/issues/new"
        if is_hub and owner and name and "/" not in name
        else ""
    )
