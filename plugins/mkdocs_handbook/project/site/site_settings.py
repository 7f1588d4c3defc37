"""What the handbook needs to know of a site that is built, from its configuration as MkDocs has read it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mkdocs_handbook.project import edit_urls, plugin_options
from mkdocs_handbook.project.site import page_plugins, theme_looks
from mkdocs_handbook.util import words
from mkdocs_handbook.util.words import Words, WordsError

# Where the search of a theme takes a query: a page with the parameter `q`, or its own dialogue.
SEARCHES = {"material": "", "readthedocs": "search.html", "mkdocs": "modal"}


def has_search(plugins: Iterable[str]) -> bool:
    """Return whether a site has a search."""
    return any(name.rpartition("/")[2] == "search" for name in plugins)


def site_words(language: str, custom: str | None) -> Words:
    """Return the words of a language with those of the theme's `custom_dir`; raise WordsError for what is none."""
    known, own = words.of_language(language), Path(custom or "", words.OWN)
    return words.with_own(known, own_words(own)) if custom and own.is_file() else known


def own_words(path: Path) -> str:
    """Return the text of a site's own words; raise WordsError where it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise WordsError(f"{words.OWN}: the file cannot be read: {error.strerror}") from None
    except UnicodeError:
        raise WordsError(f"{words.OWN}: the file is not UTF-8, save it as UTF-8") from None


def of_build(config: Any, root: Path, edit_url: str) -> dict[str, Any]:
    """Return what the handbook needs to know of the site."""
    docs = Path(os.path.relpath(config.docs_dir, root)).as_posix()
    custom = config.theme.get("custom_dir") or getattr(config.theme, "custom_dir", None)
    edit = edit_urls.edit_template(config.repo_url or "", config.edit_uri or "", config.edit_uri_template or "", docs)
    return {
        "docs_dir": docs,
        "use_directory_urls": config.use_directory_urls,
        "site_url": config.site_url or "",
        "site_name": config.site_name,
        "words": site_words(str(config.theme.get("language") or config.theme.get("locale") or "en"), custom),
        "search": SEARCHES.get(config.theme.name or "") if has_search(config.plugins) else None,
        "look": theme_looks.of_theme(config.theme),
        "absolute_links": plugin_options.are_from_docs(config.validation),
        "edit_url": edit_url or edit,
        "issues_url": edit_urls.issues_url(config.repo_url or ""),
        "markdown_extensions": tuple(config.markdown_extensions),
        "extension_configs": config.mdx_configs,
        "plugins": page_plugins.of_build(config.plugins),
        "template_dirs": (custom,) if custom else (),
    }
