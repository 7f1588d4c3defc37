"""The commands `handbook new`: a group, a kind, or an item of a kind."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mkdocs_handbook.cli import completion, item_commands
from mkdocs_handbook.cli.command_groups import CommandGroup
from mkdocs_handbook.cli.common import (
    DAY,
    Wrong,
    begin_change,
    config_option,
    examples,
    exit_on_error,
    project_here,
)
from mkdocs_handbook.util.escaping import terminal_lines
from mkdocs_handbook.util.terminal_output import show, show_line

if TYPE_CHECKING:
    from mkdocs_handbook.project.mkdocs_yml import Project
    from mkdocs_handbook.scaffold.group_files import Addition

dri_option = click.option(
    "--dri",
    default="",
    metavar="HANDLE",
    help="The person responsible in the examples (default: the first known one).",
    shell_complete=completion.handles,
)


@click.group(cls=CommandGroup)
def new() -> None:
    """Create a ritual, channel, board, rotation, escalation or person, a group, or a kind of data."""


for built_in in item_commands.KINDS:
    new.add_command(item_commands.command(built_in))


@new.command(
    epilog=examples(
        "handbook new group customer-success",
        "handbook new group platform --with rituals --with rotations --dri ana",
    )
)
@click.argument("name")
@click.option(
    "--with",
    "kinds",
    multiple=True,
    default=("rituals", "channels"),
    show_default=True,
    metavar="KIND",
    help="A kind of data for the group; may be repeated.",
    shell_complete=completion.kinds,
)
@dri_option
@click.option("--today", **DAY, help="The date to use as today in the examples.")
@config_option
def group(name: str, kinds: tuple[str, ...], dri: str, today: date | None, config_file: Path | None) -> None:
    """Create a group: its page, and an example of each kind of data.

    The new files have no findings. If mkdocs.yml has a `nav`, the page is added at its end.
    """
    from mkdocs_handbook.data.kinds import GROUPLESS
    from mkdocs_handbook.project import clock
    from mkdocs_handbook.scaffold import example_data, file_writer, new_files
    from mkdocs_handbook.util.wording import known_hint

    if problem := new_files.name_problem(name, "group"):
        raise click.UsageError(problem)
    with exit_on_error():
        project = project_here(config_file)
        begin_change(project.root)
        handbook = file_writer.load_handbook(project)
        known = [kind for kind in handbook.kinds if kind not in GROUPLESS]
        for kind in kinds:
            if kind not in known:
                hint = known_hint(kind, known)
                raise click.UsageError(f'no kind of a group is called "{kind}"{hint}')
        now = clock.now(project.settings.timezone, today)
        try:
            addition = new_files.new_group(handbook, name, list(dict.fromkeys(kinds)), dri, now.date())
        except example_data.AdditionError as error:
            raise Wrong(str(error)) from None
        add(project, addition)


@new.command(epilog=examples("handbook new kind vendors", "handbook new kind open-roles --group people --dri bo"))
@click.argument("name")
@click.option(
    "--group",
    "group_name",
    default="",
    metavar="GROUP",
    help="The group of the example (default: the first one).",
    shell_complete=completion.groups,
)
@dri_option
@config_option
def kind(name: str, group_name: str, dri: str, config_file: Path | None) -> None:
    """Create a kind of data: its schema, an example of a group, and a page that shows it.

    The keys are examples: change the schema to what you want to keep track of.
    """
    from mkdocs_handbook.data.kinds import BUILT_IN
    from mkdocs_handbook.scaffold import example_data, file_writer, new_files

    if problem := new_files.name_problem(name, "kind"):
        raise click.UsageError(problem)
    if name in BUILT_IN:
        raise click.UsageError(f'the kind "{name}" is built in, "handbook schema {name}" prints its schema')
    with exit_on_error():
        project = project_here(config_file)
        begin_change(project.root)
        try:
            addition = new_files.new_kind(file_writer.load_handbook(project), name, group_name, dri)
        except example_data.AdditionError as error:
            raise Wrong(str(error)) from None
        add(project, addition)


def add(project: Project, addition: Addition) -> None:
    """Write what is new, with its place in the navigation, and print the paths; raise Wrong where something is in the way."""
    from mkdocs_handbook.scaffold import editor_settings, file_writer

    if project.excluded.match_file(addition.page):
        raise Wrong(
            f'MkDocs leaves out the page "{addition.page}", choose another name or see "exclude_docs" in mkdocs.yml'
        )
    if blocked := file_writer.in_the_way(project.root, addition.files):
        raise Wrong("nothing was written, since there is already: " + ", ".join(blocked))
    try:
        nav, there, line = file_writer.add_to_nav(project, addition.title, addition.page)
        file_writer.write(project.root, {**addition.files, **nav}, there)
        # What was asked for comes first, what follows from it last.
        paths = [*sorted(addition.files), *nav, *file_writer.refresh_editor_files(project)]
    except (editor_settings.EditorError, file_writer.ScaffoldError) as error:
        raise Wrong(str(error)) from None
    for path in paths:
        show_line(path)
    if line:
        show(terminal_lines(f"note: add this line to the navigation in mkdocs.yml:\n{line}\n"), err=True)
