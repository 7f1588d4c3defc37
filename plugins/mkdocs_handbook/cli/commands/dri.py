"""The command `handbook dri`."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mkdocs_handbook.cli import completion
from mkdocs_handbook.cli.change_options import (
    CODES,
    editing_options,
    exit_on_refusal,
    format_option,
    group_option,
    make_change,
    print_lines,
)
from mkdocs_handbook.cli.command_groups import CommandGroup
from mkdocs_handbook.cli.common import DAY, config_option, examples, note, open_workspace, today_option
from mkdocs_handbook.util import terminal_output
from mkdocs_handbook.util.escaping import json_text

if TYPE_CHECKING:
    from mkdocs_handbook.changes.data_change import Change
    from mkdocs_handbook.data.people.responsibilities import Responsibility
    from mkdocs_handbook.project.workspace import Workspace

kind_option = click.option(
    "--kind",
    default="",
    help="Only search this kind: rituals, channels, boards, rotations, page, …",
    shell_complete=completion.kinds,
)


@click.group(cls=CommandGroup)
def dri() -> None:
    """Show and change who is responsible. Edits change single YAML values and keep everything else as it is."""


@dri.command("list", epilog=examples("handbook dri list", "handbook dri list --format json"))
@format_option
@today_option
@config_option
def list_(config_file: Path | None, today: date | None, style: str) -> None:
    """Show how much each person is responsible for today.

    Items are counted by kind. The highest total comes first.
    """
    from mkdocs_handbook.changes import dri_report

    with exit_on_refusal():
        workspace = open_workspace(config_file, today)
        counts = dri_report.counts(workspace.handbook)
    note_unreadable(workspace)
    is_json = style == "json"
    terminal_output.show(
        json_text(dri_report.counts_json(counts), indent=2) if is_json else dri_report.counts_table(counts)
    )


@dri.command(epilog=examples("handbook dri show ana", "handbook dri show ana --format json"))
@click.argument("handle", shell_complete=completion.handles)
@format_option
@today_option
@config_option
def show(config_file: Path | None, today: date | None, handle: str, style: str) -> None:
    """List what a person is responsible for.

    Each line has file and line. What is over says so.
    """
    from mkdocs_handbook.changes import dri_changes, dri_report
    from mkdocs_handbook.data.people.responsibilities import spelled

    with exit_on_refusal():
        workspace = open_workspace(config_file, today)
        handbook = workspace.handbook
        handle = spelled(handbook, handle)
        posts = dri_report.responsibilities_of(handbook, handle)
        if not posts:
            dri_changes.check_known(handbook, handle)
    note_unreadable(workspace)
    if style == "json":
        entries = [dri_report.as_json(post, handbook.today) for post in posts]
        terminal_output.show(json_text(entries, indent=2))
    else:
        print_lines(workspace.project, (dri_report.as_line(post, handbook.today) for post in posts))


def note_unreadable(workspace: Workspace, consequence: str = ", handbook lint says why") -> list[str]:
    """Print a note for each file that cannot be read, and return their paths."""
    from mkdocs_handbook.changes import data_change

    unreadable = data_change.unreadable(workspace)
    for path in unreadable:
        note(f"{path} cannot be read{consequence}")
    return unreadable


@dri.command(
    "set",
    epilog=examples(
        'handbook dri set "Release ritual" ana',
        'handbook dri set "Stand up" ana --group engineering --diff',
        'handbook dri set "#help-engineering" ana',
        codes=CODES,
    ),
)
@click.argument("name", metavar="NAME", shell_complete=completion.duties)
@click.argument("handle", shell_complete=completion.handles)
@group_option
@kind_option
@editing_options
def set_(name: str, handle: str, group: str, kind: str, **options: Any) -> None:
    """Make a person the DRI of an item.

    NAME is a ritual, a channel, a board, or an item of another kind with a DRI.
    """
    from mkdocs_handbook.changes import dri_changes
    from mkdocs_handbook.data.yaml.edits import ChangeError

    def make(workspace: Workspace) -> Change:
        try:
            return dri_changes.set_dri(workspace.handbook, name, handle, group, kind)
        except ChangeError:
            note_unreadable(workspace)
            raise

    make_change(make, options)


@dri.command(
    epilog=examples(
        "handbook dri replace ana bo --dry-run",
        "handbook dri replace ana bo",
        "handbook dri replace ana bo --group engineering --kind rituals",
        codes=CODES,
    )
)
@click.argument("old", shell_complete=completion.handles)
@click.argument("new", shell_complete=completion.handles)
@group_option
@kind_option
@editing_options
def replace(old: str, new: str, group: str, kind: str, **options: Any) -> None:
    """Replace a person by another one everywhere.

    NEW takes over from OLD as DRI, backup, participant, maintainer and on duty, now and later. What is over stays as it is. In a rotation, NEW takes the rest of a running shift and all later shifts of OLD.
    """
    from mkdocs_handbook.changes import dri_changes

    def make(workspace: Workspace) -> Change:
        note_unreadable(workspace, f', so nobody knows whether it names "{old}"')
        return dri_changes.replace(workspace.handbook, old, new, group, kind)

    make_change(make, options)


def advice(handle: str, left: Sequence[Responsibility]) -> str:
    """Return the command to run next: a later day where everything ends by itself, else a replacement."""
    ends = [post.until for post in left if post.until]
    if len(ends) == len(left):
        return f"handbook dri leave {shlex.quote(handle)} --on {max(ends)}"
    return f"handbook dri replace {shlex.quote(handle)} NEW"


@dri.command(
    epilog=examples(
        "handbook dri leave ana --plan",
        "handbook dri leave ana --on 2026-12-31",
        codes="0 success, 1 something is left to hand over (or --diff found changes), 2 usage error",
    )
)
@click.argument("handle", shell_complete=completion.handles)
@click.option("--on", "day", **DAY, help="The last day (default: today).")
@click.option("--plan", is_flag=True, help="Only list what is left to hand over.")
@editing_options
def leave(handle: str, day: date | None, *, plan: bool, **options: Any) -> None:
    """Record in people.yml when a person leaves.

    If HANDLE is still responsible for something after that day, list it and change nothing.
    """
    from mkdocs_handbook.changes import dri_changes, dri_report
    from mkdocs_handbook.changes.data_change import Change
    from mkdocs_handbook.data.people.responsibilities import spelled

    def make(workspace: Workspace) -> Change:
        handbook = workspace.handbook
        who = spelled(handbook, handle)
        dri_changes.check_known(handbook, who)
        last = day or handbook.today
        left = dri_changes.remaining(handbook, who, last)
        print_lines(workspace.project, (dri_report.as_line(post, last) for post in left))
        unread = note_unreadable(workspace, f', so nobody knows whether it names "{who}"; mend it first')
        if left:
            note(f'"{who}" is still responsible for this after {last}: {advice(who, left)}')
        if left or unread:
            sys.exit(1)
        return Change() if plan else dri_changes.leave(handbook, who, last)

    make_change(make, options | {"dry_run": options["dry_run"] or plan})
