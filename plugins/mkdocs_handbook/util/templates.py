"""The templates that hold all HTML of tables and stubs; a theme's `custom_dir` may replace each of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateRuntimeError,
    pass_context,
)
from jinja2.filters import do_tojson
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mkdocs_handbook.util import escaping, words
from mkdocs_handbook.util.escaping import Html
from mkdocs_handbook.util.words import Words

HERE = Path(__file__).parents[1]
FOLDER = str(HERE / "templates")
# How templates are laid out: tags take no lines of their own.
LAYOUT: Mapping[str, Any] = {"trim_blocks": True, "lstrip_blocks": True, "keep_trailing_newline": True}
# Where a script names a word.
WORD = re.compile(r'words\.(\w+)|"(?=(\w+)")')
ASSETS = ("handbook.css", "handbook.js")


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment without trust: its templates make so many characters in all, and no more."""

    left = 20_000_000


def rendered(template: Template, values: Mapping[str, Any], most: int) -> str:
    """Return the text of a template; raise TemplateError where it has more than so many characters."""
    parts = []
    for part in template.generate(**values):
        most -= len(part)
        if most < 0:
            raise TemplateRuntimeError("it makes too long a text of the values")
        parts.append(part)
    return "".join(parts)


def environment(overrides: Iterable[str] = (), said: Words | None = None) -> Environment:
    """Return the environment of the templates, with the words of a site, else English ones; those in the folders given come before the packaged ones."""
    found = Environment(
        loader=FileSystemLoader([*overrides, FOLDER]),
        autoescape=is_html,  # noqa: S701 (Markdown has its own filter)
        undefined=StrictUndefined,
        **LAYOUT,
    )
    return with_filters(found, said)


def has_overrides(folders: Iterable[str]) -> bool:
    """Return whether one of a site's folders of templates may replace a packaged one."""
    return any((Path(folder) / "handbook").is_dir() for folder in folders)


def with_filters(found: Environment, said: Words | None = None) -> Environment:
    """Return an environment with the filters that make values inert, and with words."""
    found.globals["words"] = said or words.of_language("en")
    found.filters |= {"plain": escaping.page_markdown, "tojson": to_json}
    return found


def render(templates: Environment, template: str, /, **values: Any) -> Html:
    """Return the HTML of a template, such as `table` for handbook/table.html."""
    return Html(escaping.printable(templates.get_template(f"handbook/{template}.html").render(**values)))


def source(templates: Environment, template: str) -> str:
    """Return the text of a template itself."""
    name = f"handbook/{template}.html"
    return templates.loader.get_source(templates, name)[0] if templates.loader else ""


def markdown(templates: Environment, name: str, /, **values: Any) -> str:
    """Return the Markdown of a page from a template, such as handbook/directory/rituals.md.

    Raise TemplateError, which names the template, where it can't be rendered.
    """
    try:
        template = templates.get_template(name)
        if not isinstance(templates, Sandbox):
            return template.render(**values)
        text = rendered(template, values, templates.left)
    except MemoryError:
        raise
    # A filter or a test raises whatever Python does.
    except Exception as error:
        said = error.message if isinstance(error, TemplateError) else str(error)
        raise TemplateError(f"template {name}: {said or type(error).__name__}") from None
    templates.left -= len(text)
    return text


def is_html(name: str | None) -> bool:
    """Return whether the values in a template are escaped for HTML; those of Markdown are escaped one by one."""
    return not (name or "").endswith(".md")


@pass_context
def to_json(context: Context, value: object) -> str:
    """Return a value as JSON: for a script in HTML, or for the front matter of Markdown, which themes put into HTML."""
    return do_tojson(context.eval_ctx, value) if is_html(context.name) else escaping.front_matter(value)


def assets(said: Words | None = None) -> dict[str, str]:
    """Return the stylesheet and the script, with the words that it says, by their address in the site."""
    texts = {f"assets/handbook/{name}": (HERE / "assets" / name).read_text(encoding="utf-8") for name in ASSETS}
    return {path: with_words(text, said or words.of_language("en")) for path, text in texts.items()}


def with_words(text: str, said: Words) -> str:
    """Return a script with the words that it names, in the place where it expects them."""
    keys = {key for pair in WORD.findall(text) for key in pair}
    named = {key: value for key, value in said.items() if key in keys}
    return text.replace("HANDBOOK_WORDS", json.dumps(named, ensure_ascii=False))
