"""What a shell offers behind Tab: rules, kinds, groups, handles, duties and revisions of the handbook at hand.

All of these look at as little as they can, and offer nothing where that fails: an error would land in the command line.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Iterable
from pathlib import Path

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class

from mkdocs_handbook.cli.common import STOPS, project_here, project_if_any
from mkdocs_handbook.model import Settings

Values = Callable[[click.Context], Iterable[tuple[str, str]]]
Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
HANDLE = re.compile(r"^([\w.-]+):(?=\s*$|\s+[{#])", re.MULTILINE)


@add_completion_class
class Bash(BashComplete):
    """Completion for bash, which inserts words as they are: names with spaces get the quotes that zsh and fish add."""

    name = "bash"

    def format_completion(self, item: CompletionItem) -> str:
        """Give what the shell's function reads of a word."""
        value = str(item.value)
        return f"{item.type},{value if is_quoted(os.environ.get('COMP_WORDS', '')) else shlex.quote(value)}"


def is_quoted(words: str) -> bool:
    """Whether a command line ends within quotes."""
    try:
        shlex.split(words)
    except ValueError:
        return True
    return False


def completer(values: Values) -> Completer:
    """Give what click asks for the values of a parameter: those that begin as typed."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
        try:
            found = [one for one in values(ctx) if one[0].casefold().startswith(incomplete.casefold())]
        except (*STOPS, click.ClickException, OSError, ValueError):
            return []
        return [CompletionItem(name, help=text or None) for name, text in found]

    return complete


def of_rules(_: click.Context) -> Iterable[tuple[str, str]]:
    """Give the codes of all rules with what they check."""
    from mkdocs_handbook.lint.rules import ALL

    return ((one.code, one.summary) for one in ALL.values())


def of_kinds(ctx: click.Context) -> Iterable[tuple[str, str]]:
    """Give the kinds that have a schema."""
    from mkdocs_handbook.data.kinds import BUILT_IN, SUFFIX

    root, settings = where(ctx)
    own = (path.name.removesuffix(SUFFIX) for path in (root / settings.schemas_dir).glob(f"*{SUFFIX}")) if root else ()
    return ((name, "") for name in sorted({*BUILT_IN, *own}))


def of_groups(ctx: click.Context) -> Iterable[tuple[str, str]]:
    """Give the groups that have data."""
    from mkdocs_handbook.data.data_files import NAME

    root, settings = where(ctx)
    paths = (root / settings.data_dir).rglob("*.yml") if root else ()
    names = filter(None, (NAME.match(path.name) for path in paths))
    return ((name, "") for name in sorted({found["group"] for found in names}))


def of_handles(ctx: click.Context) -> Iterable[tuple[str, str]]:
    """Give the handles of people.yml, by its lines: reading all of a handbook would take too long for a key."""
    root, settings = where(ctx)
    paths = sorted((root / settings.data_dir).rglob("people.yml")) if root else ()
    return ((name, "") for path in paths for name in HANDLE.findall(path.read_text(encoding="utf-8")))


def named(*kinds: str) -> Values:
    """Give what looks for the names of all items of kinds, each with its group."""

    def values(ctx: click.Context) -> Iterable[tuple[str, str]]:
        from mkdocs_handbook.project import workspace

        handbook = workspace.read(project_here(ctx.params.get("config_file"))).handbook
        files = (file for file in handbook.files if file.kind.name in kinds)
        found = {item.text(file.kind.key): file.group for file in files for item in file.every}
        return ((name, group) for name, group in found.items() if name)

    return values


def of_revisions(ctx: click.Context) -> Iterable[tuple[str, str]]:
    """Give the branches and tags of the repository, and the last commit."""
    from mkdocs_handbook.project import git

    root, _ = where(ctx)
    try:
        names = git.git_output(root or Path.cwd(), "for-each-ref", "--format=%(refname:short)", "refs").split()
    except git.GitError:
        return ()
    return ((name, "") for name in ["HEAD", *names])


def where(ctx: click.Context) -> tuple[Path | None, Settings]:
    """Give the root of the handbook, None where there is none, and its settings."""
    found = project_if_any(ctx.params.get("config_file"))
    return (found.root, found.settings) if found else (None, Settings())


rules, kinds, groups = completer(of_rules), completer(of_kinds), completer(of_groups)
handles, revisions = completer(of_handles), completer(of_revisions)
duties, rotations = completer(named("rituals", "channels", "boards")), completer(named("rotations"))
