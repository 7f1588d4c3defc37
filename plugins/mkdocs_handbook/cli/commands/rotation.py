"""The command `handbook rotation`."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from mkdocs_handbook.cli import completion
from mkdocs_handbook.cli.change_options import CODES, editing_options, group_option, make_change
from mkdocs_handbook.cli.command_groups import CommandGroup
from mkdocs_handbook.cli.common import DAY, examples


@click.group(cls=CommandGroup)
def rotation() -> None:
    """Change who is on duty. Past shifts stay as they are."""


@rotation.command(
    epilog=examples(
        'handbook rotation swap "Support rotation" 2026-11-30 taras beatrix',
        'handbook rotation swap On-call 2026-12-24 ana bo --with 2027-01-04 --reason "Christmas"',
        codes=CODES,
    )
)
@click.argument("name", metavar="ROTATION", shell_complete=completion.rotations)
@click.argument("day", **DAY)
@click.argument("a", shell_complete=completion.handles)
@click.argument("b", shell_complete=completion.handles)
@click.option("--with", "other", **DAY, help="A day of B's shift (default: B's next one).")
@click.option("--reason", default="", help="The reason, in a few words (default: whose shift it was).")
@group_option
@editing_options
def swap(name: str, day: date, a: str, b: str, group: str, **options: Any) -> None:
    """Swap two shifts of a rotation.

    The shift that A has on DATE goes to B, and a shift of B to A, by overrides.
    """
    from mkdocs_handbook.changes import rotation_commands

    request = rotation_commands.SwapRequest(day, a, b, options.pop("other"), options.pop("reason"))
    make_change(lambda workspace: rotation_commands.swap(workspace.handbook, name, group, request), options)


@rotation.command(
    "add-member",
    epilog=examples(
        'handbook rotation add-member "Support rotation" ana',
        "handbook rotation add-member On-call ana --after bo --from 2027-01-01",
        codes=CODES,
    ),
)
@click.argument("name", metavar="ROTATION", shell_complete=completion.rotations)
@click.argument("handle", shell_complete=completion.handles)
@click.option(
    "--after",
    default="",
    help="The member whose turn comes before (default: the one who has just had a turn).",
    shell_complete=completion.handles,
)
@click.option("--from", "start", **DAY, help="The first possible day (default: today).")
@group_option
@editing_options
def add_member(name: str, handle: str, after: str, group: str, **options: Any) -> None:
    """Add a member to a rotation.

    HANDLE joins at the next handoff, by a new entry that takes over from that day.
    """
    from mkdocs_handbook.changes import rotation_commands

    start = options.pop("start")
    make_change(
        lambda workspace: rotation_commands.add_member(workspace.handbook, name, group, handle, after, start), options
    )


@rotation.command(
    "remove-member",
    epilog=examples(
        'handbook rotation remove-member "Support rotation" ana',
        "handbook rotation remove-member On-call ana --from 2027-01-01 --diff",
        codes=CODES,
    ),
)
@click.argument("name", metavar="ROTATION", shell_complete=completion.rotations)
@click.argument("handle", shell_complete=completion.handles)
@click.option("--from", "start", **DAY, help="The first possible day (default: today).")
@group_option
@editing_options
def remove_member(name: str, handle: str, group: str, **options: Any) -> None:
    """Remove a member from a rotation.

    HANDLE leaves at the next handoff, by a new entry that takes over from that day.
    """
    from mkdocs_handbook.changes import rotation_commands

    start = options.pop("start")
    make_change(
        lambda workspace: rotation_commands.remove_member(workspace.handbook, name, group, handle, start), options
    )
