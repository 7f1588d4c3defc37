"""The command `handbook`: its group of subcommands."""

from __future__ import annotations

import os
from importlib import import_module
from keyword import iskeyword

import click

from mkdocs_handbook.util.gc_control import uncollected

# Each is a module and the function of the same name in it. Only the command that runs is imported.
COMMANDS = (
    "build",
    "diff",
    "dri",
    "due",
    "editor",
    "import",
    "init",
    "lint",
    "new",
    "rotation",
    "rule",
    "schema",
    "serve",
    "stubs",
)


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return a command by its name, None if there is no such command."""
        if name not in COMMANDS:
            return None
        name += "_" * iskeyword(name)
        with uncollected():
            command: click.Command = getattr(import_module(f"mkdocs_handbook.cli.commands.{name}"), name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mkdocs-handbook", prog_name="handbook")
def main() -> None:
    """Check, edit and build a company handbook of Markdown pages and YAML data."""


# Completion in bash needs our own class before any command is imported.
if "_HANDBOOK_COMPLETE" in os.environ:
    import_module("mkdocs_handbook.cli.completion")
