"""The command `handbook schema`."""

from __future__ import annotations

from pathlib import Path

import click

from mkdocs_handbook.cli import completion
from mkdocs_handbook.cli.common import Wrong, config_option, examples, exit_on_error, project_if_any
from mkdocs_handbook.util.terminal_output import show, show_file


@click.command(epilog=examples("handbook schema", "handbook schema rituals", "handbook schema vendors > vendors.json"))
@click.argument("kind", default="", metavar="[KIND]", shell_complete=completion.kinds)
@config_option
def schema(kind: str, config_file: Path | None) -> None:
    """List the kinds of data, or print the JSON Schema of one.

    A schema of your handbook overrides the built-in one of the same name. Outside of a handbook, only the built-in ones exist.
    """
    # Imported here: whoever asks for no schema reads none.
    from mkdocs_handbook.scaffold import schema_listing
    from mkdocs_handbook.util.wording import known_hint

    with exit_on_error():
        project = project_if_any(config_file)
        try:
            known = schema_listing.read_schemas(project)
        except schema_listing.SchemaFileError as error:
            raise Wrong(str(error)) from None
    if not kind:
        show(schema_listing.listing(known))
    elif kind in known:
        show_file(known[kind].text.encode())
    else:
        hint = known_hint(kind, known)
        raise click.UsageError(f'no kind is called "{kind}"{hint}')
