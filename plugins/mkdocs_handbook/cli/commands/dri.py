"""The command `handbook dri`."""

from __future__ import annotations

import json
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
    change,
    desk_of,
    editing,
    explained,
    format_option,
    group_option,
    note,
    print_lines,
)
from mkdocs_handbook.cli.common import DAY, config_option, examples, today_option

if TYPE_CHECKING:
    from mkdocs_handbook.changes.dri_changes import Change
    from mkdocs_handbook.changes.workspace import Desk
    from mkdocs_handbook.data.responsibilities import Responsibility

kind_option = click.option(
    "--kind",
    default="",
    help="Only in this kind: rituals, channels, boards, rotations, page, …",
    shell_complete=completion.kinds,
)


@click.group()
def dri() -> None:
    """See and change who is responsible: one value of YAML at a time, everything else stays as it is."""


@dri.command("list", epilog=examples("handbook dri list", "handbook dri list --format json"))
@format_option
@today_option
@config_option
def list_(config_file: Path | None, today: date | None, style: str) -> None:
    """Print who is responsible for how much today, by kind; who has most comes first."""
    from mkdocs_handbook.changes import dri_changes, dri_report

    with explained():
        here = desk_of(config_file, today, recovers=True)
        found = dri_changes.counts(here.handbook)
    unread(here)
    click.echo(json.dumps(dri_report.counted(found), indent=2) if style == "json" else dri_report.table(found))


@dri.command(epilog=examples("handbook dri show ana", "handbook dri show ana --format json"))
@click.argument("handle", shell_complete=completion.handles)
@format_option
@today_option
@config_option
def show(config_file: Path | None, today: date | None, handle: str, style: str) -> None:
    """Print everything that names HANDLE as responsible, with file and line; what is over says so."""
    from mkdocs_handbook.changes import dri_changes, dri_report

    with explained():
        here = desk_of(config_file, today, recovers=True)
        found = dri_changes.posts_of(here.handbook, handle)
        if not found:
            dri_changes.check_known(here.handbook, handle)
    unread(here)
    if style == "json":
        click.echo(
            json.dumps([dri_report.entry(one, here.handbook.today) for one in found], indent=2, ensure_ascii=False)
        )
    else:
        print_lines(here.project, [dri_report.line(one, here.handbook.today) for one in found])


def unread(here: Desk) -> None:
    """Note which files say nothing because they cannot be read."""
    from mkdocs_handbook.changes import workspace

    for path in workspace.unread(here):
        note(f"{path} cannot be read, handbook lint says why")


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
@editing
def set_(name: str, handle: str, group: str, kind: str, **options: Any) -> None:
    """Make HANDLE the DRI of the ritual NAME, or of the channel, the board, or an item of a kind with a DRI."""
    change(lambda here: given(here, name, handle, group, kind), options)


def given(here: Desk, name: str, handle: str, group: str, kind: str) -> Change:
    """Give the change; where there is none, note in which files nobody could look."""
    from mkdocs_handbook.changes import dri_changes

    try:
        return dri_changes.set_dri(here.handbook, name, handle, group, kind)
    except dri_changes.HandoverError:
        unread(here)
        raise


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
@editing
def replace(old: str, new: str, group: str, kind: str, **options: Any) -> None:
    """Give everything that OLD is responsible for now or later to NEW: as DRI, backup, participant, maintainer and on duty.

    What is over stays. In a rotation, NEW takes the rest of a running shift and all later ones of OLD.
    """
    change(lambda here: replaced(here, old, new, group, kind), options)


def replaced(here: Desk, old: str, new: str, group: str, kind: str) -> Change:
    """Give the change, and note what nobody can read."""
    from mkdocs_handbook.changes import dri_changes, workspace

    for path in workspace.unread(here):
        note(f'{path} cannot be read, so nobody knows whether it names "{old}"')
    return dri_changes.replace(here.handbook, old, new, group, kind)


def advice(handle: str, left: Sequence[Responsibility]) -> str:
    """Give the command that leads on: what ends by itself needs a later day, and nobody else."""
    ends = [one.until for one in left if one.until]
    if len(ends) == len(left):
        return f"handbook dri leave {shlex.quote(handle)} --on {max(ends)}"
    return f"handbook dri replace {shlex.quote(handle)} NEW"


@dri.command(
    epilog=examples(
        "handbook dri leave ana --plan",
        "handbook dri leave ana --on 2026-12-31",
        codes="0 done, 1 something is left to hand over (or --diff would change something), 2 wrong use",
    )
)
@click.argument("handle", shell_complete=completion.handles)
@click.option("--on", "day", **DAY, help="The last day (default: today).")
@click.option("--plan", is_flag=True, help="Only print what is left to hand over.")
@editing
def leave(handle: str, day: date | None, *, plan: bool, **options: Any) -> None:
    """Write into people.yml when HANDLE left; while something is left to hand over, print it instead."""
    from mkdocs_handbook.changes import dri_changes, dri_report, workspace

    with explained():
        here = desk_of(options["config_file"], options["today"])
        dri_changes.check_known(here.handbook, handle)
        last = day or here.handbook.today
        left = dri_changes.left_over(here.handbook, handle, last)
        unread = workspace.unread(here)
    print_lines(here.project, [dri_report.line(one, last) for one in left])
    for path in unread:
        note(f'{path} cannot be read, so nobody knows whether it names "{handle}"; mend it first')
    if left:
        note(f'"{handle}" is still responsible for this after {last}: {advice(handle, left)}')
    if left or unread:
        sys.exit(1)
    if not plan:
        change(lambda desk: dri_changes.leave(desk.handbook, handle, last), options)
