"""Written dates: which days a text may mean, and that other words are no months."""

from __future__ import annotations

from datetime import date

import pytest

from mkdocs_handbook.importing.times import dates
from mkdocs_handbook.schedule.written_dates import readings

MARCH = date(2026, 3, 3)


@pytest.mark.parametrize(
    "text",
    [
        *("3 March 2026", "3rd of Mar. 2026", "Tue, March 3rd, 2026", "3-mar-2026", "March 3 2026", "2026/3/3"),
        *("3. März 2026", "3. Mrz. 2026", "3. Maerz 2026", "Di., 3. Mär 2026", "Dienstag, 3. März 2026", "3.3.2026"),
    ],
)
def test_one_day_is_read_alike_in_data_and_in_tables(text: str) -> None:
    assert readings(text) == [MARCH]
    assert dates.day(text) == MARCH


@pytest.mark.parametrize(
    "text",
    [
        "3 marbles 2026",
        "5 Mayors 2026",
        "Oct. office 3, 2026",
        "by 3 March 2026",
        "until March 3, 2026",
        "Rom 3 Mar 2026",
    ],
)
def test_other_words_are_no_dates(text: str) -> None:
    assert readings(text) == []
    assert dates.day(text) is None


def test_a_table_takes_no_day_of_two() -> None:
    assert len(readings("03/02/2026")) == 2
    assert dates.day("03/02/2026", MARCH) is None
