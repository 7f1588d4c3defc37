"""Who is here: a person whose last day is to come still is, wherever people are offered or counted, and then no more."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from handbooks import TODAY, lint, read, write
from mkdocs_handbook.automation.codeowners.reviewers import Named, owner_of
from mkdocs_handbook.automation.issues import issue_drafts
from mkdocs_handbook.changes import dri_report
from mkdocs_handbook.changes.dri_changes import check_known
from mkdocs_handbook.data.computed_values import computed_value
from mkdocs_handbook.data.yaml.edits import ChangeError
from mkdocs_handbook.forms import form_choices, value_choices
from mkdocs_handbook.model import Handbook
from mkdocs_handbook.scaffold import example_data

PAGE = "# A\n\nAsk @ana-x.\n\n[People](../rituals/people.yml)\n\n## Channels\n\n[Channels](../rituals/a.channels.yml)\n"


def accepted(handbook: Handbook) -> bool:
    """Return whether the person can be made responsible."""
    try:
        check_known(handbook, "ana", handbook.today)
    except ChangeError:
        return False
    return True


def reviews(handbook: Handbook) -> bool:
    """Return whether GitHub can ask the person for a review."""
    return owner_of(handbook, Named("ana", handbook.files[0].source, handbook.files[0].items[0].span("ana")))[0] != ""


@pytest.mark.parametrize(("days", "is_here"), [(-1, False), (0, False), (1, True), (400, True), (None, True)])
def test_a_person_is_here_until_the_last_day(days: int | None, is_here: bool, tmp_path: Path) -> None:
    last = "" if days is None else f", leftOn: {TODAY + timedelta(days)}"
    data = {
        "rituals/people.yml": f"ana: {{name: Ana, github: ana-x{last}}}\nbo: {{name: Bo}}\n",
        "rituals/a.channels.yml": '- {channel: "#a", dri: ana}\n',
        "handbook/a.md": PAGE,
    }
    root = write(tmp_path, data)
    handbook = read(root)[0]
    assert ("ana" in value_choices.people(handbook)) == is_here
    assert (("ana",) in form_choices.people(handbook).values()) == is_here
    assert (example_data.choose_dri(handbook, "") == "ana") == is_here
    assert bool(issue_drafts.github(handbook, "ana")) == is_here
    assert accepted(handbook) == reviews(handbook) == is_here
    (people,) = handbook.of_kind("people")
    assert (computed_value(handbook, people, people.items[0], "state") == "here") == is_here
    assert ("HB114" not in "".join(lint(root, {"HB114"}))) == is_here
    assert ("HB503" not in "".join(lint(root, {"HB503"}))) == is_here
    # Who is responsible for nothing is listed too, for as long as that may change.
    write(root, {"rituals/a.channels.yml": '- {channel: "#a", dri: bo}\n'})
    assert ("ana" in dri_report.counts(read(root)[0])) == is_here
