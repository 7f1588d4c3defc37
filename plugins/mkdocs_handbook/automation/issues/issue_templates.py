"""Templates of titles and bodies: Jinja in a sandbox, with a closed set of values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mkdocs_handbook.util import escaping, template_sandbox, templates
from mkdocs_handbook.util.wording import did_you_mean, shortened

# These are Markdown already, or no text.
AS_THEY_ARE = ("agenda", "url", "moreInfoUrl")

# Characters of what is rendered, twice what a host takes; and characters of a value, or points of one.
MOST, LONGEST = 131_072, (65_536, 1_000)


class IssueTextError(ValueError):
    """A title or body that cannot be made: the message says why."""


def title(template: str, values: Mapping[str, Any]) -> str:
    """Return a title on one line; raise IssueTextError."""
    made = " ".join(escaping.one_line(_rendered(template, values)).split())
    if not made:
        raise IssueTextError("the title is empty, say what is due in it")
    return made


def body(template: str, values: Mapping[str, Any], people: Mapping[str, str], known: frozenset[str]) -> str:
    """Return a body; values of the handbook are no markup in it, and nobody is mentioned but people. Raise IssueTextError."""
    inert: dict[str, Any] = {
        key: value if key in AS_THEY_ARE else escaping.markdown(value) for key, value in values.items()
    }
    inert |= {
        "description": values["description"],
        "agenda": [escaping.markdown(point) for point in values["agenda"]],
        **people,
    }
    return escaping.issue_markdown(_rendered(template, inert), known).strip() + "\n"


def _rendered(template: str, values: Mapping[str, Any]) -> str:
    """Return the text of a template; raise IssueTextError where it is none, asks for more than values, or may never end."""
    if long := next((key for key, value in values.items() if len(value) > LONGEST[type(value) is list]), ""):
        raise IssueTextError(f'"{long}" is too long for a template, shorten it')
    try:
        return templates.rendered(_compiled(template), values, MOST)
    except IssueTextError:
        raise
    # A filter or a test raises whatever Python does.
    except Exception as error:
        said = error.message if isinstance(error, TemplateError) else str(error)
        name = (said or "").partition("'")[2].partition("'")[0]
        hint = did_you_mean(name, values) if name else ""
        raise IssueTextError(
            f"the template cannot be rendered: {shortened(said or type(error).__name__)}{hint}"
        ) from None


@lru_cache(maxsize=512)
def _compiled(template: str) -> Template:
    """Return a template, compiled once for all days; raise IssueTextError where it may do more than show values."""
    if not template_sandbox.is_plain(template):
        raise IssueTextError(
            "the template does more than show values, keep to {{ value }}, {% if %} and a plain {% for %}"
        )
    return _environment().from_string(template)


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    """Return an environment that knows no template and no function, only the values that it is given."""
    made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False, **templates.LAYOUT)
    made.globals.clear()
    made.filters = {name: one for name, one in made.filters.items() if name in template_sandbox.FILTERS}
    return made
