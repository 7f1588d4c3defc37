"""The files of the forms, as GitHub reads them: `.github/ISSUE_TEMPLATE/handbook-*.yml`."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_handbook.data.people.responsibilities import left_on
from mkdocs_handbook.data.yaml.quoting import double_quoted
from mkdocs_handbook.forms import form_choices
from mkdocs_handbook.forms.request_forms import BY_NAME, FORMS, Form, FormField
from mkdocs_handbook.model import Handbook, Source

FOLDER = ".github/ISSUE_TEMPLATE"
LEAD, SUFFIX = "handbook-", ".yml"
HEAD = "# Made by `handbook editor`. `handbook lint --fix` writes it anew when people, groups, rotations or channels have changed.\n"
# More are no list that anybody reads: then a line of text takes their place.
MOST = 300


def path(form: Form) -> str:
    """Return the path of a form below the root of a handbook."""
    return f"{FOLDER}/{LEAD}{form.name}{SUFFIX}"


def form_of(file: str) -> Form | None:
    """Return the form whose file has a path, None where it is that of none."""
    name = file.rpartition("/")[2].removeprefix(LEAD).removesuffix(SUFFIX)
    return BY_NAME.get(name) if name in BY_NAME and path(BY_NAME[name]) == file else None


def texts(handbook: Handbook) -> dict[str, str]:
    """Return the texts of the forms that a handbook has a use for, by path."""
    used = (form for form in FORMS if not form.only_with_data or any(handbook.of_kind(form.kind)))
    return {path(form): text(handbook, form) for form in used}


def outdated(handbook: Handbook) -> dict[Source, str]:
    """Return the forms that do not offer what a handbook has, each with the text that it should have."""
    forms = {source: form for source in handbook.forms if (form := form_of(source.path))}
    wanted = {source: text(handbook, form) for source, form in forms.items()}
    return {source: new for source, new in wanted.items() if not is_current(handbook, source.text, new)}


def is_current(handbook: Handbook, old: str, new: str) -> bool:
    """Return whether a form says what it should, whoever of those who leave it offers: no form is wrong because a day comes."""
    people = handbook.people or {}
    leaving = {option_line(form_choices.person(name, one.text("name"))) for name, one in people.items() if left_on(one)}
    lines, wanted = (
        [line for line in form.replace("\r\n", "\n").split("\n") if line not in leaving] for form in (old, new)
    )
    return lines == wanted


def option_line(option: str) -> str:
    """Return the line of a choice."""
    return f"        - {double_quoted(option)}"


def text(handbook: Handbook, form: Form) -> str:
    """Return the text of a form."""
    head = {"name": f"Handbook: {form.title}", "description": form.description, "title": form.issue_title}
    lines = [f"{key}: {double_quoted(value)}\n" for key, value in head.items()]
    fields = (line for field in form.fields for line in field_lines(handbook, field))
    return "".join([HEAD, *lines, "body:\n", *fields])


def field_lines(handbook: Handbook, field: FormField) -> Iterator[str]:
    """Yield the lines of a field."""
    options = form_choices.of(handbook, field.source)
    is_list = 0 < len(options) <= MOST
    yield f"  - type: {'dropdown' if is_list else 'input'}\n"
    yield f"    id: {field.id}\n"
    yield "    attributes:\n"
    yield f"      label: {double_quoted(field.label)}\n"
    if field.description:
        yield f"      description: {double_quoted(field.description)}\n"
    if is_list:
        yield "      options:\n"
        yield from (f"{option_line(option)}\n" for option in options)
    yield "    validations:\n"
    yield f"      required: {'true' if field.is_needed else 'false'}\n"
