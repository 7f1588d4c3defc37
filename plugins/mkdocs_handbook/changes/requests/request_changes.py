"""The changes that requests ask for, made by the same code as the commands, one value after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from mkdocs_handbook.changes import dri_changes, rotation_commands
from mkdocs_handbook.changes.data_change import Change, with_forms
from mkdocs_handbook.changes.dri_report import describe
from mkdocs_handbook.changes.items import item_fields, new_item
from mkdocs_handbook.changes.items.new_item import NewItem
from mkdocs_handbook.changes.requests.issue_body import Request, RequestError
from mkdocs_handbook.changes.requests.value_changes import find, set_value
from mkdocs_handbook.data.formats import MisfitError, check_date
from mkdocs_handbook.data.yaml.edits import ChangeError
from mkdocs_handbook.forms import form_choices
from mkdocs_handbook.forms.request_forms import Form, FormField
from mkdocs_handbook.model import Handbook
from mkdocs_handbook.project.workspace import Workspace
from mkdocs_handbook.util.wording import did_you_mean, shortened

Values = Mapping[str, str]
Step = Callable[[Handbook], Change]


def make(workspace: Workspace, request: Request) -> tuple[Change, Workspace]:
    """Return the change that a request asks for, and the state after it; raise RequestError where it cannot be made."""
    state, whole = workspace, Change()
    try:
        for step in steps(request, values_of(workspace.handbook, request)):
            change = step(state.handbook)
            state = state.with_contents(change.contents) if change.sources else state
            whole = Change(
                {**whole.sources, **change.sources},
                (*whole.summary, *change.summary),
                (*whole.notes, *change.notes),
                (*whole.success, *change.success),
            )
    except ChangeError as error:
        raise RequestError(str(error)) from None
    if not whole.success:
        raise RequestError("it asks for no change, fill in what is to be different")
    return with_forms(workspace, whole)


def values_of(handbook: Handbook, request: Request) -> dict[str, str]:
    """Return the values of answers: those of choices, and of lines of text; raise RequestError for any other."""
    values = {}
    for field in request.form.fields:
        if (text := request.answers.get(field.id)) is None:
            continue
        known = form_choices.of(handbook, field.source)
        if field.source:
            chosen = choice(field, text, known)
            values[field.id] = chosen[0]
            # Of a rotation, its group.
            values |= {"group": chosen[1]} if len(chosen) > 1 else {}
        else:
            values[field.id] = text
        if field.is_day:
            check_day(field, text)
    return values


def choice(field: FormField, text: str, known: Mapping[str, form_choices.Value]) -> form_choices.Value:
    """Return the value of a choice as a form shows it, or as data has it; raise RequestError for any other."""
    bare = {value[0]: value for value in known.values() if len(value) == 1}
    found = known.get(text) or bare.get(text)
    if found is None:
        hint = did_you_mean(text, known) or ", the form may be older than the handbook"
        raise RequestError(f'nothing there to choose is called "{shortened(text)}"{hint}', field)
    return found


def check_day(field: FormField, text: str) -> None:
    """Raise RequestError for what is no day."""
    try:
        check_date(text)
    except MisfitError as error:
        raise RequestError(error.message, field) from None


def steps(request: Request, values: Values) -> Iterator[Step]:
    """Yield the changes that make up a request, in their order."""
    form = request.form
    match form.name:
        case "swap-shifts":
            yield lambda handbook: swap(handbook, values)
        case "leave":
            yield lambda handbook: leave(handbook, values["person"], date.fromisoformat(values["day"]))
        case "hand-over":
            yield lambda handbook: dri_changes.replace(handbook, values["old"], values["new"])
        case "change-dri":
            yield lambda handbook: set_dri(handbook, values["kind"], values)
        case name if name.startswith("new-"):
            yield lambda handbook: add(handbook, form, values)
        case _:
            if "dri" in values:
                yield lambda handbook: set_dri(handbook, form.kind, values)
            for field in form.fields:
                if field.key and field.id in values:
                    yield value_step(form.kind, values, field)


def value_step(kind: str, values: Values, field: FormField) -> Step:
    """Return the change of one value."""
    return lambda handbook: set_value(handbook, kind, values["group"], values["name"], field.key, values[field.id])


def set_dri(handbook: Handbook, kind: str, values: Values) -> Change:
    """Return the change of who is responsible for an item; raise ChangeError where it cannot be made."""
    find(handbook, kind, values["group"], values["name"])
    return dri_changes.set_dri(handbook, values["name"], values["dri"], values["group"], kind)


def swap(handbook: Handbook, values: Values) -> Change:
    """Return the swap of two shifts; raise ChangeError where it makes no sense."""
    other = date.fromisoformat(values["other"]) if "other" in values else None
    day = date.fromisoformat(values["day"])
    asked = rotation_commands.SwapRequest(day, values["a"], values["b"], other, values.get("reason", ""))
    return rotation_commands.swap(handbook, values["rotation"], values["group"], asked)


def leave(handbook: Handbook, handle: str, day: date) -> Change:
    """Return the change that writes down when somebody left; raise RequestError while something is left to hand over."""
    left = dri_changes.remaining(handbook, handle, day)
    if left:
        named = "; ".join(describe(one) for one in left[:5]) + ("; and more" if len(left) > 5 else "")
        raise RequestError(
            f"{handle} is still responsible for {len(left)} things after {day}, hand them over first: {named}"
        )
    return dri_changes.leave(handbook, handle, day)


def add(handbook: Handbook, form: Form, values: Values) -> Change:
    """Return the change that adds an item; raise ChangeError where it cannot be made."""
    new = NewItem(handbook.kinds[form.kind], values.get("group", ""), values["name"])
    known = {one.path: one for one in item_fields.fields(new.kind)}
    answered = [field for field in form.fields if field.id in values and (field.key,) in known]
    texts = {known[(field.key,)]: [values[field.id]] for field in answered}
    return new_item.add(handbook, new_item.with_values(new, new_item.with_default_day(handbook, known.values(), texts)))
