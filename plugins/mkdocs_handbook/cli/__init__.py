"""The command `handbook`: its group of subcommands."""

import sys

# `python -m` has put the current folder before all others: no module of a checkout may pass for one of Python's or ours.
if sys.argv[:1] == ["-m"] and not sys.flags.safe_path:
    del sys.path[0]

import os
from importlib import import_module
from typing import Any

import click

from mkdocs_handbook import __version__
from mkdocs_handbook.cli import error_lines
from mkdocs_handbook.cli.command_groups import CommandGroup
from mkdocs_handbook.util.gc_control import uncollected

# Each is a function in the module of the same name. Only the command that runs is imported.
COMMANDS = {
    "build": "build",
    "codeowners": "automation.codeowners",
    "diff": "diff",
    "dri": "dri",
    "due": "due",
    "editor": "editor",
    "import": "import_",
    "init": "init",
    "issues": "automation.issues",
    "lint": "lint",
    "new": "new",
    "request": "automation.request",
    "rotation": "rotation",
    "rule": "rule",
    "schema": "schema",
    "serve": "serve",
    "slack": "automation.slack",
    "stubs": "stubs",
}


class _Commands(CommandGroup):
    def main(self, *args: Any, **options: Any) -> Any:
        """Run a command line, and end the process with its exit code."""
        error_lines.open_streams()
        error_lines.silence_warnings()
        with error_lines.shown():
            return super().main(*args, **options)

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        """Return the context of a command line."""
        with error_lines.one_line():
            return super().make_context(*args, **options)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that a command line names."""
        with error_lines.one_line(ctx):
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return a command by its name, None if there is no such command."""
        if name not in COMMANDS:
            return None
        module = f"mkdocs_handbook.cli.commands.{COMMANDS[name]}"
        with uncollected():
            command: click.Command = getattr(import_module(module), module.rpartition(".")[2])
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="handbook")
@click.option(
    "--traceback", is_flag=True, envvar=error_lines.VARIABLE, help="Show where an unexpected error arose, to report it."
)
def main(traceback: bool) -> None:
    """Check, edit and build a company handbook of Markdown pages and YAML data."""


# Completion in bash needs our own class before any command is imported.
if "_HANDBOOK_COMPLETE" in os.environ:
    import_module("mkdocs_handbook.cli.completion")
