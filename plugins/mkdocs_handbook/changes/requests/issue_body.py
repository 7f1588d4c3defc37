"""The body of an issue as a request: the values of the one form whose labels it has, and no others.

GitHub writes each field of a form as a heading with its label, and the answer below it. Whoever opened the issue may have
changed all of it, so nothing counts but whole labels in their order, and one line of visible text below each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mkdocs_handbook.forms.request_forms import FORMS, Form, FormField
from mkdocs_handbook.util.wording import did_you_mean, shortened

NO_ANSWER = "_No response_"
# What stands where bytes were no text.
UNREADABLE = "\ufffd"
HEADING = re.compile(r"### (?P<label>.+)\Z")
# Characters of a body, and of an answer: GitHub's bodies have 65,536 at most.
LONGEST, LONGEST_ANSWER = 100_000, 1_000


class RequestError(ValueError):
    """A request that does not fit: the message says in plain words what, and what would."""

    def __init__(self, message: str, field: FormField | None = None) -> None:
        super().__init__(message)
        self.label = field.label if field else ""


@dataclass(frozen=True, slots=True)
class Request:
    """A form that somebody filled in: its answers by id of the field, without those that were left open."""

    form: Form
    answers: Mapping[str, str]


def parse(body: str) -> Request:
    """Return the request that the body of an issue holds; raise RequestError where it holds none."""
    if len(body) > LONGEST:
        raise RequestError(f"it is longer than {LONGEST:,} characters")
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    heads = [(number, match["label"].strip()) for number, line in enumerate(lines) if (match := HEADING.match(line))]
    form = find_form([label for _, label in heads])
    if any(line.strip() for line in lines[: heads[0][0]]):
        raise RequestError("something stands above the first heading, the form has nothing there")
    ends = [*(number for number, _ in heads[1:]), len(lines)]
    answers = {}
    for field, (start, _), end in zip(form.fields, heads, ends, strict=True):
        if text := answer(field, lines[start + 1 : end]):
            answers[field.id] = text
        elif field.is_needed:
            raise RequestError("it was left open, and has to be filled in", field)
    return Request(form, answers)


def find_form(labels: Sequence[str]) -> Form:
    """Return the form that has exactly some labels in their order; raise RequestError where there is none."""
    for form in FORMS:
        if form.labels == tuple(labels):
            return form
    known = max(FORMS, key=lambda form: len({*form.labels} & {*labels}))
    if not {*known.labels} & {*labels}:
        raise RequestError(
            "it has not the headings of any form of this handbook, open a new issue with one of the forms"
        )
    name = f'"{known.title}"'
    for label in labels:
        if label not in known.labels:
            hint = did_you_mean(label, known.labels)
            raise RequestError(f'the form {name} has no heading "{shortened(label)}"{hint}')
        if labels.count(label) > 1:
            raise RequestError(f'the heading "{label}" of the form {name} stands there more than once')
    lost = next((label for label in known.labels if label not in labels), "")
    if lost:
        raise RequestError(f'the heading "{lost}" of the form {name} is missing')
    raise RequestError(f"the headings of the form {name} stand in another order")


def answer(field: FormField, lines: Sequence[str]) -> str:
    """Return the answer below a heading, "" for none; raise RequestError unless it is one line of visible text."""
    filled = [line.strip() for line in lines if line.strip()]
    if len(filled) > 1:
        raise RequestError(f"it has {len(filled)} lines, one belongs there", field)
    text = filled[0] if filled else ""
    if len(text) > LONGEST_ANSWER:
        raise RequestError(f"it is longer than {LONGEST_ANSWER:,} characters", field)
    if not text.isprintable() or UNREADABLE in text:
        raise RequestError("it has a character that nobody sees, type it again", field)
    return "" if text == NO_ANSWER else text
