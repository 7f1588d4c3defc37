"""A handbook that can be built, with payloads wherever a text of its data can stand."""

from __future__ import annotations

import json
from typing import Any

from payloads import PAGE, PAYLOADS, SURROGATE, data, stubs, yaml

CONFIG = """\
site_name: T
site_url: https://handbook.example/base/
docs_dir: handbook
theme: material
plugins:
  - search
  - handbook:
      edit_url: https://example.com/edit/{path}#{line}
      # The site has to be inert also where nobody heeds the finding of an unsafe address.
      ignore: [HB116]
      directory: {folder: directory, nav: "<zzz> & more"}
"""
TOLD = [one for one in PAYLOADS if one.strip() and not SURROGATE.search(one)]


def files() -> dict[str, str | bytes]:
    people = data(PAYLOADS, is_valid=True)
    people["rituals/people.yml"] = yaml({**json.loads(people["rituals/people.yml"]), "plain": {"name": TOLD[0]}})
    maintained = f"---\nmaintainedBy: {yaml(TOLD[0])}\n---\n# Ours\n"
    return {
        "mkdocs.yml": CONFIG,
        "handbook/eng.md": PAGE,
        "handbook/a.pdf": b"%PDF",
        "handbook/ours.md": maintained,
        "handbook/b \"'&c.md": "# Odd\n",
        "rituals/stubs.yml": yaml(stubs(PAYLOADS)),
        **vendors(),
        **people,
    }


def vendors() -> dict[str, str]:
    """Return a kind of one's own, with payloads in the titles and keys of its schema."""
    keys = {one: {"title": one, "description": one, "type": "string", "format": "markdown"} for one in TOLD}
    own = {
        "vendor": {"title": "V", "type": "string"},
        "dri": {"title": "D", "type": "string", "format": "person"},
        **keys,
    }
    files = {}
    for number, one in enumerate(TOLD):
        shape: dict[str, Any] = {
            "type": "array",
            "title": one,
            "x-key": "vendor",
            "x-columns": list(own),
            "x-noun": one,
        }
        shape["items"] = {"type": "object", "required": ["vendor"], "properties": own}
        files[f"schemas/vendors{number}.schema.json"] = yaml(shape)
        everything = [{"vendor": f"V{number}", "dri": "plain", **dict.fromkeys(TOLD, one)}]
        files[f"rituals/eng.vendors{number}.yml"] = yaml(everything)
        files[f"handbook/v{number}.md"] = f"# V{number}\n\n[V{number}](../rituals/eng.vendors{number}.yml)\n"
    return files
