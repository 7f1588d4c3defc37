"""Digests of plain values: the same text for the same value, in every process and on every machine."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable

from markupsafe import Markup

ATOMS = (str, int, float, bool, type(None), bytes, datetime.date, datetime.datetime, datetime.time, Markup)
LENGTH = 16


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
    state = hashlib.blake2b(digest_size=LENGTH)
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        state.update(b"%d:" % len(data))
        state.update(data)
    return state.hexdigest()


def of_bytes(content: bytes) -> str:
    """Give the digest of a file's content."""
    return hashlib.blake2b(content, digest_size=LENGTH).hexdigest()


def joined(digests: Iterable[str]) -> str:
    """Give the digest of digests in their order."""
    return hashlib.blake2b("".join(digests).encode(), digest_size=LENGTH).hexdigest()
