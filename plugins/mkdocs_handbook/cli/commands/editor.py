"""The command `handbook editor`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mkdocs_handbook.cli.common import (
    Wrong,
    begin_change,
    config_option,
    examples,
    exit_on_error,
    note,
    project_here,
)
from mkdocs_handbook.util.terminal_output import show_diff, show_line


@click.command(
    epilog=examples(
        "handbook editor",
        "handbook editor --modelines",
        "handbook editor --diff",
        codes="0 success, 1 --diff found changes, 2 usage error",
    )
)
@config_option
@click.option("--diff", is_flag=True, help="Show the changes as a diff instead of writing them.")
@click.option("--modelines", is_flag=True, help="Also update data files whose first line names another schema.")
def editor(config_file: Path | None, *, diff: bool, modelines: bool) -> None:
    """Set up editors to complete and explain data files.

    Works with VS Code, JetBrains and every editor that runs yaml-language-server. Writes schemas with the handles, channels
    and frequencies of this handbook to .handbook/schemas/, and refers to them in .vscode/ and .idea/; your settings there
    stay. If the handbook is on GitHub, it also writes the forms by which people ask for changes, and the workflow that makes
    them. Run it again after people or channels change.
    """
    # Imported here: most commands neither write nor compare.
    from mkdocs_handbook.scaffold import editor_settings, file_writer
    from mkdocs_handbook.util import unified_diff

    with exit_on_error():
        project = project_here(config_file)
        if not diff:
            begin_change(project.root)
        handbook = file_writer.load_handbook(project)
        try:
            top, there, changed = file_writer.editor_files(project, handbook, modelines=modelines)
            if not diff:
                file_writer.write(top, changed, there)
        except (editor_settings.EditorError, file_writer.ScaffoldError) as error:
            raise Wrong(str(error)) from None
    if diff:
        before = {path: text.encode() for path, text in there.items()}
        show_diff(unified_diff.diff(before, {path: text.encode() for path, text in changed.items()}))
        sys.exit(1 if changed else 0)
    for path in sorted(changed):
        show_line(path)
    led = () if modelines else sorted(editor_settings.other_modelines(handbook))
    if led:
        names = f"{led[0]} and {len(led) - 1} more name" if len(led) > 1 else f"{led[0]} names"
        note(f"{names} another schema in the first line, which editors prefer; --modelines changes that")
