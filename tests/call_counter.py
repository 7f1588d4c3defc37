"""Work that can be counted: how often functions are called, which no other load on the machine changes."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any


def calls(function: Callable[[], object]) -> int:
    """Return how many calls a function makes, of Python's functions and of built-in ones."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        function()
    finally:
        sys.setprofile(before)
    return count


def calls_of(function: Callable[[], object], *watched: Callable[..., object]) -> list[tuple[str, dict[str, Any]]]:
    """Return the name and the arguments of each call of some functions, in order, while another one runs."""
    codes: dict[CodeType, str] = {inspect.unwrap(one).__code__: one.__qualname__ for one in watched}
    # By frame: a generator is called again for each of its items.
    found: dict[FrameType, tuple[str, dict[str, Any]]] = {}

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code in codes and frame not in found:
            found[frame] = codes[frame.f_code], dict(frame.f_locals)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        function()
    finally:
        sys.setprofile(before)
    return [*found.values()]
