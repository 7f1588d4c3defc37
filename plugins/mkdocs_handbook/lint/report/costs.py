"""What findings cost: how many are dead ends for readers, wrong data, or a matter of style."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import get_args

from mkdocs_handbook.lint.rules import ALL
from mkdocs_handbook.lint.rules.registry import Cost
from mkdocs_handbook.model import Finding


def counted(findings: Iterable[Finding]) -> str:
    """Return how many findings cost what, the dearest first, such as "3 dead for readers, 12 style"."""
    times = Counter(ALL[finding.code].cost for finding in findings)
    return ", ".join(f"{times[one]} {one}" for one in get_args(Cost) if times[one])
