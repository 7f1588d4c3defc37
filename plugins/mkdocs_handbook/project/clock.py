"""The clock: the instant that a run takes for now."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

VARIABLE = "SOURCE_DATE_EPOCH"
# MkDocs compresses the sitemap, and the format of that has four bytes for a time: up to the year 2106.
LARGEST = 2**32 - 1


class ClockError(Exception):
    """A variable that tells no time; the message names it, not what it says."""


def now(zone: str, day: date | None = None, environment: Mapping[str, str] = os.environ) -> datetime:
    """Return the instant of a build: noon of a day in a time zone, else SOURCE_DATE_EPOCH, else the present.

    Raise ClockError where that variable is no time.
    """
    if day is not None:
        return datetime.combine(day, time(12), ZoneInfo(zone))
    epoch = environment.get(VARIABLE, "")
    if not epoch:
        return datetime.now(UTC)
    is_number = epoch.isascii() and epoch.isdecimal() and len(epoch) <= len(str(LARGEST))
    if not is_number or int(epoch) > LARGEST:
        raise ClockError(
            f"the variable {VARIABLE} is no time, it is the seconds since 1970 as a whole number up to {LARGEST}"
        )
    return datetime.fromtimestamp(int(epoch), UTC)
