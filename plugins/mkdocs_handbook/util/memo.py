"""What is worth keeping from one build to the next: what a function made of a text, for whoever has a place for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

# Gives what a function makes of each of some texts. The function has a name, takes the number of a text, depends on nothing
# but the text and the versions of all packages, and gives what can be written as JSON.
Keep = Callable[[str, Sequence[str], Callable[[int], Any]], list[Any]]


def afresh(_name: str, given: Sequence[str], make: Callable[[int], Any]) -> list[Any]:
    """Give what a function makes of each of some texts, and keep none of it."""
    return [make(number) for number in range(len(given))]
