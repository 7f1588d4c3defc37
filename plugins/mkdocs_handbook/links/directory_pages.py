"""Directory pages: the Markdown of generated pages, and what their templates can use."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment

from mkdocs_handbook.data.people import responsibilities
from mkdocs_handbook.data.people.responsibilities import groups_by_person, has_left, pages_by_person
from mkdocs_handbook.links import directory_urls, feed_urls
from mkdocs_handbook.model import Handbook, Kind, Page, Settings, Source
from mkdocs_handbook.pages import embed_items, embed_options, embeds, group_pages, page_reader
from mkdocs_handbook.schedule import on_duty
from mkdocs_handbook.util import escaping, template_sandbox, templates, words

# An identifier of Slack, which a link needs; others only have a name there.
MEMBER = re.compile(r"[UW][A-Z0-9]{5,}\Z")
# What a person's page shows first, and last, if it is there.
FIRST = ("rituals", "rotations", "channels", "boards")
# A person's page needs neither the person's name in every row nor the date of a first time.
LEFT_OUT = (*responsibilities.RESPONSIBLE, "startedOn", "group")
# The computed state in which an entry is still somebody's.
HELD = {"channels": "in use", "rituals": "in force"}


@dataclass(frozen=True, slots=True)
class DutyTable:
    """A table of a person's page: its kind and title, its columns, and the condition of its rows."""

    kind: str
    title: str
    columns: str
    where: str


@dataclass(frozen=True, slots=True)
class DirectoryContext:
    """What every template may ask for; links are seen from one page of the directory."""

    handbook: Handbook
    uri: str

    def link(self, uri: str) -> str:
        """Return the link to a page or file of the site, "" if there is none."""
        return relative_link(uri, posixpath.dirname(self.uri)) if uri else ""

    def file(self, path: str) -> str:
        """Return the link to another file of the site, such as a calendar, "" if the site has none there."""
        return self.link(path) if path in self.handbook.other_files else ""

    def page(self, name: str) -> str:
        """Return the link to a page of the directory, "" if there is none."""
        return self.link(directory_urls.page_uri(self.handbook, name))

    def person(self, handle: str) -> str:
        """Return the link to the page of a person, "" if there is none."""
        return self.link(directory_urls.person_uri(self.handbook, handle))

    def data(self, kind: str) -> str:
        """Return the link to all data files of a kind."""
        settings = self.handbook.settings
        name = "people.yml" if kind == "people" else f"*.{kind}.yml"
        known = self.handbook.by_path if kind == "people" else ()
        target = next((path for path in known if posixpath.basename(path) == name), "")
        target = target or posixpath.join(settings.data_dir, name)
        return posixpath.relpath(target, embeds.folder_of(settings, self.uri))

    def table(self, kind: str, caption: str, **options: Any) -> str:
        """Return the paragraph that becomes a table of all entries of a kind."""
        given = " ".join(f'{key}="{value}"' for key, value in options.items() if value != "")
        return f"[{escaping.embed_label(caption)}]({quote(self.data(kind), safe='/*')})" + (
            f"{{ {given} }}" if given else ""
        )

    def has(self, kind: str, where: str = "") -> bool:
        """Return whether a table of all entries of a kind that meet a condition would have a row."""
        path = embeds.resolve_path(embeds.folder_of(self.handbook.settings, self.uri), self.data(kind))
        conditions = embed_options.parse_conditions({"where": where})
        return any(item.is_valid for item in embed_items.matching_items(self.handbook, path, conditions))

    def until(self, period: str) -> str:
        """Return the last day of this week or month."""
        return embed_items.last_day(self.handbook.today, period).isoformat()

    def caption(self, word: str) -> str:
        """Return a caption in the words of the site."""
        return words.say(words.of(self.handbook.settings), word)

    def due_caption(self, period: str) -> str:
        """Return the caption of what is due in this week or month."""
        return words.say(words.of(self.handbook.settings), "dueUntil", day=self.until(period))

    def groups(self) -> list[tuple[str, str]]:
        """Return the name of each group that has data, and the link to its page."""
        return [self.group(group) for group in groups_with_data(self.handbook)]

    def group(self, group: str) -> tuple[str, str]:
        """Return the name of a group, and the link to its page, "" if it has none."""
        page = group_pages.own_pages(self.handbook).get(group)
        return (page_reader.page_title(page), self.link(page.uri)) if page else (page_reader.group_title(group), "")


@lru_cache(maxsize=4096)
def relative_link(uri: str, folder: str) -> str:
    """Return the link to a page or file from the pages of a folder."""
    return quote(posixpath.relpath(uri, folder or "."))


