"""Rows of a table of measurements: this package and a peer side by side, with the goals that were met and missed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

UNITS = {"wall": "s", "CPU": "s", "memory": "MB", "instructions": "10⁹"}
HEAD = "| work | handbook | peer | | ratio | at most | |\n|:--|--:|:--|--:|--:|--:|:--|"


@dataclass(frozen=True, slots=True)
class Goal:
    """The most that is fine of a measure: as a ratio to the peer's, or as what is added to that."""

    measure: str
    most: float
    is_added: bool = False

    def is_met(self, own: float, peer: float) -> bool:
        """Return whether a measurement is within the goal."""
        return (own - peer if self.is_added else own / peer) <= self.most

    def __str__(self) -> str:
        return f"{self.measure} {f'+{self.most:.2f} {UNITS[self.measure]}' if self.is_added else f'{self.most:.2f}'}"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what is compared, the medians of each measure of both, and the goals."""

    work: str
    own: Mapping[str, float]
    peer_name: str
    peer: Mapping[str, float]
    goals: Sequence[Goal] = ()

    def __str__(self) -> str:
        ratios = ", ".join(f"{one} {self.own[one] / self.peer[one]:.2f}" for one in self.own)
        columns = (
            self.work,
            shown(self.own),
            self.peer_name,
            shown(self.peer),
            ratios,
            ", ".join(map(str, self.goals)),
        )
        return f"| {' | '.join(columns)} | {self.verdict()} |"

    def verdict(self) -> str:
        """Return which goals are missed, "met" where none is, "" where there are none."""
        missed = [one.measure for one in self.goals if not one.is_met(self.own[one.measure], self.peer[one.measure])]
        if len(self.goals) == 1 or not missed:
            return "missed" if missed else "met" if self.goals else ""
        return f"missed: {', '.join(missed)}"


def shown(measures: Mapping[str, float]) -> str:
    """Return some measures with their units."""
    return ", ".join(f"{name} {value:.{3 if value < 1 else 2}f} {UNITS[name]}" for name, value in measures.items())
