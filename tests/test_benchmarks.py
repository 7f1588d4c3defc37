"""What benchmarks print: verdicts on goals, and counts of instructions."""

from __future__ import annotations

import pytest
from goal_rows import Goal, Row
from instruction_counts import COUNT

OWN, PEER = {"wall": 2.0, "CPU": 3.0}, {"wall": 1.0, "CPU": 4.0}
VERDICTS = [
    ((), ""),
    ((Goal("wall", 2.0),), "met"),
    ((Goal("wall", 1.99),), "missed"),
    ((Goal("wall", 2.0), Goal("CPU", 0.75)), "met"),
    ((Goal("wall", 1.0), Goal("CPU", 1.05)), "missed: wall"),
    ((Goal("wall", 1.0), Goal("CPU", 0.5)), "missed: wall, CPU"),
    ((Goal("wall", 1.0, is_added=True),), "met"),
    ((Goal("wall", 0.99, is_added=True),), "missed"),
]


@pytest.mark.parametrize(("goals", "verdict"), VERDICTS)
def test_a_row_names_the_goals_that_are_missed(goals: tuple[Goal, ...], verdict: str) -> None:
    line = str(Row("work", OWN, "peer", PEER, goals))
    assert line.startswith("| work | wall 2.00 s, CPU 3.00 s | peer | wall 1.00 s, CPU 4.00 s | wall 2.00, CPU 0.75 |")
    assert line.endswith(f" | {verdict} |")


def test_instructions_are_read_of_both_programs() -> None:
    said = "==12== I refs:      1,454,605,546\nnoise\n7000,,instructions:u,9,100.00,,\n<not supported>,,instructions:u,0,\n"
    assert [one[1] or one[2] for one in COUNT.finditer(said)] == ["1,454,605,546", "7000"]
