"""The command `handbook`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from mkdocs_handbook import clock, explanations, fixing, linting, project, report, rules
from mkdocs_handbook.embeds import MarkdownError
from mkdocs_handbook.load import Input
from mkdocs_handbook.model import Finding
from mkdocs_handbook.words import did_you_mean


class Wrong(click.ClickException):
    """A configuration or an environment in which nothing can be done."""

    exit_code = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mkdocs-handbook", prog_name="handbook")
def main() -> None:
    """Keep a company handbook true: its data, its pages and its old addresses."""


@main.command(epilog="Exit codes: 0 no findings, 1 findings, 2 wrong use.")
@click.option(
    "-f",
    "--config-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="MkDocs configuration to read instead of the nearest mkdocs.yml.",
)
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day that counts as today (default: SOURCE_DATE_EPOCH, else today).",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(list(report.FORMATS)),
    default="text",
    show_default=True,
    help="How findings are printed.",
)
@click.option("--fix", is_flag=True, help="Write the safe fixes, then print what is left.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also make the fixes that are a guess.")
@click.option("--diff", is_flag=True, help="Print what --fix would change instead, and write nothing.")
def lint(
    config_file: Path | None, today: datetime | None, style: str, *, fix: bool, unsafe_fixes: bool, diff: bool
) -> None:
    """Print every problem of the handbook, in order of file and line.

    Reads pages and data below the folder of mkdocs.yml; nothing is built, and nothing written without --fix.
    """
    config = config_file or project.find(Path.cwd())
    if config is None and not Path("handbook").is_dir():
        raise click.UsageError(
            "no mkdocs.yml here or above, and no folder handbook/: go to your handbook, or name it with -f"
        )
    try:
        found = project.read(config.resolve() if config else None, Path.cwd())
        now = clock.now(found.settings.timezone, today.date() if today else None)
        given = project.inputs(found)

        def check(files: Input) -> Sequence[Finding]:
            return linting.check(found, now, given=files).findings

        outcome = fixing.fixed(found, given, check, wanted=fix or diff, unsafe=unsafe_fixes)
        if diff:
            click.echo(fixing.diff(given, outcome), nl=False)
            click.echo(fixing.summary(outcome, unsafe=unsafe_fixes, written=False), nl=False, err=True)
            sys.exit(1 if outcome.files else 0)
        fixing.write(found, outcome)
    except (project.ConfigError, MarkdownError, fixing.WriteError) as error:
        raise Wrong(str(error)) from None
    is_text = style == "text"
    findings = fixing.marked(outcome.findings, unsafe=unsafe_fixes and is_text)
    shown = [report.Shown(finding, rules.severity(finding, found.settings)) for finding in findings]
    click.echo(report.FORMATS[style](shown), nl=False)
    click.echo(fixing.summary(outcome, unsafe=unsafe_fixes) if is_text else "", nl=False)
    sys.exit(1 if shown else 0)


@main.command("rule")
@click.argument("code", required=False, metavar="[CODE]")
def explain(code: str | None) -> None:
    """List all rules, or explain one by its code or name."""
    if code is None:
        click.echo(explanations.listing(), nl=False)
        return
    found = next((one for one in rules.ALL.values() if code.casefold() in (one.code.casefold(), one.name)), None)
    if found is None:
        known = (*rules.ALL, *(one.name for one in rules.ALL.values()))
        raise click.UsageError(f'no rule is called "{code}"{did_you_mean(code.upper(), known)}')
    click.echo(explanations.explanation(found), nl=False)
