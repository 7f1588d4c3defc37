"""Frequencies: texts such as "Every 2 weeks on Monday" as `Frequency` records and back, with corrections of typos."""

from __future__ import annotations

import re
from functools import lru_cache

from mkdocs_handbook.model import Frequency
from mkdocs_handbook.schedule.calendar_frequencies import FrequencyProblem as FrequencyProblem
from mkdocs_handbook.schedule.calendar_frequencies import calendar_frequency
from mkdocs_handbook.schedule.calendar_frequencies import canonical as canonical

# Ranges, not categories: what unicodedata calls a symbol depends on Python's version.
_EMOJI = (
    "\u200d\u203c\u2049\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d"
    "\u3297\u3299\ufe0e\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f"
)
# For reversed text, whose start is found in linear time; a keycap is a digit, a selector and U+20E3.
_DECORATION = re.compile(rf"(?:[\s{_EMOJI}]|\u20e3\ufe0f?[0-9#*])*")


@lru_cache(maxsize=2048)
def parse(text: str) -> Frequency | FrequencyProblem:
    """Return the frequency that a text says, or what is wrong with it; never raises."""
    end = len(text) - len(decoration_of(text))
    normal = " ".join(text[:end].split())
    found = calendar_frequency(normal)
    if found is not None:
        return found
    # Imported here: its many patterns are compiled for what is of no calendar alone.
    from mkdocs_handbook.schedule import frequency_guesses

    if frequency_guesses.is_event(normal):
        return Frequency(event=normal.removeprefix("Each "))
    return frequency_guesses.problem(normal, text[end:].rstrip())


def decoration_of(text: str) -> str:
    """Return the emoji and spaces in which a text ends."""
    found = _DECORATION.match(text[::-1])
    return text[len(text) - found.end() :] if found else ""
