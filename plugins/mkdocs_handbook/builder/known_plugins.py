"""Which plugins, hooks and Markdown extensions are known, and what those that are not may touch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markdown.util import get_installed_extensions
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

SEARCHES = ("material.plugins.search.plugin.SearchPlugin", "mkdocs.contrib.search.SearchPlugin")
HANDBOOK = "mkdocs_handbook.plugin.HandbookPlugin"
# The events in which they may take part; what they do there was read. A new one makes them unknown.
EVENTS = {
    SEARCHES[0]: ("page_context",),
    SEARCHES[1]: ("page_context",),
    HANDBOOK: ("page_markdown", "page_content", "page_context", "template_context"),
}
# What happens to one page or template. The other events act on what is compared by its content anyway.
MARKDOWN_EVENTS = ("pre_page",)
TEMPLATE_EVENTS = ("pre_page", "env", "page_context", "post_page")
STATIC_EVENTS = ("env", "pre_template", "template_context", "post_template")
# Those that see one page after the other: a plugin may count them, so they all happen in one process.
PAGE_EVENTS = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page")
# Extensions that depend on a page's text, their options and files that are read through `os.path` only.
SNIPPETS = "pymdownx.snippets"
EXTENSIONS = (
    "markdown.extensions.",
    "pymdownx.",
    "material.extensions.",
    "mkdocs_handbook.rendering.markdown_extension.",
)


@dataclass(frozen=True, slots=True)
class Unknowns:
    """What nobody can vouch for, by what it may touch: reasons as text, empty where all is known."""

    markdown: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    static: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    any: tuple[str, ...] = ()


def unknowns(config: MkDocsConfig) -> Unknowns:
    """Give what is not known of a configuration after its plugins had their say in it."""
    markdown = [*extensions(config), *strangers(config, MARKDOWN_EVENTS)]
    if Page.render.__module__ != "mkdocs.structure.pages":
        markdown.append(f"{Page.render.__module__}, which replaces MkDocs' rendering")
    return Unknowns(
        tuple(markdown),
        tuple(strangers(config, TEMPLATE_EVENTS)),
        tuple(strangers(config, STATIC_EVENTS)),
        tuple(strangers(config, PAGE_EVENTS)),
        tuple(strangers(config, tuple(config.plugins.events))),
    )


def strangers(config: MkDocsConfig, events: tuple[str, ...]) -> Iterator[str]:
    """Give the unknown plugins and hooks that take part in events, each once."""
    seen = set()
    for event in events:
        for method in config.plugins.events[event]:
            name = class_of(method)
            if event in EVENTS.get(name, ()) or (event not in REACH and name in EVENTS) or name in seen:
                continue
            seen.add(name)
            origin = config.plugins._event_origins.get(method, "")
            yield f"the plugin or hook {origin or name or 'without a name'!r} ({event})"


REACH = frozenset((*MARKDOWN_EVENTS, *TEMPLATE_EVENTS, *STATIC_EVENTS, *PAGE_EVENTS))


def class_of(method: Callable[..., object]) -> str:
    """Give the class of the plugin that a method of an event belongs to, "" for a hook's function."""
    owner = type(getattr(method, "__self__", None))
    return "" if owner is type(None) else f"{owner.__module__}.{owner.__qualname__}"


def extensions(config: MkDocsConfig) -> Iterator[str]:
    """Give the unknown Markdown extensions."""
    # Short names such as "toc" are entry points.
    installed = {one.name: one.value for one in get_installed_extensions()}
    for extension in config.markdown_extensions:
        kind = type(extension)
        name = installed.get(extension, extension) if isinstance(extension, str) else f"{kind.__module__}."
        if name.startswith(SNIPPETS) and config.mdx_configs.get(name, {}).get("url_download"):
            yield f"the Markdown extension {name}, which asks the network"
        if not f"{name}.".startswith(EXTENSIONS):
            yield f"the Markdown extension {extension if isinstance(extension, str) else name + kind.__qualname__}"
