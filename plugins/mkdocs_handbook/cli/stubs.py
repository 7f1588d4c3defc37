"""The command `handbook stubs`."""

from __future__ import annotations

from pathlib import Path

import click

from mkdocs_handbook import clock, linting
from mkdocs_handbook.cli.common import compare, config_option, project_here, show_notes, stopping


@click.group()
def stubs() -> None:
    """Work on stubs.yml, where old addresses lead."""


@stubs.command()
@config_option
@click.option("--since", "rev", metavar="REV", help="Revision to compare with (default: origin/HEAD, else HEAD).")
def suggest(config_file: Path | None, rev: str | None) -> None:
    """Print the stubs that addresses need which vanished since a git revision, as lines of stubs.yml."""
    with stopping():
        found = project_here(config_file)
        now = clock.now(found.settings.timezone)
        compared = compare(found, rev, now)
        text = linting.suggestions(found, now, compared)
    show_notes(compared)
    click.echo(text, nl=False)
