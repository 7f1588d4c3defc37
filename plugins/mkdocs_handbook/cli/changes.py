"""What the subcommands share that change data: their options, and the one way to make a change or to show it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mkdocs_handbook import paths, project
from mkdocs_handbook.cli import completing
from mkdocs_handbook.cli.common import Wrong, config_option, finish_interrupted, project_here, stopping, today_option

# What changes data is imported where it is needed: lint should not have to wait for it.
if TYPE_CHECKING:
    from mkdocs_handbook.changing import Desk
    from mkdocs_handbook.handover import Change

CODES = "0 done, 1 --diff would change something, 2 wrong use, or nothing could be changed"

group_option = click.option(
    "--group", default="", help="Only in the files of this group.", shell_complete=completing.groups
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
    from mkdocs_handbook import changing

    found = project_here(config_file)
    if recovers:
        finish_interrupted(found)
    return changing.desk(found, today)


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
    from mkdocs_handbook.handover import HandoverError
    from mkdocs_handbook.rotationfiles import RotationError
    from mkdocs_handbook.yamlsplices import RefusedError

    try:
        with stopping():
            yield
    except (HandoverError, RotationError, RefusedError) as error:
        raise Wrong(str(error)) from None


def change(make: Callable[[Desk], Change], options: dict[str, Any]) -> None:
    """Make a change and write it, or show it; what it brings with it is noted beside standard output."""
    from mkdocs_handbook import changing

    with explained():
        found = project_here(options["config_file"])
        is_shown = options["diff"] or options["dry_run"]
        if not is_shown:
            finish_interrupted(found)
        here = changing.desk(found, options["today"])
        made = make(here)
        for line in made.notes:
            note(f"{paths.prefix(found.root)}{line}")
        for line in changing.noticed(here, made.sources):
            note(f"lint will say: {line}")
        show(here, made, options)
        if not is_shown and made.sources:
            changing.write(here, made.sources)
    if options["diff"] and made.sources:
        sys.exit(1)


def show(here: Desk, made: Change, options: dict[str, Any]) -> None:
    """Print what a change would do, where that is asked for."""
    from mkdocs_handbook import changing

    if options["diff"]:
        click.echo(changing.diff(here, made.sources), nl=False)
    elif options["dry_run"]:
        print_lines(here.project, made.said)


def print_lines(found: project.Project, lines: tuple[str, ...] | list[str]) -> None:
    """Print lines that begin with a path, as seen from the top of the repository."""
    lead = paths.prefix(found.root)
    for line in lines:
        click.echo(f"{lead}{line}")


def note(text: str) -> None:
    """Print a note beside standard output, if there is one."""
    if text:
        click.echo(f"note: {text}", err=True)
