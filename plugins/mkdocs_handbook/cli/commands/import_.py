"""The command `handbook import`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mkdocs_handbook.cli import completion
from mkdocs_handbook.cli.common import (
    begin_change,
    config_option,
    examples,
    exit_on_error,
    project_here,
    show_interrupted,
    today_option,
)
from mkdocs_handbook.project import atomic_write, paths
from mkdocs_handbook.util.gc_control import uncollected
from mkdocs_handbook.util.terminal_output import show_diff, show_line
from mkdocs_handbook.util.wording import joined

if TYPE_CHECKING:
    from mkdocs_handbook.importing.importer import ImportResult

# More files are counted instead of named.
MOST_NAMES = 4

NOTHING = (
    "note: looked at {}; none is of a kind: such a table has columns such as Meeting and Cadence, Slack channel and Owner,"
    " Board, or Dates and On call, or stands in a section of that name"
)


@click.command(
    "import",
    epilog=examples(
        "handbook import handbook/engineering/README.md",
        "handbook import --diff handbook/",
        "handbook import --dri ana handbook/sales.md",
        "handbook import mkdocs.yml handbook/_redirects",
        codes="0 everything was converted, 1 something stays as it is (or --diff found changes), 2 usage error",
    ),
)
@click.argument("named", nargs=-1, required=True, metavar="FILE...")
@config_option
@today_option
@click.option(
    "--group",
    default="",
    help="The group of the new data (default: the group of each page).",
    shell_complete=completion.groups,
)
@click.option(
    "--dri",
    default="",
    help="The DRI of items without one (default: the maintainer of the page).",
    shell_complete=completion.handles,
)
@click.option(
    "--address",
    "addresses",
    multiple=True,
    metavar="URL",
    help="A URL at which the handbook was published; may be repeated.",
)
@click.option("-q", "--quiet", is_flag=True, help="Do not say what was imported.")
@click.option("--diff", is_flag=True, help="Show the changes as a diff instead of writing them.")
@click.option("--dry-run", is_flag=True, help="List what would be written and what stays, and write nothing.")
def import_(
    named: tuple[str, ...],
    config_file: Path | None,
    today: date | None,
    diff: bool,
    dry_run: bool,
    quiet: bool,
    **options: str | tuple[str, ...],
) -> None:
    """Convert tables and redirects kept by hand into data.

    Lists, schedules, tags, metadata and stubs are converted as well. FILE is a page, a folder of pages, or a redirect
    file of another tool (mkdocs.yml, _redirects). Tables of rituals, Slack channels and project boards move into data
    files, which the page then shows. What cannot be converted stays as it is and is printed with its location.
    """
    # Imported here: what imports takes a while to import itself.
    from mkdocs_handbook.importing import importer
    from mkdocs_handbook.util import unified_diff

    with exit_on_error(), uncollected():
        project = project_here(config_file)
        if not (diff or dry_run):
            begin_change(project.root)
        show_interrupted(project)
        outcome = importer.run(project, importer.ImportRequest(Path.cwd(), named, today, **options))  # type: ignore[arg-type]
    prefix = paths.prefix(project.root)
    show_remarks(outcome, prefix)
    is_left = any(remark.is_left for remark in outcome.remarks)
    if diff:
        show_diff(unified_diff.diff(outcome.before, outcome.files, prefix))
        sys.exit(1 if outcome.files or is_left else 0)
    if dry_run:
        for path in sorted(outcome.files):
            show_line(f"would write {prefix}{path}")
    else:
        write(outcome, project.root, prefix, project.settings.data_dir, quiet=quiet)
    sys.exit(1 if is_left else 0)


def write(outcome: ImportResult, root: Path, prefix: str, data_dir: str, *, quiet: bool) -> None:
    """Write what was imported, and say so."""
    with exit_on_error():
        atomic_write.write(root, outcome.before, outcome.files)
    if outcome.files and not quiet:
        show_success(outcome, prefix, f"{data_dir}/")


def show_success(outcome: ImportResult, prefix: str, data: str) -> None:
    """Print how much was imported, into which files, and which others changed for that; pages before forms."""
    paths = sorted(outcome.files, key=lambda path: (path.startswith("."), path))
    into, changed = ([path for path in paths if path.startswith(data) is wanted] for wanted in (True, False))
    where = f" into {some(prefix, into)}" if into else ""
    show_line(
        f"{outcome.imported or 'Nothing new'} imported{where}{f'; changed: {some(prefix, changed)}' if changed else ''}."
    )


def some(prefix: str, names: Sequence[str]) -> str:
    """Return the paths of files in words, of many their number."""
    full = [f"{prefix}{name}" for name in names]
    return f"{len(full)} files, {full[0]} the first of them" if len(full) > MOST_NAMES else joined(full)


def show_remarks(outcome: ImportResult, prefix: str) -> None:
    """Print what stays, and what was assumed, each with its place; where nothing is of a kind, what would be."""
    for remark in outcome.remarks:
        row, column = remark.source.position(remark.span.start)
        note = "" if remark.is_left else "note: "
        show_line(f"{prefix}{remark.source.path}:{row}:{column}: {note}{remark.message}", err=True)
    if outcome.looked_at and not outcome.files and not outcome.remarks:
        show_line(NOTHING.format(outcome.looked_at), err=True)
