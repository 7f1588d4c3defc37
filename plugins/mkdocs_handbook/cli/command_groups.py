"""Groups of commands: their help shows each summary whole, and a mistyped command gets the one that is near."""

from __future__ import annotations

import click

# More than the longest summary has.
WIDTH = 200


class CommandGroup(click.Group):
    """A group of commands with whole summaries, and with suggestions."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that arguments name; raise UsageError, with what was probably meant, where there is none."""
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            # Imported here: only a mistake needs it.
            from mkdocs_handbook.util.wording import known_hint

            raise click.UsageError(f'No such command "{name}"{known_hint(name, self.list_commands(ctx))}', ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the names of the commands and their summaries."""
        found = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        with formatter.section("Commands"):
            formatter.write_dl([(name, one.get_short_help_str(WIDTH)) for name, one in found if one and not one.hidden])
