"""The command `handbook`."""

from __future__ import annotations

import click

from mkdocs_handbook.cli.diff import diff
from mkdocs_handbook.cli.dri import dri
from mkdocs_handbook.cli.due import due
from mkdocs_handbook.cli.editor import editor
from mkdocs_handbook.cli.import_ import import_
from mkdocs_handbook.cli.init import init
from mkdocs_handbook.cli.lint import lint
from mkdocs_handbook.cli.new import new
from mkdocs_handbook.cli.rotation import rotation
from mkdocs_handbook.cli.rule import rule
from mkdocs_handbook.cli.schema import schema
from mkdocs_handbook.cli.stubs import stubs


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mkdocs-handbook", prog_name="handbook")
def main() -> None:
    """Keep a company handbook true: its data, its pages and its old addresses."""


for command in (diff, dri, due, editor, import_, init, lint, new, rotation, rule, schema, stubs):
    main.add_command(command)
