"""The memo of a handbook: results of functions of a handbook, which last as long as it is the current one."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from mkdocs_handbook.model import Handbook

P = ParamSpec("P")
Result = TypeVar("Result")


def by_handbook(function: Callable[Concatenate[Handbook, P], Result]) -> Callable[Concatenate[Handbook, P], Result]:
    """Return a function of a handbook and hashable values that is called once for the same ones.

    Unlike with a cache of results alone, those of earlier handbooks go together: a server reads many in its time.
    """

    @lru_cache(maxsize=4)
    def results(_handbook: Handbook) -> dict[tuple[Any, ...], Result]:
        return {}

    @wraps(function)
    def remembered(handbook: Handbook, /, *args: P.args, **kwargs: P.kwargs) -> Result:
        known, key = results(handbook), (*args, *sorted(kwargs.items()))
        if key not in known:
            known[key] = function(handbook, *args, **kwargs)
        return known[key]

    return remembered
