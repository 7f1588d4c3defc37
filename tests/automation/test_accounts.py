"""Slack, CODEOWNERS and issues know the same person behind each spelling, and say the same of whom they do not know."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbooks import read, write
from mkdocs_handbook.automation.codeowners.reviewers import Named, owner_of
from mkdocs_handbook.automation.issues import issue_drafts
from mkdocs_handbook.data.people.slack_members import member
from mkdocs_handbook.model import Handbook, Source, Span

PEOPLE = """\
ana: {name: Ana, github: ana-x, slack: U0ANA001}
old: {name: Old, github: old-x, slack: U0OLD001, leftOn: 2026-01-31}
Cy.D: {name: Cy, github: cy-x, slack: U0CYD001}
"""


@pytest.fixture
def handbook(tmp_path: Path) -> Handbook:
    # Data that spells her otherwise is no reason to.
    channels = "- {channel: '#a', dri: Ana}\n- {channel: '#b', dri: Ana}\n"
    return read(write(tmp_path, {"rituals/people.yml": PEOPLE, "rituals/a.channels.yml": channels}), ())[0]


@pytest.mark.parametrize(
    ("text", "handle"), [("ana", "ana"), ("Ana", "ana"), ("ANA", "ana"), ("cy.d", "cy"), ("\uff21na", "ana")]
)
def test_every_spelling_is_the_same_person(text: str, handle: str, handbook: Handbook) -> None:
    owner, problem = owner_of(handbook, Named(text, Source("a.yml", ""), Span(0, 0)))
    assert (owner, problem) == (f"@{handle}-x", "")
    assert issue_drafts.github(handbook, text) == f"{handle}-x"
    assert member(handbook, text)[0].startswith(f"U0{handle.upper()}")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Old", '"Old" left on 2026-01-31, name somebody else'),
        ("anna", '"anna" is not in people.yml, did you mean "ana"?'),
        ("stranger", '"stranger" is not in people.yml, add the person there'),
    ],
)
def test_what_is_wrong_is_said_in_the_same_words(text: str, problem: str, handbook: Handbook) -> None:
    assert owner_of(handbook, Named(text, Source("a.yml", ""), Span(0, 0))) == ("", problem)
    assert member(handbook, text) == ("", problem)
    assert issue_drafts.github(handbook, text) == ""
