"""The command `handbook rule`."""

from __future__ import annotations

import click

from mkdocs_handbook import explanations
from mkdocs_handbook.cli import completing
from mkdocs_handbook.cli.common import examples


@click.command(epilog=examples("handbook rule", "handbook rule HB201", "handbook rule section-order"))
@click.argument("code", default="", metavar="[CODE]", shell_complete=completing.rules)
def rule(code: str) -> None:
    """List all rules or those of a prefix such as HB3, or explain one by its code or name."""
    found = explanations.find(code)
    if found is None and (listing := explanations.listing(code)):
        click.echo(listing, nl=False)
        return
    if found is None:
        raise click.UsageError(f'no rule is called "{code}"{explanations.hint(code)}')
    click.echo(explanations.explanation(found), nl=False)
