"""The memo: results of a function of texts, kept from one build to the next where a cache is at hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

# Takes the name of a function, some texts and the function, and returns its result for each text. The function takes the
# number of a text, depends on nothing but the text and the versions of all packages, and returns what JSON can hold.
Memo = Callable[[str, Sequence[str], Callable[[int], Any]], list[Any]]


def no_memo(_name: str, texts: Sequence[str], make: Callable[[int], Any]) -> list[Any]:
    """Return what a function makes of each text, computed anew."""
    return [make(number) for number in range(len(texts))]
