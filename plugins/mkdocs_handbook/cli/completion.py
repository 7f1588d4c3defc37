"""Shell completion: rules, kinds, groups, handles, items with a DRI, rotations and revisions of the handbook here.

Each reads as little as it can and offers nothing on errors, which would end up in the command line.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Iterable
from pathlib import Path

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class

from mkdocs_handbook.cli.common import ERRORS, project_here, project_if_any
from mkdocs_handbook.model import Settings
from mkdocs_handbook.project import safe_files
from mkdocs_handbook.util.escaping import terminal

Values = Callable[[click.Context], Iterable[tuple[str, str]]]
Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
# What ends quotes or runs something inside of them.
ACTIVE = re.compile(r"[$`\"'\\!]")
HANDLE = re.compile(r"^([\w.-]+):(?=\s*$|\s+[{#])", re.MULTILINE)


@add_completion_class
class Bash(BashComplete):
    """Completion for bash, which inserts words as they are: names with spaces get the quotes that zsh and fish add."""

    name = "bash"

    def format_completion(self, item: CompletionItem) -> str:
        """Return a word as the shell's function reads it."""
        value = str(item.value)
        if not is_quoted(os.environ.get("COMP_WORDS", "")):
            return f"{item.type},{shlex.quote(value)}"
        # Within quotes that somebody opened, a name that bash would read as a command is not offered.
        return "" if ACTIVE.search(value) else f"{item.type},{value}"


def is_quoted(words: str) -> bool:
    """Return whether a command line ends within quotes."""
    try:
        shlex.split(words)
    except ValueError:
        return True
    return False


def completer(values: Values) -> Completer:
    """Return the function that click calls for a parameter: it offers the values that begin as typed."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
        try:
            known = [*values(ctx)]
        except (*ERRORS, click.ClickException, OSError, ValueError):
            return []
        start = incomplete.casefold()
        return [
            CompletionItem(name, help=terminal(text) or None)
            for name, text in known
            # Shells read a value to the end of its line, and show it as it is.
            if name.casefold().startswith(start) and name.isprintable()
        ]

    return complete


def of_rules(_: click.Context) -> Iterable[tuple[str, str]]:
    """Return the codes of all rules with their summaries."""
    from mkdocs_handbook.lint.rules import ALL

    return ((rule.code, rule.summary) for rule in ALL.values())


def of_kinds(ctx: click.Context) -> Iterable[tuple[str, str]]:
    """Return the kinds that have a schema."""
    from mkdocs_handbook.data.kinds import BUILT_IN, SUFFIX

    root, settings = root_and_settings(ctx)
    own = (path.name.removesuffix(SUFFIX) for path in (root / settings.schemas_dir).glob(f"*{SUFFIX}")) if root else ()
    return ((name, "") for name in sorted({*BUILT_IN, *own}))


def of_groups(ctx: click.Context) -> Iterable[tuple[str, str]]:
    """Return the groups that have data."""
    from mkdocs_handbook.data.data_files import NAME

    root, settings = root_and_settings(ctx)
    paths = (root / settings.data_dir).rglob("*.yml") if root else ()
    names = filter(None, (NAME.match(path.name) for path in paths))
    return ((name, "") for name in sorted({match["group"] for match in names}))


def of_handles(ctx: click.Context) -> Iterable[tuple[str, str]]:
    """Return the handles of people.yml by its lines: loading a handbook would take too long for a key."""
    root, settings = root_and_settings(ctx)
    paths = sorted((root / settings.data_dir).rglob("people.yml")) if root else ()
    texts = (safe_files.text(path, safe_files.limit(root)) for path in paths) if root else ()
    return ((name, "") for text in texts for name in HANDLE.findall(text))


def of_items(*kinds: str) -> Values:
    """Return the values of names of items of some kinds, each with its group."""

    def values(ctx: click.Context) -> Iterable[tuple[str, str]]:
        from mkdocs_handbook.project import workspace

        handbook = workspace.read(project_here(ctx.params.get("config_file"))).handbook
        files = (file for file in handbook.files if file.kind.name in kinds)
        groups_by_name = {item.text(file.kind.key): file.group for file in files for item in file.all_items}
        return ((name, group) for name, group in groups_by_name.items() if name)

    return values


def of_revisions(ctx: click.Context) -> Iterable[tuple[str, str]]:
    """Return the branches and tags of the repository, and HEAD."""
    from mkdocs_handbook.project import git

    root, _ = root_and_settings(ctx)
    try:
        names = git.git_output(root or Path.cwd(), "for-each-ref", "--format=%(refname:short)", "refs").split()
    except git.GitError:
        return ()
    return ((name, "") for name in ["HEAD", *names])


def root_and_settings(ctx: click.Context) -> tuple[Path | None, Settings]:
    """Return the root of the handbook, None where there is none, and its settings."""
    project = project_if_any(ctx.params.get("config_file"))
    return (project.root, project.settings) if project else (None, Settings())


rules, kinds, groups = completer(of_rules), completer(of_kinds), completer(of_groups)
handles, revisions = completer(of_handles), completer(of_revisions)
duties, rotations = completer(of_items("rituals", "channels", "boards")), completer(of_items("rotations"))
