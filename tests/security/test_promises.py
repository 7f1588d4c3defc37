"""SECURITY.md names a test for each of its promises, and every test of this folder is one of them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| (?P<promise>.+?) \| (?P<tests>`tests/.+) \|$", re.MULTILINE)


def test_each_promise_has_a_test_and_each_test_a_promise() -> None:
    rows = {
        row["promise"]: re.findall(r"`(tests/[^`]+)`", row["tests"])
        for row in ROW.finditer((ROOT / "SECURITY.md").read_text("utf-8"))
    }
    assert len(rows) > 10
    named = {path for paths in rows.values() for path in paths}
    assert not [path for path in named if not (ROOT / path).is_file()]
    here = {path.relative_to(ROOT).as_posix() for path in Path(__file__).parent.glob("test_*.py")}
    assert here - named == {"tests/security/test_promises.py"}
