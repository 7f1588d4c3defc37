"""The rule of the forms by which people ask for changes (HB703)."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_handbook.forms import form_choices, form_files
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Edit, Finding, Handbook, Span


@rule("HB703", "outdated-forms", "warning", "lint", cost="style")
def outdated_forms(handbook: Handbook) -> Iterator[Finding]:
    """The forms by which people ask for changes offer the people, groups, rotations and channels that there are.

    A form is a file of its own, since GitHub fills its lists from nowhere else. If it lacks a new colleague, nobody can
    choose that person. A repository without such forms has no finding; `handbook editor` writes them. While a file has an error
    that hides what forms offer, they are not compared. Somebody who leaves may still be offered: a day that comes makes no form
    wrong. All forms are one finding.

    Bad:

    ```yaml rituals/people.yml
    ana: {name: Ana Example}
    bo: {name: Bo Example}
    ```

    ```yaml .github/ISSUE_TEMPLATE/handbook-hand-over.yml
    name: "Handbook: Hand over everything"
    ```

    Good:

    ```yaml .github/ISSUE_TEMPLATE/handbook-hand-over.yml
    # Made by `handbook editor`. `handbook lint --fix` writes it anew when people, groups, rotations or channels have changed.
    name: "Handbook: Hand over everything"
    description: "Somebody takes over all that another person is responsible for."
    title: "Handbook: hand over everything"
    body:
      - type: dropdown
        id: old
        attributes:
          label: "From whom"
          options:
            - "Ana Example (ana)"
            - "Bo Example (bo)"
        validations:
          required: true
      - type: dropdown
        id: new
        attributes:
          label: "To whom"
          options:
            - "Ana Example (ana)"
            - "Bo Example (bo)"
        validations:
          required: true
    ```

    Fix: safe. Writes the forms anew, so what somebody changed in them by hand is gone.
    """
    wanted = form_files.outdated(handbook) if form_choices.are_known(handbook) else {}
    if wanted:
        first, *more = wanted
        edits = (Edit(source.path, Span(0, len(source.text)), text) for source, text in wanted.items())
        which, was = (f"this form and {len(more)} more do", "were") if more else ("this form does", "was")
        message = f'{which} not offer what the handbook has now, or {was} changed by hand, run "handbook editor"'
        yield Finding("HB703", first, Span(0, 0), message, edits=tuple(edits))


RULES = (outdated_forms,)
