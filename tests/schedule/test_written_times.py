"""Times of day as people write them: the one that is meant, or none."""

from __future__ import annotations

import pytest

from mkdocs_handbook.schedule.written_times import reading


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("9:30", "09:30"),
        ("09:30:00", "09:30"),
        ("9.30 Uhr", "09:30"),
        ("14h", "14:00"),
        ("14h30", "14:30"),
        ("9am", "09:00"),
        ("at 2:30 p.m.", "14:30"),
        ("12 pm", "12:00"),
        ("12am", "00:00"),
        ("13pm", ""),
        ("930", ""),
        ("9", ""),
        ("25:00", ""),
        ("9:60", ""),
        ("9:30-10:00", ""),
        ("9:30 CET", ""),
        ("", ""),
    ],
)
def test_a_time_of_day_is_read_where_it_is_certain(text: str, time: str) -> None:
    assert reading(text) == time
