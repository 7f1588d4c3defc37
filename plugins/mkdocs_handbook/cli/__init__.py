"""The command `handbook`."""

from __future__ import annotations

import click

from mkdocs_handbook.cli.build import build
from mkdocs_handbook.cli.lint import lint
from mkdocs_handbook.cli.rule import rule
from mkdocs_handbook.cli.serve import serve
from mkdocs_handbook.cli.stubs import stubs


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mkdocs-handbook", prog_name="handbook")
def main() -> None:
    """Keep a company handbook true: its data, its pages and its old addresses."""


for command in (build, lint, rule, serve, stubs):
    main.add_command(command)
