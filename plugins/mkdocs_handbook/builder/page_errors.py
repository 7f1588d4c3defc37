"""The error of a page on which a Markdown extension fails: with its place and reason, since the author can mend it."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure.pages import Page

from mkdocs_handbook.builder.build_run import FailedPageError
from mkdocs_handbook.builder.caching.query_cache import site_of
from mkdocs_handbook.util.escaping import terminal
from mkdocs_handbook.util.wording import shortened

PACKAGE, RENDERER = __name__.partition(".")[0], "markdown.core"
LONGEST = 200


@contextmanager
def as_build_error(config: MkDocsConfig, page: Page) -> Iterator[None]:
    """Make what fails in a Markdown extension of the site a FailedPageError."""
    try:
        yield
    except (BuildError, MemoryError):
        raise
    except Exception as error:
        if not is_of_extension(error):
            raise
        reason = shortened(f"{type(error).__name__}: {error}", LONGEST)
        raise FailedPageError(terminal(f"{place(config, page)}: {reason}")) from error


def is_of_extension(error: Exception) -> bool:
    """Return whether Python-Markdown raised an error without the extension of this package, whose mistakes are no author's."""
    names = [str(frame.f_globals.get("__name__")) for frame, _ in traceback.walk_tb(error.__traceback__)]
    inside = names[names.index(RENDERER) :] if RENDERER in names else []
    return bool(inside) and not any(name.partition(".")[0] == PACKAGE for name in inside)


def place(config: MkDocsConfig, page: Page) -> str:
    """Return the path of a page that fails, and the line if its text alone fails, too, and what happens there."""
    # Only here: a build in which no page fails has no use for the rules.
    from mkdocs_handbook.lint.rules.pages.rendering import failing_line
    from mkdocs_handbook.pages.page_renderer import MarkdownError, render_page

    site = site_of(config)
    known = site.handbook.by_uri.get(page.file.src_uri) if site and site.handbook else None
    if not (site and site.handbook and known):
        return f"{page.file.src_uri}: the Markdown extensions fail on this page"
    try:
        settings = site.handbook.settings
        if render_page(known.source.text[known.body :], settings).problem:
            row = known.source.position(failing_line(known, settings).start).row
            return f"{known.source.path}:{row}: the Markdown extensions fail here"
    except MarkdownError:
        # What plugins add to the configuration, lint cannot load.
        pass
    return f"{known.source.path}: the Markdown extensions fail on this page"
