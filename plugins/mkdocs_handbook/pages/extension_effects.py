"""What the site's Markdown extensions mean for ids and links, as far as lines of text can tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from markdown.extensions import toc

from mkdocs_handbook.model import Settings

Slugify = Callable[[str, str], str]

# Stands for "pymdownx.snippets" where nothing outside of the repository may be read.
SAFE_SNIPPETS = "mkdocs_handbook.project.safe_snippets"
# Extensions of which it is known what they do to headings and links: nothing, or what is looked for.
KNOWN = frozenset(
    [
        *(
            "abbr",
            "admonition",
            "attr_list",
            "codehilite",
            "def_list",
            "extra",
            "fenced_code",
            "footnotes",
            "md_in_html",
        ),
        *(SAFE_SNIPPETS, "meta", "sane_lists", "smarty", "tables", "toc"),
        *(
            f"pymdownx.{name}"
            for name in (
                *("arithmatex", "betterem", "blocks.admonition", "blocks.details", "blocks.tab", "caret", "critic"),
                *("details", "emoji", "extra", "highlight", "inlinehilite", "keys", "mark", "smartsymbols", "snippets"),
                *("superfences", "tabbed", "tasklist", "tilde"),
            )
        ),
    ]
)
# Extensions that change the text of what looks ordinary, quotes and dashes above all.
RESTYLING = frozenset(
    ("smarty", "abbr", "extra", *(f"pymdownx.{name}" for name in ("extra", "smartsymbols", "critic", "arithmatex")))
)
PREFIX = "markdown.extensions."


@dataclass(frozen=True, slots=True)
class MarkdownDialect:
    """How headings become ids: the slugify function and its separator, whether `{#id}` and footnotes are understood.

    `nested` says that fences may be indented, and may have options: superfences has it so.
    One that is not `known` has extensions that may do anything: only Python-Markdown can tell then.
    """

    known: bool
    slugify: Slugify
    separator: str
    attributes: bool
    footnotes: bool
    restyled: bool
    nested: bool


@lru_cache(maxsize=8)
def dialect(settings: Settings) -> MarkdownDialect:
    """Return the dialect of a site."""
    names = {str(name).removeprefix(PREFIX) if isinstance(name, str) else "" for name in settings.markdown_extensions}
    options = extension_options(settings).get("toc", {})
    given = options.get("slugify")
    is_extra = bool(names & {"extra", "pymdownx.extra"})
    return MarkdownDialect(
        known=names <= KNOWN and (given is None or callable(given)),
        slugify=cast("Slugify", given) if callable(given) else toc.slugify,
        separator=str(options.get("separator", "-")),
        attributes=is_extra or "attr_list" in names,
        footnotes=is_extra or "footnotes" in names,
        restyled=bool(names & RESTYLING),
        nested=bool(names & {"pymdownx.extra", "pymdownx.superfences"}),
    )


def extension_options(settings: Settings) -> Mapping[str, Mapping[str, Any]]:
    """Return the extensions' options by their short names."""
    return {
        name.removeprefix(PREFIX): options
        for name, options in settings.extension_configs.items()
        if isinstance(options, Mapping)
    }
