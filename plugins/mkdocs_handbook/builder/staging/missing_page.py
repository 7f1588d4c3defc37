"""The page for what is missing, as a template for an engine whose templates know nothing of a handbook."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment

from mkdocs_handbook.rendering import page_extras
from mkdocs_handbook.site.site_parts import SiteParts

NAME = "404.html"
# Stand for what only the engine knows, in a text in which no brace of the handbook is one of the engine's.
BASE, LINK, END = "\ue000", "\ue001", "\ue002"
# The site may be at the root of its host.
ROOT = "{{ '' if base_url == '/' else base_url }}"
LAYOUT = '{{% extends "main.html" %}}\n{{% block content %}}\n{}\n{{% endblock %}}\n'


def template(parts: SiteParts, env: Environment, site: Mapping[str, Any]) -> str:
    """Return the template, which asks the engine for nothing but addresses."""
    own = env.overlay()
    own.filters = {**env.filters, "url": lambda address: f"{LINK}{address}{END}"}
    text = own.get_template(f"handbook/{NAME}").render(
        handbook=page_extras.missing_page(parts.handbook, parts.pages),
        config=SimpleNamespace(site_name=str(site.get("site_name") or "")),
        base_url=BASE,
    )
    inert = text.replace("{", "&#123;").replace("}", "&#125;")
    return LAYOUT.format(inert.replace(BASE, ROOT).replace(LINK, "{{ '").replace(END, "' | url }}"))
