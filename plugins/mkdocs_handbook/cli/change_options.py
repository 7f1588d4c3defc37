"""What the subcommands share that change data: their options, and the one way to make a change or to show it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mkdocs_handbook.cli import completion
from mkdocs_handbook.cli.common import Wrong, config_option, finish_interrupted, project_here, stopping, today_option
from mkdocs_handbook.project import config, paths

# What changes data is imported where it is needed: lint should not have to wait for it.
if TYPE_CHECKING:
    from mkdocs_handbook.changes.dri_changes import Change
    from mkdocs_handbook.changes.workspace import Desk

CODES = "0 done, 1 --diff would change something, 2 wrong use, or nothing could be changed"

group_option = click.option(
    "--group", default="", help="Only in the files of this group.", shell_complete=completion.groups
)
format_option = click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How it is printed.",
)


def desk_of(config_file: Path | None, today: date | None = None, *, recovers: bool = False) -> Desk:
    """Give the handbook here as it is on disk, where asked for after finishing a change that was interrupted."""
    from mkdocs_handbook.changes import workspace

    found = project_here(config_file)
    if recovers:
        finish_interrupted(found)
    return workspace.desk(found, today)


def editing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of all that change data."""
    for option in (
        click.option("--diff", is_flag=True, help="Print what would change as a diff, and write nothing."),
        click.option("--dry-run", is_flag=True, help="Print what would change in words, and write nothing."),
        today_option,
        config_option,
    ):
        command = option(command)
    return command


@contextmanager
def explained() -> Iterator[None]:
    """Turn what stops a change into a message and exit code 2."""
    from mkdocs_handbook.changes.dri_changes import HandoverError
    from mkdocs_handbook.changes.rotation_file import RotationError
    from mkdocs_handbook.data.yaml.edits import RefusedError

    try:
        with stopping():
            yield
    except (HandoverError, RotationError, RefusedError) as error:
        raise Wrong(str(error)) from None


def change(make: Callable[[Desk], Change], options: dict[str, Any]) -> None:
    """Make a change and write it, or show it; what it brings with it is noted beside standard output."""
    from mkdocs_handbook.changes import workspace

    with explained():
        found = project_here(options["config_file"])
        is_shown = options["diff"] or options["dry_run"]
        if not is_shown:
            finish_interrupted(found)
        here = workspace.desk(found, options["today"])
        made = make(here)
        for line in made.notes:
            note(f"{paths.prefix(found.root)}{line}")
        for line in workspace.noticed(here, made.sources):
            note(f"lint will say: {line}")
        show(here, made, options)
        if not is_shown and made.sources:
            workspace.write(here, made.sources)
    if options["diff"] and made.sources:
        sys.exit(1)


def show(here: Desk, made: Change, options: dict[str, Any]) -> None:
    """Print what a change would do, where that is asked for."""
    from mkdocs_handbook.changes import workspace

    if options["diff"]:
        click.echo(workspace.diff(here, made.sources), nl=False)
    elif options["dry_run"]:
        print_lines(here.project, made.said)


def print_lines(found: config.Project, lines: tuple[str, ...] | list[str]) -> None:
    """Print lines that begin with a path, as seen from the top of the repository."""
    lead = paths.prefix(found.root)
    for line in lines:
        click.echo(f"{lead}{line}")


def note(text: str) -> None:
    """Print a note beside standard output, if there is one."""
    if text:
        click.echo(f"note: {text}", err=True)
