"""The engine Zensical, which runs no plugins: it gets a staged project, whose pages our Markdown extension completes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mkdocs_handbook.builder import build_log
from mkdocs_handbook.builder.caching.build_lock import build_lock
from mkdocs_handbook.builder.engines import zensical_program
from mkdocs_handbook.builder.engines.engine_choice import BuildRequest, ServeRequest
from mkdocs_handbook.builder.output_files import OutputFiles
from mkdocs_handbook.builder.staging import staged_project
from mkdocs_handbook.builder.staging.staged_extension import SITE
from mkdocs_handbook.builder.staging.staged_pages import ShownRecords
from mkdocs_handbook.builder.staging.staged_project import StagedProject, Staging
from mkdocs_handbook.site.site_parts import SiteError
from mkdocs_handbook.util import gc_control
from mkdocs_handbook.util.escaping import terminal
from mkdocs_handbook.util.terminal_output import show_line

FOLDER = "zensical"


def build(request: BuildRequest) -> int:
    """Build a site; return 0, or 1 if findings stopped it."""
    with build_log.on_terminal(quiet=request.is_quiet, verbose=request.is_verbose):
        gc_control.rarely()
        show_version()
        staged = replace(
            staged_project.read(request, zensical_program.look, FOLDER), has_extension=zensical_program.HAS_EXTENSIONS
        )
        for line in zensical_program.left_out(staged.site):
            build_log.HANDBOOK.info(terminal(line))
        with build_lock(staged.folder / "lock"):
            SITE.rendered.clear()
            try:
                staging = staged_project.stage(staged, SITE)
            except SiteError as error:
                show_line(str(error), err=True)
                return 1
            records, warnings = make(staged, staging, is_clean=not request.use_cache)
            if staged.is_strict and (count := warnings + staging.warnings):
                show_line(f"Aborted with {count} warnings in strict mode!", err=True)
                return 1
            publish(staged, with_rows(staged, staging, records))
    return 0


def show_version() -> None:
    """Log a line if this version of Zensical is not known."""
    if note := zensical_program.version_note():
        build_log.HANDBOOK.info(note)


def make(staged: StagedProject, staging: Staging, *, is_clean: bool) -> tuple[ShownRecords, int]:
    """Make the site of what is staged, and log what Zensical says; return what pages showed, and the number of warnings."""
    messages = zensical_program.build(staged.folder / staged_project.CONFIG, is_clean=is_clean)
    records = ShownRecords(staged.records)
    records.save(SITE, staging.tokens)
    for uri in sorted(SITE.rendered):
        build_log.HANDBOOK.debug("%s: its text, or what it shows, is new", uri)
    found = zensical_program.warnings(messages, staged.project.settings.docs_dir)
    for warning in found:
        build_log.HANDBOOK.warning(warning)
    return records, len(found)


def with_rows(staged: StagedProject, staging: Staging, records: ShownRecords) -> dict[str, bytes]:
    """Return the search index that was made with the rows of all tables, by its path in the site; {} without a search."""
    index = staged.built / zensical_program.SEARCH
    if not index.is_file():
        return {}
    rows = ((staging.addresses[uri], row) for uri, row in records.rows())
    return {zensical_program.SEARCH: zensical_program.with_rows(index.read_bytes(), rows)}


def publish(staged: StagedProject, changed: Mapping[str, bytes]) -> None:
    """Put the site that was made, with other contents for some files, into the folder of the site, in which nothing else stays."""
    outputs = OutputFiles(str(staged.target), None)
    for path in sorted(path for path in staged.built.rglob("*") if path.is_file()):
        name = path.relative_to(staged.built).as_posix()
        outputs.write(name, changed[name] if name in changed else path.read_bytes())
    outputs.remove_others(())


def serve(request: ServeRequest) -> None:
    """Serve a site until it is interrupted."""
    # Imported here, because no build needs a server.
    from mkdocs_handbook.builder.engines import zensical_server

    with build_log.on_terminal(verbose=request.build.is_verbose):
        show_version()
        zensical_server.run(request)
