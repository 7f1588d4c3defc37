"""The command `handbook due`."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

import click

from mkdocs_handbook.cli import completion
from mkdocs_handbook.cli.common import (
    DAY,
    check_name,
    config_option,
    errors_in,
    examples,
    exit_on_error,
    leave_as_it_is,
    open_workspace,
    show_findings,
)
from mkdocs_handbook.util.terminal_output import show, show_line
from mkdocs_handbook.util.wording import quantity

EXAMPLES = examples(
    "handbook due",
    "handbook due --on 2026-12-01 --within 2w --group engineering",
    "handbook due --within 1d --dri ana --format markdown",
    codes="0 success, even if nothing is due; 1 some data cannot be read, so that something may be missing;\n"
    "2 usage error",
)
WITHIN = re.compile(r"([0-9]{1,4})([dw])")


def days(_context: click.Context, _option: click.Parameter, value: str) -> int:
    """Return the number of days of an option; raise BadParameter where it is none."""
    match = WITHIN.fullmatch(value)
    count = int(match[1]) * (7 if match[2] == "w" else 1) if match else 0
    if not count:
        raise click.BadParameter(f'"{value}" is no time ahead, write a number of days or weeks such as 7d or 2w')
    return count


@click.command(epilog=EXAMPLES)
@config_option
@click.option("--on", **DAY, help="The first day (default: SOURCE_DATE_EPOCH, else the current date).")
@click.option(
    "--within",
    callback=days,
    default="7d",
    show_default=True,
    metavar="7d|2w",
    help="How far to look ahead; 1d is the first day only.",
)
@click.option("--group", default="", shell_complete=completion.groups, help="Only this group.")
@click.option(
    "--dri",
    default="",
    metavar="HANDLE",
    shell_complete=completion.handles,
    help="Only this person, including shifts that they hand over.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "markdown", "slack", "teams", "discord"]),
    default="text",
    show_default=True,
    help="The output format: for a terminal, a script, a message, or the webhook of a chat.",
)
def due(config_file: Path | None, on: date | None, within: int, group: str, dri: str, style: str) -> None:
    """List rituals that fall due and shifts that change hands."""
    with exit_on_error():
        complete = show_due(config_file, on, within, group, dri, style)
    sys.exit(0 if complete else 1)


def show_due(config_file: Path | None, on: date | None, within: int, group: str, dri: str, style: str) -> bool:
    """Print what falls due, and return whether all data could be read; raise as loading does."""
    # Imported here: no other command needs it.
    from mkdocs_handbook.data.people.responsibilities import spelled
    from mkdocs_handbook.feeds import due as agenda
    from mkdocs_handbook.feeds import due_report, webhook_payloads
    from mkdocs_handbook.project import mkdocs_yml
    from mkdocs_handbook.rendering import cells

    opened = open_workspace(config_file, on, leave_as_it_is)
    handbook = opened.handbook
    mkdocs_yml.check_kinds(opened.project, handbook.kinds)
    check_name("group", group, agenda.with_dates(handbook, "group"))
    dri = spelled(handbook, dri)
    check_name("dri", dri, agenda.with_dates(handbook, "person"))
    coming = agenda.due_items(handbook, within, group=group, dri=dri)
    formats = {**due_report.FORMATS, **webhook_payloads.FORMATS}
    show(formats[style](coming, lambda handle: cells.person_name(handbook, handle)))
    if not coming:
        show_line(f"nothing is due within {quantity(within, 'day')} from {handbook.today}", err=True)
    missing = errors_in(opened, agenda.DATED)
    show_findings(missing, opened.project.root)
    return not missing
