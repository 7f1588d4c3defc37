"""The command `handbook init`."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from mkdocs_handbook import __version__
from mkdocs_handbook.cli.common import DAY, Wrong, begin_change, examples, exit_on_error, note
from mkdocs_handbook.cli.options import engine_option
from mkdocs_handbook.util.escaping import terminal_lines
from mkdocs_handbook.util.terminal_output import show, show_line


@click.command(
    epilog=examples(
        "handbook init acme-handbook",
        "handbook init . --title Acme --group platform",
        "handbook init acme-handbook --repo-url https://github.com/acme/handbook",
    )
)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--title", default="", help="The title of the handbook (default: derived from the directory name).")
@click.option("--group", "group", default="engineering", show_default=True, help="The name of the example group.")
@click.option("--repo-url", default="", help="The URL of the repository, for edit links.")
@click.option("--slack", is_flag=True, help="Also write a workflow that keeps Slack in step (needs an app of Slack).")
@engine_option
@click.option("--keep", is_flag=True, help="Keep existing files and write the others.")
@click.option("--today", **DAY, help="The date to use as today in the examples.")
def init(
    folder: Path,
    title: str,
    group: str,
    repo_url: str,
    engine: str | None,
    today: date | None,
    *,
    slack: bool,
    keep: bool,
) -> None:
    """Create a handbook in a directory, which may be new.

    You get pages and data of an example group, workflows that lint pull requests, publish the site and file issues,
    pre-commit hooks and editor settings. It builds without findings. Existing files are never overwritten. A directory in
    no git repository becomes one; the first commit is yours.
    """
    # Imported here: templates take longer to import than most commands take to run.
    from mkdocs_handbook.project import clock
    from mkdocs_handbook.scaffold import file_writer, new_files, starter_templates

    root = folder.resolve()
    if problem := new_files.name_problem(group, "group") or new_files.repository_problem(repo_url):
        raise click.UsageError(problem)
    with exit_on_error():
        now = clock.now("UTC", today)
    name = title or starter_templates.title(root.name) or "Handbook"
    files = new_files.new_handbook(name, group, repo_url, __version__, now.date(), engine=engine or "", has_slack=slack)
    rivals = file_writer.rival_indexes(root, files)
    blocked = {*file_writer.in_the_way(root, files), *rivals}
    if blocked and not keep:
        raise Wrong(
            f"nothing was written, since these are in the way in {folder}:\n"
            + "".join(f"  {path}\n" for path in sorted(rivals.get(path, path) for path in blocked))
            + "move them away, choose another folder, or keep them as they are with --keep"
        )
    write(root, {path: text for path, text in files.items() if path not in blocked}, has_url=bool(repo_url))
    begin_repository(root)
    where = shlex.quote(str(folder))
    show_line(f"{folder}: begun, README.md says how to go on. Your first commit:")
    show_line(f"  git -C {where} add .")
    show_line(f'  git -C {where} commit --message "Begin the handbook"')


def write(root: Path, files: Mapping[str, str], *, has_url: bool) -> None:
    """Write the files of a new handbook, then the settings of editors; a note says why those are not written."""
    from mkdocs_handbook.project import mkdocs_yml
    from mkdocs_handbook.scaffold import editor_settings, file_writer

    with exit_on_error():
        file_writer.make_folder(root)
        begin_change(root)
        try:
            file_writer.write(root, files, {})
            project = mkdocs_yml.read_project(root / "mkdocs.yml", root)
            top, there, changed = file_writer.editor_files(
                project, file_writer.load_handbook(project), modelines=False, top=root, begins=not has_url
            )
            file_writer.write(top, changed, there)
        except file_writer.ScaffoldError as error:
            raise Wrong(str(error)) from None
        except editor_settings.EditorError as error:
            show(terminal_lines(f"note: {error}\n"), err=True)


def begin_repository(root: Path) -> None:
    """Make a repository of a folder that is in none; a note says why that failed."""
    from mkdocs_handbook.project import git_command

    try:
        git_command.begin_repository(root)
    except git_command.GitError as error:
        note(f"no git repository was begun: {error}")
