"""Late patterns are compiled once they are used, and find what those of `re` find."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator

import pytest

import mkdocs_handbook
from call_counter import calls_of
from mkdocs_handbook.util.patterns import late_patterns
from mkdocs_handbook.util.patterns.late_patterns import late_pattern

TEXT = "Ana, bo and 12 others\nana again"
ENGINES = ("mkdocs_handbook.builder", "mkdocs_handbook.plugin", "mkdocs_handbook.cli.__main__")


@pytest.mark.parametrize(("pattern", "flags"), [(r"(?P<who>ana)", re.IGNORECASE), (r"^\w+", re.MULTILINE), ("x|", 0)])
def test_all_that_a_pattern_finds_is_found(pattern: str, flags: int) -> None:
    late, real = late_pattern(pattern, flags), re.compile(pattern, flags)
    assert [one.span() for one in late.finditer(TEXT)] == [one.span() for one in real.finditer(TEXT)]
    for method in ("search", "match", "fullmatch"):
        assert str(getattr(late, method)(TEXT)) == str(getattr(real, method)(TEXT))
    assert late.findall(TEXT) == real.findall(TEXT)
    assert (late.sub("-", TEXT), late.subn("-", TEXT)) == (real.sub("-", TEXT), real.subn("-", TEXT))
    assert late.split(TEXT) == real.split(TEXT)
    assert (late.pattern, late.flags, late.groupindex) == (real.pattern, real.flags, real.groupindex)


def test_it_is_compiled_once_and_when_it_is_used() -> None:
    late = late_pattern("a+")
    assert late.pattern == "a+"
    compiling = late_patterns._LatePattern.__getattr__
    assert len(calls_of(lambda: [late.search("baa"), late.search("b"), late.sub("", "a")], compiling)) == 1
    assert not calls_of(lambda: late.match("a"), compiling)


def test_none_in_the_package_is_wrong() -> None:
    found = [late for name in modules() for late in late_in(vars(importlib.import_module(name)).values())]
    assert len(found) > 100
    for late in found:
        re.compile(late.pattern, late.given)


def modules() -> Iterator[str]:
    prefix = f"{mkdocs_handbook.__name__}."
    names = (one.name for one in pkgutil.walk_packages(mkdocs_handbook.__path__, prefix))
    yield from (name for name in names if not name.startswith(ENGINES))


def late_in(values: Iterable[object]) -> Iterator[late_patterns._LatePattern]:
    for value in values:
        if isinstance(value, late_patterns._LatePattern):
            yield value
        elif isinstance(value, tuple):
            yield from late_in(value)
