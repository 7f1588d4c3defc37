"""What Python needs below faketime: its `clock_nanosleep` fails, on which `time.sleep` is built, and `subprocess` waits with it."""

from __future__ import annotations

import select
import time
from typing import SupportsIndex


def sleep(seconds: float | SupportsIndex) -> None:
    """Wait for a time."""
    select.select([], [], [], float(seconds))


time.sleep = sleep
