"""The questions for what a new item lacks, with what there is to choose from and a default."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import click

from mkdocs_handbook.changes.data_change import Change
from mkdocs_handbook.changes.items import item_fields, new_item
from mkdocs_handbook.changes.items.item_fields import Field
from mkdocs_handbook.changes.items.new_item import NewItem
from mkdocs_handbook.data.yaml.edits import ChangeError
from mkdocs_handbook.forms.value_choices import Choices, choices
from mkdocs_handbook.model import Handbook
from mkdocs_handbook.pages import group_pages
from mkdocs_handbook.util.escaping import terminal
from mkdocs_handbook.util.terminal_output import show_line
from mkdocs_handbook.util.wording import few, shortened

# More choices are counted instead of shown.
MOST = 20
Texts = Mapping[Field, list[str]]


def answered(
    handbook: Handbook, new: NewItem, texts: Texts, asked: list[str]
) -> tuple[NewItem, dict[Field, list[str]]]:
    """Return an item with its name, group and needed values, asking for those that are missing; `asked` grows by each."""
    known = choices(handbook)
    if new.kind.name != new_item.PEOPLE and not new.group:
        groups = group_pages.groups(handbook)
        new = replace(new, group=ask("Group", "", asked, lambda text: new_item.check_group(handbook, text), groups))
    if not new.name:
        title, check = new.kind.key.capitalize(), lambda text: new_item.check_new(handbook, new.kind, new.group, text)
        new = replace(new, name=ask(f"{title} (its name)", "", asked, check))
    full = dict(texts)
    # The first day follows from how often something happens.
    for one in sorted(item_fields.fields(new.kind), key=lambda one: one.is_today):
        if one not in full and (one.is_needed or one.is_today):
            default = new_item.default_day(handbook, full) if one.is_today else ""
            full[one] = [
                ask_field(one, default or (maintainer(handbook, new) if one.path == ("dri",) else ""), known, asked)
            ]
    return new, full


def ask_field(one: Field, default: str, known: Choices, asked: list[str]) -> str:
    """Return the answer for a field."""
    form = "recipient" if one.format == "step" else one.format
    values = one.enum or (list(known[form]) if form in ("person", "frequency", "recipient") else ())
    example = f", such as {one.examples[0]}" if one.examples and not values and not default else ""
    question = f"{one.title} ({one.description[:1].lower()}{one.description[1:].rstrip('.')}{example})"
    return ask(question, default, asked, lambda text: item_fields.check(one, text, known), values)


def maintainer(handbook: Handbook, new: NewItem) -> str:
    """Return who maintains the page of an item's group, "" where nobody does who is known."""
    page = group_pages.page_of(handbook, new.group)
    handle = page.metadata("maintainedBy") if page else ""
    return handle if handle in (handbook.people or {}) else ""


def ask(question: str, default: str, asked: list[str], check: Callable[[str], None], values: Iterable[str] = ()) -> str:
    """Return the answer to a question, which is asked again until it passes a check."""

    def checked(text: Any) -> str:
        answer = str(text).strip()
        try:
            check(answer)
        except ChangeError as error:
            raise click.UsageError(terminal(str(error))) from None
        return answer

    known = [*values]
    if known:
        show_line(f"  {few([*map(shortened, known)], MOST)}", err=True)
    asked.append(question)
    answer: str = click.prompt(terminal(question), default=default or None, value_proc=checked, err=True)
    return answer


def confirm(change: Change) -> None:
    """Show what a change would bring about, and ask whether to write it; raise Abort if not."""
    for success in change.success:
        show_line(success.sentence(), err=True)
    click.confirm("Write it?", default=True, abort=True, err=True)
