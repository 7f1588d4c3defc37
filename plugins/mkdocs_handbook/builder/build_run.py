"""What all phases of one build share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure.files import InclusionLevel
from mkdocs.structure.pages import Page

from mkdocs_handbook.builder import build_log
from mkdocs_handbook.builder.cache import Entry, Store
from mkdocs_handbook.builder.fingerprint import Fingerprints
from mkdocs_handbook.builder.known_plugins import Unknowns
from mkdocs_handbook.builder.output_files import Outputs
from mkdocs_handbook.util import processes as workers

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

# Fewer pages than this for each process are done sooner in one.
LEAST = 20
# Shows how far something is that takes a while: its name, how many pieces it has; each result is a step.
Progress = Callable[[str, int, Iterator[Any]], Iterator[Any]]


def silent(_what: str, _pieces: int, results: Iterator[Any]) -> Iterator[Any]:
    """Show nothing."""
    return results


@dataclass(frozen=True, slots=True)
class Options:
    """How to build: with a cache or without, for a server with an address, in how many processes (0: as many as help).

    `recent` are entries of the cache that were read before.
    """

    use_cache: bool = True
    serve_url: str = ""
    processes: int = 0
    recent: Mapping[str, Entry] = field(default_factory=dict)
    progress: Progress = silent


@dataclass(slots=True)
class Run:
    """One build, from phase to phase; `why` has the pages that are made anew, and what for."""

    config: MkDocsConfig
    options: Options
    store: Store
    outputs: Outputs
    unknown: Unknowns = field(default_factory=Unknowns)
    prints: Fingerprints = field(default_factory=lambda: Fingerprints("", ""))
    why: dict[str, str] = field(default_factory=dict)

    @property
    def inclusion(self) -> Callable[[InclusionLevel], bool]:
        """Tells which pages are built."""
        return InclusionLevel.is_in_serve if self.options.serve_url else InclusionLevel.is_included

    def spread(self, what: str, pages: Sequence[Page], work: Callable[[Page], Any]) -> dict[str, Any]:
        """Give what work makes of pages by their paths, where that is worth several processes and nobody counts pages."""
        processes = 1 if self.unknown.pages else workers.count(len(pages), LEAST, self.options.processes)
        if processes == 1:
            return {}
        results = workers.spread(len(pages), lambda number: work(pages[number]), processes)
        # The others work, so this one has the time.
        self.store.flush()
        shown = self.options.progress(what, len(pages), results)
        return {pages[number].file.src_uri: result for number, result in shown}


@contextmanager
def current(config: MkDocsConfig, page: Page, doing: str) -> Iterator[None]:
    """Make a page the current one for a while, and say where it was if something goes wrong."""
    config._current_page = page
    try:
        yield
    except Exception as error:
        # The text of a BuildError follows anyway.
        told = "" if isinstance(error, BuildError) else f" {error}"
        build_log.BUILD.error("Error %s page '%s':%s", doing, page.file.src_uri, told)
        raise
    finally:
        config._current_page = None


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait until nobody else is between here and the end with the same file; a crash lets go of it."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        file = path.open("ab")
    except OSError:
        # A folder that can't be written to has no cache either.
        yield
        return
    with file:
        if fcntl is not None:
            # Processes that outlive a build that was killed hold it too, until they write no more.
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
