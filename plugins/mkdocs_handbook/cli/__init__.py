"""The command `handbook`."""

from __future__ import annotations

from importlib import import_module

import click

# Each is the module and the function of its name; only the one that runs is imported.
COMMANDS = ("build", "lint", "rule", "serve", "stubs")


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of the commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Give a command by its name."""
        if name not in COMMANDS:
            return None
        found: click.Command = getattr(import_module(f"mkdocs_handbook.cli.{name}"), name)
        return found


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mkdocs-handbook", prog_name="handbook")
def main() -> None:
    """Keep a company handbook true: its data, its pages and its old addresses."""
