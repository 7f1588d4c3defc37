"""Digests of plain values: the same text for the same value, in every process and on every machine."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable

from markupsafe import Markup

ATOMS = (str, int, float, bool, type(None), bytes, datetime.date, datetime.datetime, datetime.time, Markup)
LENGTH = 32


class Unknown(Exception):  # noqa: N818 (a value of which nothing is known is no error)
    """A value whose content can't be known, so that nothing that depends on it can be kept."""


def text_of(value: object, other: Callable[[object], str] | None = None) -> str:
    """Give a plain value as text that no other value has; `other` gives that of what is not plain, or raises Unknown."""
    kind = type(value)
    if kind in ATOMS:
        return f"{kind.__name__}:{value!r}"
    if isinstance(value, (list, tuple)) and kind in (list, tuple):
        return f"[{','.join([text_of(one, other) for one in value])}]"
    if isinstance(value, dict) and kind is dict:
        return f"{{{','.join([f'{text_of(key, other)}={text_of(one, other)}' for key, one in value.items()])}}}"
    if isinstance(value, (set, frozenset)):
        return f"({','.join(sorted(text_of(one, other) for one in value))})"
    if other is not None:
        return other(value)
    raise Unknown(f"{kind.__module__}.{kind.__qualname__}")


def digest(*texts: str) -> str:
    """Give the digest of texts, which are told apart."""
    lengths = ",".join([str(len(text)) for text in texts])
    return of_bytes(f"{lengths}:{''.join(texts)}".encode("utf-8", "surrogatepass"))


def of_bytes(content: bytes) -> str:
    """Give the digest of a file's content."""
    # Processors have instructions for it, so that others take twice as long; half of its 64 digits will do.
    return hashlib.sha256(content).hexdigest()[:LENGTH]


def joined(digests: Iterable[str]) -> str:
    """Give the digest of digests in their order."""
    return of_bytes("".join(digests).encode())
