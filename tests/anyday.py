"""Run the tests, and build the sample handbook, on other days: `python tests/anyday.py [DAY ...] [OPTION OR FOLDER FOR PYTEST ...]`.

No test may depend on the day on which it runs. `faketime` (a package of Debian) shifts the clock of every process below.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
# The end of a year, a day on which clocks change, a leap day, and one far beyond the sample's dates.
DAYS = ("2026-12-31", "2027-03-28", "2028-02-29", "2031-07-01")
# Waiting goes by the monotonic clock, and browsers stop where it jumps; `sitecustomize.py` there says what Python needs.
SHIFTED = {
    "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    "DONT_FAKE_MONOTONIC": "1",
    "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT / "tests/shifted_clock"), os.environ.get("PYTHONPATH")])),
}


def shifted(day: str) -> list[str]:
    """Return the command that runs another one at half past nine of a day, in UTC."""
    start = datetime.fromisoformat(f"{day}T09:30:00").replace(tzinfo=UTC)
    return ["faketime", "-f", f"{int(start.timestamp() - time.time()):+d}s"]


def commands(site: str, options: list[str]) -> list[list[str]]:
    """Return what is run on each day: a build of the sample handbook, and the tests."""
    return [
        [sys.executable, "-m", "mkdocs_handbook.cli", "build", "--strict", "--quiet", "--site-dir", site],
        [sys.executable, "-m", "pytest", "-q", "-n", "auto", "--dist", "loadgroup", *options],
    ]


def main(arguments: list[str]) -> int:
    """Return 0 if everything passes on every day."""
    given = [one for one in arguments if re.fullmatch(r"\d{4}-\d\d-\d\d", one)]
    days, options = given or list(DAYS), [one for one in arguments if one not in given]
    if shutil.which("faketime") is None:
        sys.exit("faketime is missing: apt-get install faketime")
    failed = []
    for day in days:
        with tempfile.TemporaryDirectory() as site:
            for command in commands(site, options):
                print(f"--- {day}: {' '.join(command[2:5])}", flush=True)
                if subprocess.run(
                    [*shifted(day), *command], cwd=ROOT, env=os.environ | SHIFTED, check=False
                ).returncode:
                    failed.append(day)
    print(f"failed on {', '.join(failed)}" if failed else f"passed on {', '.join(days)}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
