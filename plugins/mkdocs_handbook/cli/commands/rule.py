"""The command `handbook rule`."""

from __future__ import annotations

import click

from mkdocs_handbook.cli import completion
from mkdocs_handbook.cli.common import examples
from mkdocs_handbook.lint import rule_docs
from mkdocs_handbook.util.escaping import terminal_lines
from mkdocs_handbook.util.terminal_output import show


@click.command(epilog=examples("handbook rule", "handbook rule HB201", "handbook rule section-order"))
@click.argument("code", default="", metavar="[CODE]", shell_complete=completion.rules)
def rule(code: str) -> None:
    """Explain a rule, or list all rules.

    CODE is the code or the name of a rule, or a prefix such as HB3, whose rules are listed.
    """
    explained = rule_docs.find(code)
    if explained is None and (listing := rule_docs.listing(code)):
        show(terminal_lines(listing))
        return
    if explained is None:
        raise click.UsageError(f'no rule is called "{code}"{rule_docs.hint(code)}')
    show(terminal_lines(f"# {explained.code} {explained.name}\n\n{rule_docs.body(explained)}"))