def make_page(handbook: Handbook, uri: str, env: Environment | None = None) -> Page:
    """Return a page of the directory as its template makes it; raise jinja2.TemplateError where that fails."""
    writer, handle = DirectoryContext(handbook, uri), handles_by_uri(handbook).get(uri)
    text = templates.markdown(
        env or shared_templates(handbook.settings),
        template_name(handbook, uri),
        directory=writer,
        title=handbook.settings.directory_nav or "Directory",
        slack=handbook.settings.slack_workspace,
        person=person_context(writer, handle) if handle is not None else None,
    )
    end = text.find("\n---\n", 3) if text.startswith("---\n") else -1
    body = end + len("\n---\n") if end >= 0 else 0
    source = Source(posixpath.join(handbook.settings.docs_dir, uri), text)
    return Page(
        source, uri, handbook.generated[uri], None, body, embeds.find_embeds(text, body, uri, handbook.settings)
    )


@lru_cache(maxsize=4)
def shared_templates(settings: Settings) -> Environment:
    """Return the templates for those who have none yet: those of a build, else without trust in the theme's own."""
    own = {name: text for name, text in settings.own_templates.items() if text}
    return template_sandbox.environment(own) if own else templates.environment(settings.template_dirs)


def is_foreseeable(handbook: Handbook, uri: str) -> bool:
    """Return whether a page of the directory can be made here: not if only a build may render its template."""
    return bool(handbook.settings.own_templates.get(template_name(handbook, uri), "packaged"))


def template_name(handbook: Handbook, uri: str) -> str:
    """Return the name of the template of a page."""
    if uri in handles_by_uri(handbook):
        return f"{directory_urls.TEMPLATES}/person.md"
    name = posixpath.relpath(uri, handbook.settings.directory)
    return f"{directory_urls.TEMPLATES}/{'people.md' if name == 'people/index.md' else name}"


@lru_cache(maxsize=4)
def handles_by_uri(handbook: Handbook) -> Mapping[str, str]:
    """Return whose page a page is, by its path."""
    return {uri: handle for handle, uri in directory_urls.people_uris(handbook).items()}


@lru_cache(maxsize=4)
def groups_with_data(handbook: Handbook) -> tuple[str, ...]:
    """Return the groups that have data."""
    return tuple(sorted({file.group for file in handbook.files if file.group}))


# --- A person's page ---


def person_context(writer: DirectoryContext, handle: str) -> dict[str, Any]:
    """Return what the template of a person's page knows of the person."""
    handbook = writer.handbook
    item = (handbook.people or {})[handle]
    slack = item.text("slack").removeprefix("@")
    workspace = handbook.settings.slack_workspace
    return {
        **{key: item.text(key) for key in ("role", "github", "timezone")},
        "handle": handle,
        "name": item.text("name") or handle,
        "slack": slack,
        "slack_url": f"{workspace}/team/{slack}" if workspace and MEMBER.match(slack) else "",
        "left_on": item.text("leftOn") if has_left(item, handbook.today) else "",
        "groups": [writer.group(group) for group in groups_by_person(handbook).get(handle, ())],
        "duties": list(duty_tables(writer, handle)),
        "pages": [maintained_page(writer, page) for page in pages_by_person(handbook).get(handle, ())],
        "calendar": writer.file(feed_urls.person_calendar(handle)),
    }


def maintained_page(writer: DirectoryContext, page: Page) -> tuple[str, str, str]:
    """Return the title of a page, the link to it, and the day on which it is due for a review, if any."""
    return page_reader.page_title(page), writer.link(page.uri), page.metadata("reviewOn")


def duty_tables(writer: DirectoryContext, handle: str) -> Iterator[DutyTable]:
    """Yield the tables of what a person is responsible for, those of the built-in kinds first."""
    kinds = writer.handbook.kinds.values()
    for kind in sorted(
        kinds,
        key=lambda candidate: (FIRST.index(candidate.name) if candidate.name in FIRST else len(FIRST), candidate.name),
    ):
        for key in responsibilities.RESPONSIBLE:
            has_key = any(column.key == key and column.format == "person" for column in kind.columns)
            where = f"{key}={handle}" + (f", state={HELD[kind.name]}" if kind.name in HELD else "")
            if has_key and is_held(writer, kind, handle, where):
                title = kind.title if key == "dri" else f"{kind.title} as {key}"
                yield DutyTable(kind.name, title, " ".join(duty_columns(kind)), where)


def is_held(writer: DirectoryContext, kind: Kind, handle: str, where: str) -> bool:
    """Return whether a person has something of a kind; of a rotation, a shift within a year."""
    if kind.name == "rotations":
        return handle in on_duty.people_on_duty(writer.handbook)
    return writer.has(kind.name, where)


def duty_columns(kind: Kind) -> list[str]:
    """Return the columns that a table of a person's page has: the entry's name, its group, and what else is shown of it."""
    shown = [kind.key, "group", *(key for key in kind.shown if key not in (kind.key, *LEFT_OUT))]
    return [key for key in shown if directory_urls.is_option(key)]
