"""Digests of contents, and of the code that makes something of them."""

from __future__ import annotations

import datetime
import hashlib
import os
import sys
import sysconfig
import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import BuiltinFunctionType, FunctionType

from markupsafe import Markup

PACKAGE = Path(__file__).parents[2]
LIBRARIES = tuple(dict.fromkeys(os.path.realpath(sysconfig.get_path(name)) for name in ("purelib", "platlib")))
SCALARS = (str, int, float, bool, type(None), bytes, datetime.date, datetime.datetime, datetime.time, Markup)
# Hexadecimal digits of a digest.
LENGTH = 32


class UnknownContent(Exception):  # noqa: N818 (it is caught wherever it is raised)
    """A value whose content can't be known, so that nothing that depends on it can be cached."""


def canonical(value: object, other: Callable[[object], str] | None = None) -> str:
    """Return a text for a value of built-in types, named tuples and dataclasses that no other value has, the same in every process.

    `other` returns the text of values of other types; without it they raise UnknownContent.
    """
    kind = type(value)
    if kind in SCALARS:
        return f"{kind.__name__}:{value!r}"
    if isinstance(value, (list, tuple)) and kind in (list, tuple):
        return f"[{','.join([canonical(item, other) for item in value])}]"
    if isinstance(value, dict) and kind is dict:
        return f"{{{','.join([f'{canonical(key, other)}={canonical(item, other)}' for key, item in value.items()])}}}"
    if isinstance(value, (set, frozenset)):
        return f"({','.join(sorted(canonical(item, other) for item in value))})"
    if isinstance(value, tuple) and hasattr(kind, "_fields"):
        return f"{kind.__qualname__}{canonical([*value], other)}"
    if is_dataclass(value) and not isinstance(value, type):
        return f"{kind.__qualname__}{canonical([getattr(value, one.name) for one in fields(value)], other)}"
    if other is not None:
        return other(value)
    raise UnknownContent(f"{kind.__module__}.{kind.__qualname__}")


def digest(*texts: str) -> str:
    """Return the digest of texts; ("ab", "c") and ("a", "bc") have different ones."""
    lengths = ",".join([str(len(text)) for text in texts])
    return digest_of_bytes(f"{lengths}:{''.join(texts)}".encode("utf-8", "surrogatepass"))


def digest_of_bytes(content: bytes) -> str:
    """Return the digest of a file's content."""
    # Processors have instructions for SHA-256: others take twice as long. Half of its 64 digits are enough.
    return hashlib.sha256(content).hexdigest()[:LENGTH]


def versions() -> Iterator[str]:
    """Yield the versions of Python and of the time zones, and name and version of each installed package."""
    yield sys.version
    yield os.name
    # Where neither file exists, the zones are a package, or have no version.
    for path in (Path(folder, name) for folder in zoneinfo.TZPATH for name in ("tzdata.zi", "+VERSION")):
        if path.is_file():
            with path.open(encoding="utf-8") as file:
                yield file.readline()
    # Packages of the user, or of the system below an environment, are in folders of their own.
    for folder in dict.fromkeys((*LIBRARIES, *filter(os.path.isabs, sys.path))):
        yield from sorted(path.name for path in Path(folder).glob("*.*-info"))


def local_code() -> Iterator[str]:
    """Yield the digests of this package's code where it is edited in place, so that no version stands for it."""
    if not is_installed(str(PACKAGE)):
        for path in sorted(PACKAGE.rglob("*.py")):
            yield digest_of_bytes(path.read_bytes())


def changed_code() -> Iterator[str]:
    """Yield the size and the time of the last change of this package's code, sooner than its digests, where it is edited in place."""
    if not is_installed(str(PACKAGE)):
        for path in sorted(PACKAGE.rglob("*.py")):
            status = path.stat()
            yield f"{path} {status.st_size} {status.st_mtime_ns}"


def installed_name(value: object) -> str:
    """Return the name of a function or class of an installed package or this one; raise UnknownContent for any other value."""
    module, name = getattr(value, "__module__", None) or "", getattr(value, "__qualname__", "")
    is_own = module.startswith(f"{PACKAGE.name}.")
    is_named = isinstance(value, type | FunctionType | BuiltinFunctionType) and (is_own or "<" not in name)
    file = getattr(sys.modules.get(module), "__file__", None)
    if not (is_named and (is_own or module in sys.builtin_module_names or (file and is_installed(file)))):
        raise UnknownContent(f"{module}.{name}")
    return f"{module}.{name}"


def is_installed(path: str) -> bool:
    """Return whether a path belongs to an installed package, whose version stands for its content."""
    return os.path.realpath(path).startswith(tuple(folder + os.sep for folder in LIBRARIES))
