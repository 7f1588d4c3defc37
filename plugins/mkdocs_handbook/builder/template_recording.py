"""The recording of template reads: Jinja's functions that read attributes and names, which note what they read."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import jinja2
from jinja2.runtime import Context
from jinja2.utils import missing

from mkdocs_handbook.builder.template_reads import TemplateReads

# Names of a context whose values templates can use without reading an attribute.
CONTEXT_NAMES = frozenset(("nav", "pages", "build_date_utc"))
# Functions whose results can't be repeated, with where an environment has them.
RANDOM_FUNCTIONS = (("filters", "random"), ("globals", "lipsum"))
MISSING = object()
Reader = Callable[[Any, Any], Any]


@contextmanager
def recorded(env: jinja2.Environment, reads: TemplateReads) -> Iterator[None]:
    """Record what templates of an environment read in the block."""
    context_class, names = env.context_class, reads.names_read

    class RecordingContext(Context):
        def resolve_or_missing(self, key: str) -> Any:
            if key in CONTEXT_NAMES:
                names.add(key)
            # As in the method that this one overrides, which is called for each name of a template.
            return self.vars[key] if key in self.vars else self.parent.get(key, missing)

    is_stock = type(env).getattr is jinja2.Environment.getattr
    getattr_ = recording_getattr(env, reads) if is_stock else recording(env.getattr, reads)
    env.getattr, env.getitem = getattr_, recording(env.getitem, reads)  # type: ignore[method-assign, assignment]
    env.context_class = RecordingContext
    originals = [(getattr(env, kind), name, getattr(env, kind)[name]) for kind, name in RANDOM_FUNCTIONS]
    for functions, name, original in originals:
        functions[name] = recording_use(name, original, reads)
    try:
        yield
    finally:
        for functions, name, original in originals:
            functions[name] = original
        del env.getattr, env.getitem
        env.context_class = context_class


def recording_use(name: str, original: Any, reads: TemplateReads) -> Any:
    """Return a function like a given one whose results can't be repeated, which records its use."""

    @functools.wraps(original)
    def use(*args: Any, **options: Any) -> Any:
        reads.random = name
        return original(*args, **options)

    return use


def recording(original: Reader, reads: TemplateReads) -> Reader:
    """Return a function like a given one that reads an attribute, which records the read."""
    classes, seen = reads.classes, reads.seen

    def read(item: Any, attribute: Any) -> Any:
        if item.__class__ in classes:
            seen[id(item)].add(attribute)
            if attribute == "content" and reads.page and item is not reads.page:
                return reads.content(item)
        return original(item, attribute)

    return read


def recording_getattr(env: jinja2.Environment, reads: TemplateReads) -> Reader:
    """Return a function like that of a plain environment that reads an attribute, which records the read.

    A build calls it a thousand times a page, often for what sections lack: Jinja raises two errors before it knows that.
    """
    classes, seen, original, undefined = reads.classes, reads.seen, env.getattr, env.undefined
    without_items = {kind for kind in classes if not hasattr(kind, "__getitem__")}

    def read(item: Any, attribute: str) -> Any:
        kind = item.__class__
        if kind not in classes:
            return original(item, attribute)
        seen[id(item)].add(attribute)
        if attribute == "content" and reads.page and item is not reads.page:
            return reads.content(item)
        value = getattr(item, attribute, MISSING)
        if value is not MISSING:
            return value
        return undefined(obj=item, name=attribute) if kind in without_items else original(item, attribute)

    return read
