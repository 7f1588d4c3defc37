"""The command `handbook stubs`."""

from __future__ import annotations

from pathlib import Path

import click

from mkdocs_handbook.cli import completion
from mkdocs_handbook.cli.command_groups import CommandGroup
from mkdocs_handbook.cli.common import (
    Wrong,
    begin_change,
    compare,
    config_option,
    examples,
    exit_on_error,
    project_here,
    show_notes,
)
from mkdocs_handbook.util.terminal_output import show_line


@click.group(cls=CommandGroup)
def stubs() -> None:
    """Manage stubs.yml, which maps old addresses to new ones."""


@stubs.command(
    epilog=examples(
        "handbook stubs suggest", "handbook stubs suggest --since origin/main", "handbook stubs suggest --write"
    )
)
@config_option
@click.option(
    "--since",
    "rev",
    metavar="REV",
    help="The revision to compare with (default: origin/HEAD, else HEAD).",
    shell_complete=completion.revisions,
)
@click.option("--write", is_flag=True, help="Also add the lines to stubs.yml.")
@click.option("-q", "--quiet", is_flag=True, help="With --write, print neither the lines nor how many were added.")
def suggest(config_file: Path | None, rev: str | None, *, write: bool, quiet: bool) -> None:
    """Print lines of stubs.yml for vanished addresses.

    These are addresses that vanished since a git revision. If a stub leads to a missing page, git's history tells where that page went. A line without a known target is a comment.
    """
    # Imported here: whoever completes a command line needs no git.
    from mkdocs_handbook.changes import stub_suggestions
    from mkdocs_handbook.project import atomic_write, paths, workspace

    with exit_on_error():
        project = project_here(config_file)
        if write:
            begin_change(project.root)
        opened = workspace.read(project)
        compared = compare(project, rev, opened.handbook.now)
        try:
            lines = stub_suggestions.suggest(opened, compared)
            if write:
                added = stub_suggestions.add_lines(opened.handbook, lines)
                atomic_write.write(project.root, opened.contents, added.contents)
        except (stub_suggestions.GitError, stub_suggestions.NoRoomError) as error:
            raise Wrong(str(error)) from None
    show_notes(compared)
    for line in () if write and quiet else lines:
        show_line(line)
    if write and not quiet:
        # Standard output has nothing but the lines.
        show_line(stub_suggestions.success(opened.handbook, lines).sentence(paths.prefix(project.root)), err=True)
