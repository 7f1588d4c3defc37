"""What the answer about a table is made of, which is known much sooner than the answer: same origin, same table.

Only tables of a single file whose cells need nothing of other files but people and addresses have an origin; of all others
the answer itself tells. The tests watch which parts of a handbook such a table reads, so that none is missing here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from jinja2 import Environment

from mkdocs_handbook import directory, embeds, selection
from mkdocs_handbook.model import Embed, Handbook, Page, Settings, Span

# Kinds whose rows need the instant of the build, or which groups somebody is in.
ELSEWHERE = frozenset(("people", "rotations"))
# Those of Markdown are part of what all pages depend on; the templates are compared by their content.
APART = frozenset(("markdown_extensions", "extension_configs", "template_dirs"))


def of_table(
    handbook: Handbook,
    page: Page,
    target: str,
    is_tag: bool,
    label: str,
    options: tuple[tuple[str, str], ...],
    _taken: tuple[str, ...],
) -> tuple[str, ...] | None:
    """Give what a table has of its own, None where it has no origin."""
    embed = Embed(target, label, dict(options), Span(0, 0), is_tag)
    found = embeds.shown(handbook, page, embed)
    if len(found) != 1 or embeds.is_wildcard(embed) or found[0].kind.name in ELSEWHERE:
        return None
    columns = selection.columns(embed.options) or found[0].kind.shown
    asked = (key for key, _ in selection.conditions(embed.options))
    # A group is shown by the title of its page.
    return None if "group" in (*columns, *asked) else (found[0].source.path, found[0].group, found[0].source.text)


def common(handbook: Handbook, env: Environment) -> tuple[Any, ...]:
    """Give what all such tables share, as plain data."""
    names = env.list_templates(filter_func=lambda name: name.startswith("handbook/"))
    chosen = [(one.name, getattr(handbook.settings, one.name)) for one in fields(Settings) if one.name not in APART]
    return (
        chosen,
        handbook.today,
        {name: kind.schema for name, kind in handbook.kinds.items()},
        {handle: one.values for handle, one in (handbook.people or {}).items()},
        directory.channels(handbook) if directory.has_channels(handbook) else {},
        [*handbook.made, "", *handbook.by_uri],
        [env.loader.get_source(env, name)[0] for name in names] if env.loader else [],
    )


# By the name of the question, whose arguments they take.
ORIGINS: Mapping[str, Callable[..., tuple[str, ...] | None]] = {"table": of_table}
