"""Load: whose rituals take place how many times a month, as the page of people and the cards of groups show it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handbooks import BARE, build, read, write
from mkdocs_handbook.rendering.overview import loads

SITE = {"mkdocs.yml": "site_name: T\ndocs_dir: handbook\nplugins: [handbook]\n", "handbook/ops.md": "# Ops\n"}


def rituals(*entries: tuple[str, str, str]) -> str:
    """Return a file of rituals, each a frequency, a DRI and other keys."""
    return "".join(
        f"- {{task: T{index}, startedOn: 2026-01-05, frequency: {frequency}, description: D., dri: {dri}{more}}}\n"
        for index, (frequency, dri, more) in enumerate(entries)
    )


@pytest.mark.parametrize(
    ("frequency", "more", "said"),
    [
        ("Daily", "", "30 a month"),
        ("Weekdays", "", "22 a month"),
        ("Weekly on Monday and Thursday", "", "9 a month"),
        ("Every 2 weeks", "", "2 a month"),
        ("Monthly", "", "1 a month"),
        ("Quarterly", "", "0.3 a month"),
        ("Each release", "", ""),
        ("Daily", ", endsOn: 2026-02-01", ""),
        # One that ends is there until then.
        ("Daily", ", endsOn: 2999-01-01", "30 a month"),
    ],
)
def test_how_often_a_ritual_takes_place(frequency: str, more: str, said: str, tmp_path: Path) -> None:
    files = {**SITE, "rituals/ops.rituals.yml": rituals((frequency, "ana", more))}
    handbook, findings = read(write(tmp_path, files))
    assert {one.code for one in findings} <= {"HB203", "HB603"}
    for part in (loads.load_part(handbook, "dri", "ana"), loads.load_part(handbook, "group", "ops")):
        assert (part.text if part else "") == said
    assert loads.load_part(handbook, "dri", "bo") is None


def test_loads_add_up_and_compare_with_the_most(tmp_path: Path) -> None:
    files = {
        **SITE,
        "rituals/ops.rituals.yml": rituals(("Weekly", "ana", ""), ("Weekly", "bo", ""), ("Weekly", "ana", "")),
        "rituals/web.rituals.yml": rituals(("Weekly", "ana", "")),
    }
    handbook, _ = read(write(tmp_path, files))
    of_people = [loads.load_part(handbook, "dri", name) for name in ("ana", "bo")]
    of_groups = [loads.load_part(handbook, "group", name) for name in ("ops", "web")]
    for parts in (of_people, of_groups):
        assert [part and (part.text, part.value) for part in parts] == [("13 a month", "100"), ("4 a month", "33")]


def test_people_sort_by_the_number(tmp_path: Path) -> None:
    files = {
        **SITE,
        "rituals/people.yml": "ana: {name: Ana}\nbo: {name: Bo}\ncy: {name: Cy}\n",
        "rituals/ops.rituals.yml": rituals(("Daily", "ana", ""), ("Quarterly", "bo", "")),
        "handbook/ops.md": "# Ops\n\n[People](../rituals/people.yml){ columns='name load' }\n\n## Rituals\n\n[Rituals](../rituals/ops.rituals.yml)\n",
    }
    html = build(write(tmp_path, {**files, "mkdocs.yml": BARE})).page("ops/index.html")
    assert re.findall(r'data-sort="([\d.]+)"><span[^>]*>([^<]+)', html) == [
        ("30.44", "30 a month"),
        ("0.3333", "0.3 a month"),
    ]
