"""The files of a new group: its page with a section for each kind, and its data files."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mkdocs_handbook.data.yaml import quoting
from mkdocs_handbook.model import Kind, Settings
from mkdocs_handbook.pages import closing_order
from mkdocs_handbook.scaffold import starter_templates
from mkdocs_handbook.scaffold.example_data import example_item, with_schema_line

LEADS = {
    "rituals": "Who does what, and how often:",
    "channels": "Where to find us, and who looks after each channel:",
    "boards": "What we work on:",
    "rotations": "Who is on duty now, and who comes next:",
}


@dataclass(frozen=True, slots=True)
class Addition:
    """New files by path below the root, and the page to add to the navigation, with its title."""

    files: Mapping[str, str]
    page: str
    title: str


def group_files(
    settings: Settings,
    name: str,
    kinds: Mapping[str, Kind | None],
    people: Sequence[str],
    channel: str,
    today: date,
    *,
    schemas: str,
    index: str = "README.md",
) -> Addition:
    """Return the page and the data files of a group; of the people, the first is the DRI, the second the backup."""
    title = starter_templates.title(name)
    page = posixpath.join(settings.docs_dir, name, index)
    values = {
        "title": title,
        "title_inside": starter_templates.inside(title),
        "dri": quoting.inline_scalar(people[0]),
        "backup": quoting.inline_scalar(people[1]) if len(people) > 1 else "",
        "members": [quoting.inline_scalar(member) for member in people],
        "channel": channel,
        "monday": starter_templates.monday(today).isoformat(),
        "tuesday": starter_templates.first_tuesday(today).isoformat(),
    }
    paths = {kind: posixpath.join(settings.data_dir, f"{name}.{kind}.yml") for kind in kinds}
    shown = tuple(group_section(settings, kind, page, path) for kind, path in ordered(settings, paths))
    files = {page: starter_templates.render("group/page.md", **{**values, "title": title, "sections": shown})}
    for kind, path in paths.items():
        body = (
            starter_templates.render(f"group/{kind}.yml", **values)
            if kind in LEADS
            else example_item(kinds[kind], people[0], today)
        )
        files[path] = with_schema_line(schemas, kind, body)
    return Addition(files, f"{name}/{index}", title)


def ordered(settings: Settings, paths: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return kinds and their files in the order of a page's sections, the closing ones last."""
    order = list(closing_order.titles(settings))
    return sorted(paths.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else -1)


def group_section(settings: Settings, kind: str, page: str, path: str) -> dict[str, str]:
    """Return the values of a kind's section on a group's page: its heading, a sentence, and the link that embeds the file."""
    heading = closing_order.section_title(settings, kind, starter_templates.title(kind))
    lead = LEADS.get(kind, "What we keep track of:")
    link = posixpath.relpath(path, posixpath.dirname(page))
    return {"heading": heading, "lead": lead, "kind": kind.replace("-", " "), "link": link}
