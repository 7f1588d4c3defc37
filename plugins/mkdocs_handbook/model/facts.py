"""Facts: what was found out of a text and the settings alone, by name, so that it need not be found out again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


class Facts:
    """Values that JSON can hold; `is_new` says that some were found out since these were made or read.

    A value that was read back has lists where tuples were: whoever asks for one makes of it what it stands for, and may
    keep that in `made` for as long as this process lasts.
    """

    __slots__ = ("is_new", "made", "values")

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        self.values: dict[str, Any] = {**values} if values else {}
        self.made: dict[str, Any] = {}
        self.is_new = False

    def merge(self, values: Mapping[str, Any]) -> None:
        """Add what was found out elsewhere."""
        self.values |= values
        self.is_new = True

    def get(self, name: str) -> Any:
        """Return a fact, None if it was not found out."""
        return self.values.get(name)

    def keep(self, name: str, value: Any) -> None:
        """Add a fact, or replace it."""
        self.values[name] = value
        self.is_new = True

    def restored(self, name: str, find_out: Callable[[], Any], make: Callable[[Any], Any]) -> Any:
        """Return what is made of a fact, once in this process."""
        if name not in self.made:
            self.made[name] = make(self.once(name, find_out))
        return self.made[name]

    def once(self, name: str, find_out: Callable[[], Any]) -> Any:
        """Return a fact, which is found out if nobody did so before."""
        if name not in self.values:
            self.keep(name, find_out())
        return self.values[name]
