"""The commands that add an item: an option for each key of its kind, and questions for what is missing."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

from mkdocs_handbook.changes import data_change
from mkdocs_handbook.changes.data_change import Change
from mkdocs_handbook.changes.items import item_fields, new_item
from mkdocs_handbook.changes.items.item_fields import Field
from mkdocs_handbook.changes.items.new_item import NewItem
from mkdocs_handbook.cli import completion, item_questions
from mkdocs_handbook.cli.change_options import editing_options, make_change
from mkdocs_handbook.cli.common import DAY, Wrong, examples
from mkdocs_handbook.data.kinds import built_in_kinds
from mkdocs_handbook.lint import report
from mkdocs_handbook.model import Finding, Handbook, Kind
from mkdocs_handbook.pages import group_pages
from mkdocs_handbook.project.workspace import Workspace

CODES = "0 success, 1 --diff found changes, 2 usage error, or the item is not possible"
KINDS = ("rituals", "channels", "boards", "rotations", "escalations", "people")
EXAMPLES = {
    "rituals": 'ritual Retro --group sales --dri ana --frequency Monthly --description "Look back."',
    "channels": 'channel "#help-sales" --group sales --dri ana --description "Ask us."',
    "boards": "board Roadmap --group engineering --url https://example.com/roadmap --dri ana",
    "rotations": 'rotation On-call --group sales --every "1 week" --members ana,bo --handoff-time 10:00',
    "escalations": 'escalation Outage --group sales --steps "On-call, ana:5, sales:15" --repeat 3',
    "people": 'person dana --name "Dana Example" --role "Software engineer"',
}


def command(name: str) -> click.Command:
    """Return the command that adds an item of a built-in kind."""
    kind = built_in_kinds()[name]

    def add(**options: Any) -> None:
        run(kind, options)

    decorated: Any = editing_options(add)
    for one in reversed(item_fields.fields(kind)):
        decorated = field_option(one)(decorated)
    own = click.option(
        "--set", "pairs", multiple=True, metavar="KEY=VALUE", help="A key of your own schema; may be repeated."
    )
    decorated = own(decorated)
    if name != new_item.PEOPLE:
        decorated = click.option(
            "--group",
            default="",
            help="The group it belongs to (default: the only one).",
            shell_complete=completion.groups,
        )(decorated)
    decorated = click.argument("name", required=False, default="", metavar=f"[{kind.key.upper()}]")(decorated)
    article = "an" if kind.noun[:1] in "aeiou" else "a"
    return click.command(
        kind.noun,
        help=f"Add {article} {kind.noun} to {'people.yml' if name == new_item.PEOPLE else 'the data of a group'}.\n\n"
        "In a terminal, you are asked for what is missing. Nothing is written if lint would object.",
        short_help=f"Add {article} {kind.noun}.",
        epilog=examples(f"handbook new {kind.noun}", f"handbook new {EXAMPLES[name]}", codes=CODES),
    )(decorated)


def field_option(one: Field) -> Any:
    """Return the option of a field."""
    ends = " (default: the first from today on)" if one.is_today else ""
    example = f', such as "{one.examples[0]}"' if one.format == "step" else ""
    lists = "; commas between, or repeated" if one.format in item_fields.COMMAS else "; may be repeated"
    # The shell has its own quotes, and YAML's are written here.
    text = f"{one.description.rstrip('.').replace(', in quotes', '')}{lists * one.is_list}{example}{ends}."
    extra: dict[str, Any] = {"metavar": (one.format or one.type).upper().replace("STRING", "TEXT")}
    if one.format == "date":
        extra = dict(DAY)
    elif one.enum:
        extra = {"type": click.Choice(one.enum)}
    elif one.format == "person":
        extra = {"metavar": "HANDLE" + ",…" * one.is_list, "shell_complete": completion.handles}
    return click.option(f"--{one.name}", parameter(one), multiple=one.is_list, help=text, **extra)


def parameter(one: Field) -> str:
    """Return the name of the parameter of a field, which is none of those of other options."""
    return f"key_{one.name.replace('-', '_')}"


def run(kind: Kind, options: dict[str, Any]) -> None:
    """Add an item as the options say, and as answers do where there is a terminal."""
    asks = sys.stdin.isatty() and sys.stdout.isatty()
    asked: list[str] = []
    given = {key: options.pop(key) for key in [*options] if key.startswith("key_")}
    name, group, pairs = options.pop("name"), options.pop("group", ""), options.pop("pairs")

    def make(workspace: Workspace) -> Change:
        handbook = workspace.handbook
        actual = handbook.kinds[kind.name]
        known = item_fields.fields(actual)
        texts = {one: as_texts(given[parameter(one)]) for one in known if given.get(parameter(one))}
        texts |= pairs_of(known, pairs)
        if not asks:
            texts = new_item.with_default_day(handbook, known, texts)
        new = NewItem(actual, group or only_group(handbook, kind), name)
        if asks:
            new, texts = item_questions.answered(handbook, new, texts, asked)
        elif lacking := missing(new, known, texts):
            raise click.UsageError(f"missing: {', '.join(lacking)}; handbook new {kind.noun} --help says what they are")
        return new_item.add(handbook, new_item.with_values(new, texts))

    def accept(change: Change, findings: Sequence[Finding]) -> None:
        wrong = [report.text.concise(one) for one in data_change.objections(findings)]
        if wrong:
            raise Wrong(
                "nothing was written, since lint would say:\n" + "".join(f"  {line}\n" for line in wrong).rstrip()
            )
        if asked and not options["diff"] and not options["dry_run"]:
            item_questions.confirm(change)

    make_change(make, options, accept)


def as_texts(value: Any) -> list[str]:
    """Return what an option was given as texts."""
    return [*map(str, value)] if isinstance(value, tuple) else [str(value)]


def pairs_of(known: Sequence[Field], pairs: Sequence[str]) -> dict[Field, list[str]]:
    """Return the fields and texts of `--set`; raise UsageError for a key that there is not."""
    by_key = {".".join(one.path): one for one in known}
    texts: dict[Field, list[str]] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals or key not in by_key:
            raise click.UsageError(f'--set takes KEY=VALUE with one of the keys {", ".join(by_key)}, not "{pair}"')
        texts.setdefault(by_key[key], []).append(text)
    return texts


def only_group(handbook: Handbook, kind: Kind) -> str:
    """Return the one group of a handbook, "" where there are more, or the kind has none."""
    groups = group_pages.groups(handbook) if kind.name != new_item.PEOPLE else []
    return groups[0] if len(groups) == 1 else ""


def missing(new: NewItem, known: Sequence[Field], texts: Mapping[Field, Sequence[str]]) -> list[str]:
    """Return what has to be named still, as options and arguments."""
    needed = [] if new.name else [new.kind.key.upper()]
    needed += ["--group"] if not new.group and new.kind.name != new_item.PEOPLE else []
    return [*needed, *(f"--{one.name}" for one in known if one.is_needed and one not in texts)]
