"""Written times: the time of day that a text means which is not written as HH:MM."""

from __future__ import annotations

import re

_CLOCK = re.compile(
    r"(?:at |um |@ ?)?(?P<hour>[0-9]{1,2})(?:[:.h](?P<minute>[0-9]{2})(?::00)?)?(?P<oclock>h| ?uhr)? ?(?:(?P<half>[ap])\.?m\.?)?\Z"
)


def reading(text: str) -> str:
    """Return the time of day that a text means as HH:MM, "" where it means none or is only a number."""
    match = _CLOCK.match(" ".join(text.casefold().split())[:20])
    if not match or not (match["minute"] or match["oclock"] or match["half"]):
        return ""
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + 12 * (match["half"] == "p")
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""
