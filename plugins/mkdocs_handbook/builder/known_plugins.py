"""Known plugins and Markdown extensions, and which parts of a build the unknown ones may change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markdown.util import get_installed_extensions
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from mkdocs_handbook.builder.fingerprint import known_name

SEARCH_PLUGINS = ("material.plugins.search.plugin.SearchPlugin", "mkdocs.contrib.search.SearchPlugin")
# The events of a page or template that known plugins handle; their code was read for that. In others they are unknown.
KNOWN_EVENTS = {
    SEARCH_PLUGINS[0]: ("page_context",),
    SEARCH_PLUGINS[1]: ("page_context",),
    "mkdocs_handbook.plugin.HandbookPlugin": ("page_markdown", "page_content", "page_context", "template_context"),
}
# Events of one page or template, by what a handler may change. What other events change is compared by its content.
MARKDOWN_EVENTS = ("pre_page",)
TEMPLATE_EVENTS = ("pre_page", "env", "page_context", "post_page")
STATIC_EVENTS = ("env", "pre_template", "template_context", "post_template")
# A plugin may count the pages that it sees, so that they have to come one by one, in one process.
PAGE_EVENTS = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page")
SINGLE_EVENTS = frozenset((*MARKDOWN_EVENTS, *TEMPLATE_EVENTS, *STATIC_EVENTS, *PAGE_EVENTS))
# Extensions that depend on a page's text, on their options, and on files that they look for with `os.path`.
SNIPPETS = "pymdownx.snippets"
KNOWN_EXTENSIONS = (
    "markdown.extensions.",
    "pymdownx.",
    "material.extensions.",
    "mkdocs_handbook.rendering.markdown_extension.",
)


@dataclass(frozen=True, slots=True)
class UnknownEffects:
    """The unknown plugins, hooks and extensions, by what they may change: reasons as text, empty where all are known."""

    markdown: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    static: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    any: tuple[str, ...] = ()


def unknown_effects(config: MkDocsConfig) -> UnknownEffects:
    """Return what is unknown in a configuration after its plugins have changed it."""
    markdown = [*unknown_extensions(config), *unknown_plugins(config, MARKDOWN_EVENTS)]
    if known_name(Page.render.__module__) != "mkdocs.structure.pages":
        markdown.append(f"{Page.render.__module__}, which replaces MkDocs' rendering")
    return UnknownEffects(
        tuple(markdown),
        tuple(unknown_plugins(config, TEMPLATE_EVENTS)),
        tuple(unknown_plugins(config, STATIC_EVENTS)),
        tuple(unknown_plugins(config, PAGE_EVENTS)),
        tuple(unknown_plugins(config, tuple(config.plugins.events))),
    )


def unknown_plugins(config: MkDocsConfig, events: tuple[str, ...]) -> Iterator[str]:
    """Yield the unknown plugins and hooks that handle events, each once, with the first event."""
    seen = set()
    for event in events:
        for method in config.plugins.events[event]:
            name = class_name(method)
            is_known = event in KNOWN_EVENTS.get(name, ()) or (event not in SINGLE_EVENTS and name in KNOWN_EVENTS)
            if not is_known and name not in seen:
                seen.add(name)
                origin = config.plugins._event_origins.get(method, "")
                yield f"the plugin or hook {origin or name or 'without a name'!r} ({event})"


def class_name(method: Callable[..., object]) -> str:
    """Return the qualified class of the plugin whose method handles an event, "" for a hook's function."""
    owner = type(getattr(method, "__self__", None))
    return "" if owner is type(None) else known_name(f"{owner.__module__}.{owner.__qualname__}")


def unknown_extensions(config: MkDocsConfig) -> Iterator[str]:
    """Yield the unknown Markdown extensions."""
    # Short names such as "toc" are entry points.
    installed = {entry_point.name: entry_point.value for entry_point in get_installed_extensions()}
    for extension in config.markdown_extensions:
        kind = type(extension)
        name = installed.get(extension, extension) if isinstance(extension, str) else f"{kind.__module__}."
        if name.startswith(SNIPPETS) and config.mdx_configs.get(name, {}).get("url_download"):
            yield f"the Markdown extension {name}, which asks the network"
        if not f"{name}.".startswith(KNOWN_EXTENSIONS):
            yield f"the Markdown extension {extension if isinstance(extension, str) else name + kind.__qualname__}"
