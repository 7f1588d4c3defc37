"""What findings cost: how many are dead ends for readers, wrong data, or a matter of style."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

from mkdocs_handbook.lint.rules import ALL, ORDER
from mkdocs_handbook.model import Finding

Cost = Literal["dead for readers", "wrong data", "style"]
COSTS: tuple[Cost, ...] = ("dead for readers", "wrong data", "style")
# Of the rules of data and of pages, those after which readers find nothing where something should be.
DEAD = ("HB116", "HB211", "HB228", "HB230", "HB234")
PAGES, ADDRESSES = "2", "34"


def cost(code: str) -> Cost:
    """Return what a finding of a rule costs."""
    family, is_error = code[2], ALL[code].severity == "error"
    if code in DEAD or (family in ADDRESSES and is_error):
        return "dead for readers"
    if code in ORDER or (family in PAGES + ADDRESSES and not is_error):
        return "style"
    return "wrong data"


def counted(findings: Iterable[Finding]) -> str:
    """Return how many findings cost what, the dearest first, such as "3 dead for readers, 12 style"."""
    times = Counter(cost(finding.code) for finding in findings)
    return ", ".join(f"{times[one]} {one}" for one in COSTS if times[one])
