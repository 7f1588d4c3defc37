"""The server of Zensical: stages a project again after each change, and shows what Zensical says of it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler

from mkdocs_handbook.builder.caching.build_lock import build_lock
from mkdocs_handbook.builder.engines import zensical_program
from mkdocs_handbook.builder.engines.engine_choice import ServeRequest, SetupError
from mkdocs_handbook.builder.serve.file_watcher import Watcher
from mkdocs_handbook.builder.staging import staged_project
from mkdocs_handbook.builder.staging.staged_extension import SITE
from mkdocs_handbook.builder.staging.staged_pages import ShownRecords
from mkdocs_handbook.builder.staging.staged_project import CONFIG, StagedProject, Staging
from mkdocs_handbook.site.site_parts import SiteError
from mkdocs_handbook.util.terminal_output import show_line

FOLDER = "zensical-served"
ADDRESS = "127.0.0.1:8000"
# Seconds: what an editor needs for a file that it writes in two steps, and how often the search index is looked at.
DELAY, TICK = 0.05, 0.3


class _Changes(FileSystemEventHandler):
    """Sets an event once a file has changed."""

    def __init__(self, changed: threading.Event) -> None:
        self.changed = changed

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Set the event."""
        self.changed.set()


def run(request: ServeRequest) -> None:
    """Serve a site until it is interrupted."""
    staged, changed = read(request), threading.Event()
    with build_lock(staged.folder / "lock"), watched(sources(staged, request), changed), suppress(KeyboardInterrupt):
        while (staging := stage(request)) is None:
            wait(changed)
        address, config = request.dev_addr or str(staged.site.get("dev_addr") or ADDRESS), staged.folder / CONFIG
        with zensical_program.shown_live(staged.project.settings.docs_dir):
            server = threading.Thread(
                target=zensical_program.serve, args=(config, address, request.open_browser), daemon=True
            )
            server.start()
            index = ServedIndex()
            while server.is_alive():
                if changed.wait(TICK):
                    wait(changed)
                    staging = stage(request) or staging
                index = with_rows(staged, staging, index)


def read(request: ServeRequest) -> StagedProject:
    """Return the project as it is now."""
    staged = staged_project.read(request.build, zensical_program.look, FOLDER)
    return replace(staged, has_extension=zensical_program.HAS_EXTENSIONS)


def stage(request: ServeRequest) -> Staging | None:
    """Stage a project as it is now; return None, and show why, where it has errors: the site stays as it was."""
    try:
        return staged_project.stage(read(request), SITE)
    except (SiteError, SetupError) as error:
        show_line(str(error), err=True)
        return None


def wait(changed: threading.Event) -> None:
    """Wait for a change, and until no more come."""
    changed.wait()
    while changed.is_set():
        changed.clear()
        changed.wait(DELAY)


def sources(staged: StagedProject, request: ServeRequest) -> Iterator[tuple[str, bool]]:
    """Yield what a site is made from, and whether all that is below it belongs to that."""
    root, settings = staged.project.root, staged.project.settings
    if not request.livereload:
        return
    folders = (root / settings.docs_dir, root / settings.data_dir, root / settings.schemas_dir)
    yield str(root), False
    for path in dict.fromkeys(map(str, (*folders, *settings.template_dirs, *request.more))):
        if Path(path).exists():
            yield path, True


@contextmanager
def watched(paths: Iterable[tuple[str, bool]], changed: threading.Event) -> Iterator[None]:
    """Set an event in the block when something changes below some paths."""
    watcher, handler = Watcher(), _Changes(changed)
    for path, is_recursive in paths:
        watcher.schedule(handler, path, recursive=is_recursive)
    watcher.start()
    try:
        yield
    finally:
        watcher.stop()
        watcher.join()


@dataclass(frozen=True, slots=True)
class ServedIndex:
    """The search index as it is served, as Zensical wrote it, and the marks of the pages whose rows it has."""

    whole: bytes = b""
    original: bytes = b""
    shown: Mapping[str, str] = field(default_factory=dict)


def with_rows(staged: StagedProject, staging: Staging, before: ServedIndex) -> ServedIndex:
    """Add the rows of tables to the search index once Zensical has written it anew, or rendered another page."""
    index = staged.built / zensical_program.SEARCH
    # The index may be there before the last page is.
    shown = {uri: page.token for uri, page in [*SITE.rendered.items()]}
    try:
        content = index.read_bytes()
        is_ours = content == before.whole
        if is_ours and shown == before.shown:
            return before
        records = ShownRecords(staged.records)
        records.save(SITE, staging.tokens)
        found = ((staging.addresses[uri], row) for uri, row in records.rows())
        original = before.original if is_ours else content
        whole = zensical_program.with_rows(original, found)
        written = index.with_suffix(".tmp")
        written.write_bytes(whole)
        written.replace(index)
    except (OSError, ValueError):
        # It is being written, or not there yet: the next look finds all of it.
        return before
    return ServedIndex(whole, original, shown)
