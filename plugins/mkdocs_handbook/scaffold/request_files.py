"""The files by which people ask for changes on GitHub: the forms, and the workflow that makes the changes."""

from __future__ import annotations

from collections.abc import Collection

from mkdocs_handbook.forms import form_choices, form_files, request_forms
from mkdocs_handbook.model import Handbook
from mkdocs_handbook.scaffold import starter_templates

WORKFLOW = ".github/workflows/handbook-requests.yml"


def paths() -> tuple[str, ...]:
    """Return the paths of all files."""
    return (*map(form_files.path, request_forms.FORMS), WORKFLOW)


def texts(handbook: Handbook, present: Collection[str], *, begins: bool) -> dict[str, str]:
    """Return the texts of the files that a handbook is to have: forms where there are some, or where it lies on GitHub.

    A workflow that exists stays as it is, as do forms while what they offer is not known. `begins` says that forms are begun wherever the handbook will lie.
    """
    settings = handbook.settings
    if not settings.requests or not (begins or handbook.forms or settings.issues_url):
        return {}
    workflow = {} if WORKFLOW in present else {WORKFLOW: starter_templates.render("handbook/requests.yml")}
    is_known = form_choices.are_known(handbook)
    return {
        path: text for path, text in form_files.texts(handbook).items() if is_known or path not in present
    } | workflow
