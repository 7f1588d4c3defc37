"""One build: its options, its state from phase to phase, and its processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure.files import InclusionLevel
from mkdocs.structure.pages import Page

from mkdocs_handbook.builder import build_log
from mkdocs_handbook.builder.fingerprint import Fingerprints
from mkdocs_handbook.builder.known_plugins import UnknownEffects
from mkdocs_handbook.builder.output_files import OutputFiles
from mkdocs_handbook.project.caching.cache import Cache, Entry
from mkdocs_handbook.util import processes

# With fewer pages for each process, one process is faster.
MIN_PAGES = 20


@dataclass(frozen=True, slots=True)
class Options:
    """How to build: with a cache or without, for the server at an address ("" for none), quietly.

    `preloaded` are entries of the cache that were read before the build began.
    """

    use_cache: bool = True
    serve_url: str = ""
    preloaded: Mapping[str, Entry] = field(default_factory=dict)
    show_progress: bool = False


@dataclass(slots=True)
class BuildRun:
    """The state of one build; `reasons` says by its path why the Markdown of a page is rendered again."""

    config: MkDocsConfig
    options: Options
    cache: Cache
    outputs: OutputFiles
    unknown: UnknownEffects
    fingerprints: Fingerprints
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def is_built(self) -> Callable[[InclusionLevel], bool]:
        """Return the test of a file's inclusion that tells whether it is built."""
        return InclusionLevel.is_in_serve if self.options.serve_url else InclusionLevel.is_included

    def in_processes(self, label: str, pages: Sequence[Page], work: Callable[[Page], Any]) -> dict[str, Any]:
        """Return the results of work on pages by their paths; {} where one process does it better or has to.

        A page whose work failed has no result.
        """
        count = 1 if self.unknown.pages else processes.count(len(pages), MIN_PAGES)
        if count == 1:
            return {}
        results = processes.spread(len(pages), lambda number: work(pages[number]), count)
        if self.options.show_progress:
            results = build_log.show_progress(label, len(pages), results)
        return {pages[number].file.src_uri: result for number, result in results}


class FailedPageError(BuildError):
    """A page that cannot be rendered, which the message names."""


@contextmanager
def current(config: MkDocsConfig, page: Page, doing: str) -> Iterator[None]:
    """Make a page MkDocs' current page in the block, and log which it was where an error is raised."""
    config._current_page = page
    try:
        yield
    except Exception as error:
        # The message of a BuildError is logged by the driver.
        message = "" if isinstance(error, BuildError) else f" {error}"
        if not isinstance(error, FailedPageError):
            build_log.BUILD.error("Error %s page '%s':%s", doing, page.file.src_uri, message)
        raise
    finally:
        config._current_page = None
