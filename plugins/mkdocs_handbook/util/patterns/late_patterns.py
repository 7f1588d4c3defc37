"""Late patterns: regular expressions that are compiled once they are used, as most of what lint looks for is nowhere.

To compile all that a lint may need takes a tenth of its time in a small handbook.
"""

from __future__ import annotations

import re
from typing import Any, cast

METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


class _LatePattern:
    """Stands for a pattern, and has its methods as its own once the first of them is asked for."""

    def __init__(self, pattern: str, given: int) -> None:
        self.pattern, self.given = pattern, given

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self.given)
        vars(self).update((method, getattr(compiled, method)) for method in METHODS)
        return getattr(compiled, name)


def late_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern as `re.compile` does, but for an error in it, which comes when it is used.

    Functions of `re` itself take no such pattern, only its own methods do.
    """
    return cast("re.Pattern[str]", _LatePattern(pattern, flags))
