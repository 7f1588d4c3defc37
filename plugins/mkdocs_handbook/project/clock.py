"""The clock: the instant that a run takes for now."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

# Seconds up to the year 5138.
LONGEST = 11


def now(zone: str, day: date | None = None, environment: Mapping[str, str] = os.environ) -> datetime:
    """Return the instant of a build: noon of a day in a time zone, else SOURCE_DATE_EPOCH, else the present."""
    if day is not None:
        return datetime.combine(day, time(12), ZoneInfo(zone))
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    # A time of which no calendar knows is none.
    if epoch.isdecimal() and len(epoch) <= LONGEST:
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.now(UTC)
