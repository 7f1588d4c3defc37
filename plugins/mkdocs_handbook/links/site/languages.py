"""Pages of a site in several languages, as mkdocs-static-i18n has them: where each is published, and which a link means."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from mkdocs_handbook.links import urls
from mkdocs_handbook.model import Settings, SitePlugins


def language_of(uri: str, plugins: SitePlugins) -> tuple[str, str]:
    """Return the language of a file and its path without that: the site's own where it names none."""
    own = plugins.languages[0]
    if plugins.in_folders:
        first, _, rest = uri.partition("/")
        return (first, rest) if first in plugins.languages and rest else (own, uri)
    stem, ending = posixpath.splitext(uri)
    base, _, language = stem.rpartition(".")
    return (language, f"{base}{ending}") if base and language in plugins.languages else (own, uri)


def page_dest(uri: str, settings: Settings) -> str:
    """Return the file in the site of a page."""
    plugins, folders = settings.plugins, settings.use_directory_urls
    if not plugins.languages:
        return urls.page_dest(uri, directory_urls=folders)
    language, bare = language_of(uri, plugins)
    path = urls.page_dest(bare, directory_urls=folders)
    return path if language == plugins.languages[0] else f"{language}/{path}"


def dest(uri: str, settings: Settings) -> str:
    """Return the path in the site of a page or another file."""
    return page_dest(uri, settings) if uri.endswith(urls.PAGES) else file_dest(uri, settings.plugins)


def file_dest(uri: str, plugins: SitePlugins) -> str:
    """Return the path in the site of a file that is no page."""
    if not plugins.languages:
        return uri
    language, bare = language_of(uri, plugins)
    return bare if language == plugins.languages[0] else f"{language}/{bare}"


def variants(source: str, page: str, plugins: SitePlugins) -> Iterator[str]:
    """Yield the paths of what a path may mean on a page, in the order in which they count: of its language, of the site's own."""
    if not plugins.languages or source.startswith(".."):
        return
    language, _ = language_of(page, plugins)
    _, bare = language_of(source, plugins)
    for one in dict.fromkeys((language, plugins.languages[0])):
        if plugins.in_folders:
            yield f"{one}/{bare}"
        else:
            stem, ending = posixpath.splitext(bare)
            yield f"{stem}.{one}{ending}"
            yield bare
