"""The command `handbook rule`."""

from __future__ import annotations

import click

from mkdocs_handbook import explanations


@click.command()
@click.argument("code", required=False, metavar="[CODE]")
def rule(code: str | None) -> None:
    """List all rules, or explain one by its code or name."""
    if code is None:
        click.echo(explanations.listing(), nl=False)
        return
    found = explanations.find(code)
    if found is None:
        raise click.UsageError(f'no rule is called "{code}"{explanations.hint(code)}')
    click.echo(explanations.explanation(found), nl=False)
