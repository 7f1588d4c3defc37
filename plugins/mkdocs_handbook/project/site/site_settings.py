"""What the handbook needs to know of a site that is built, from its configuration."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs_handbook.model import Settings, ThemeLook
from mkdocs_handbook.project import edit_urls, plugin_options
from mkdocs_handbook.project.site import page_plugins, theme_looks
from mkdocs_handbook.util import words
from mkdocs_handbook.util.words import Words, WordsError

# Where the search of a theme takes a query: a page with the parameter `q`, or its own dialogue.
SEARCHES = {"material": "", "readthedocs": "search.html", "mkdocs": "modal"}


@dataclass(frozen=True, slots=True)
class SiteShown:
    """What of a configuration the pages of a site show: "" for what is not set; `edit_url` is the plugin's option."""

    docs_dir: str
    name: str
    repo_url: str
    edit_uri: str
    edit_uri_template: str
    edit_url: str
    theme: str
    language: str
    custom_dir: str
    look: ThemeLook
    has_search: bool


def has_search(plugins: Iterable[str]) -> bool:
    """Return whether a site has a search."""
    return any(name.rpartition("/")[2] == "search" for name in plugins)


def site_words(language: str, custom: str) -> Words:
    """Return the words of a language with those of the theme's `custom_dir`; raise WordsError for what is none."""
    known, own = words.of_language(language), Path(custom, words.OWN)
    return words.with_own(known, own_words(own)) if custom and own.is_file() else known


def own_words(path: Path) -> str:
    """Return the text of a site's own words; raise WordsError where it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise WordsError(f"{words.OWN}: the file cannot be read: {error.strerror}") from None
    except UnicodeError:
        raise WordsError(f"{words.OWN}: the file is not UTF-8, save it as UTF-8") from None


def shown(site: SiteShown) -> dict[str, Any]:
    """Return the settings that a site shows, and that lint has no use for; raise WordsError for words that are none."""
    edit = edit_urls.edit_template(site.repo_url, site.edit_uri, site.edit_uri_template, site.docs_dir)
    return {
        "site_name": site.name,
        "words": site_words(site.language, site.custom_dir),
        "search": SEARCHES.get(site.theme) if site.has_search else None,
        "look": site.look,
        "edit_url": site.edit_url or edit,
        "template_dirs": (site.custom_dir,) if site.custom_dir else (),
    }


def of_build(config: Any, root: Path, edit_url: str) -> dict[str, Any]:
    """Return what the handbook needs to know of the site that MkDocs builds."""
    docs = Path(os.path.relpath(config.docs_dir, root)).as_posix()
    site = SiteShown(
        docs_dir=docs,
        name=config.site_name,
        repo_url=config.repo_url or "",
        edit_uri=config.edit_uri or "",
        edit_uri_template=config.edit_uri_template or "",
        edit_url=edit_url,
        theme=config.theme.name or "",
        language=str(config.theme.get("language") or config.theme.get("locale") or "en"),
        custom_dir=config.theme.get("custom_dir") or getattr(config.theme, "custom_dir", None) or "",
        look=theme_looks.of_theme(config.theme),
        has_search=has_search(config.plugins),
    )
    return {
        **shown(site),
        "docs_dir": docs,
        "use_directory_urls": config.use_directory_urls,
        "site_url": config.site_url or "",
        "absolute_links": plugin_options.are_from_docs(config.validation),
        "issues_url": edit_urls.issues_url(config.repo_url or ""),
        "markdown_extensions": tuple(config.markdown_extensions),
        "extension_configs": config.mdx_configs,
        "plugins": page_plugins.of_build(config.plugins),
    }


def of_mapping(site: Mapping[str, Any], root: Path, settings: Settings, look: ThemeLook) -> SiteShown:
    """Return what a site shows from a configuration as it stands, with the defaults that MkDocs has."""
    theme = site.get("theme")
    theme = theme if isinstance(theme, dict) else {"name": theme}
    custom, repo = theme.get("custom_dir"), str(site.get("repo_url") or "")
    return SiteShown(
        docs_dir=settings.docs_dir,
        name=str(site.get("site_name") or ""),
        repo_url=repo,
        edit_uri=edit_uri(site),
        edit_uri_template=str(site.get("edit_uri_template") or ""),
        edit_url=settings.edit_url,
        theme="material",
        language=str(theme.get("language") or theme.get("locale") or "en"),
        custom_dir=str(root / custom) if isinstance(custom, str) and custom else "",
        look=look,
        # That of no other engine takes a query from an address.
        has_search=False,
    )


def edit_uri(site: Mapping[str, Any]) -> str:
    """Return where the pages are edited, by a configuration as it stands, "" where that is not known."""
    repo = str(site.get("repo_url") or "")
    return str(site.get("edit_uri", edit_urls.default_edit_uri(repo)) or "")
