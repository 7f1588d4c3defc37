"""The command `handbook`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from mkdocs_handbook import clock, explanations, linting, project, report, rules
from mkdocs_handbook.embeds import MarkdownError


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
def lint(config_file: Path | None, today: datetime | None, style: str) -> None:
    """Print every problem of the handbook, in order of file and line.

    Reads pages and data below the folder of mkdocs.yml; nothing is built or written.
    """
    config = config_file or project.find(Path.cwd())
    if config is None and not Path("handbook").is_dir():
        raise click.UsageError(
            "no mkdocs.yml here or above, and no folder handbook/: go to your handbook, or name it with -f"
        )
    try:
        found = project.read(config.resolve() if config else None, Path.cwd())
        checked = linting.check(found, clock.now(found.settings.timezone, today.date() if today else None))
    except (project.ConfigError, MarkdownError) as error:
        raise Wrong(str(error)) from None
    shown = [report.Shown(finding, rules.severity(finding, found.settings)) for finding in checked.findings]
    click.echo(report.FORMATS[style](shown), nl=False)
    sys.exit(1 if shown else 0)


@main.command("rule")
@click.argument("code", required=False, metavar="[CODE]")
def explain(code: str | None) -> None:
    """List all rules, or explain one by its code or name."""
    if code is None:
        click.echo(explanations.listing(), nl=False)
        return
    found = explanations.find(code)
    if found is None:
        raise click.UsageError(f'no rule is called "{code}"{explanations.hint(code)}')
    click.echo(explanations.explanation(found), nl=False)


if __name__ == "__main__":
    main()
