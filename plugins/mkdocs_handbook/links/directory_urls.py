"""Directory URLs: which directory pages a handbook has, and where people and channels have their entries."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from mkdocs_handbook.data.channels import index, lookup_keys
from mkdocs_handbook.links import feed_urls, urls
from mkdocs_handbook.model import Handbook, Page, Settings
from mkdocs_handbook.pages import embed_items, embeds, outline

# Pages by the kind of data that they show.
OF_KINDS = {"rituals": "rituals", "channels": "channels", "rotations": "on-duty", "escalations": "on-duty"}
FOLDER_LINK = re.compile(r"\[[^\[\]]*\]\(([^()\s:#?]*/)\)")
# The folder of the templates of pages.
TEMPLATES = "handbook/directory"
# What would end a value in the options of an embed, by which a person's page shows what is theirs, or begin HTML there.
UNFIT = re.compile(r'[,"{}<]')


def with_directory(handbook: Handbook) -> Handbook:
    """Return a handbook with the directory's pages; one that somebody wrote, or another file of the site, stays as it is."""
    taken = {page.dest for page in handbook.pages} | handbook.other_files
    directory_urls = handbook.settings.use_directory_urls
    dests = {uri: urls.page_dest(uri, directory_urls=directory_urls) for uri in directory_uris(handbook)}
    made = {uri: dest for uri, dest in dests.items() if dest not in taken}
    at = {dest: uri for uri, dest in made.items()}
    return replace(handbook, generated=made, generated_at=at, other_files=handbook.other_files | at.keys())


def directory_uris(handbook: Handbook) -> Iterator[str]:
    """Yield the paths of the pages that a directory of this data has, the index first."""
    has = {file.kind.name for file in handbook.files if file.group and file.all_items}
    names = dict.fromkeys(name for kind, name in OF_KINDS.items() if kind in has)
    people = people_uris(handbook)
    if handbook.settings.directory and (names or people):
        yield from (directory_uri(handbook, name) for name in ("index", *names))
        yield from (directory_uri(handbook, "people/index"), *people.values()) if people else ()


def directory_uri(handbook: Handbook, name: str) -> str:
    """Return the path that a page of the directory has if there is one."""
    return posixpath.join(handbook.settings.directory, f"{name}.md")


@lru_cache(maxsize=4)
def people_uris(handbook: Handbook) -> dict[str, str]:
    """Return the paths of people's pages by handle."""
    uris: dict[str, str] = {}
    # Names of files may compare without letter case, and the index has one of them.
    taken = {"index", "readme"}
    for handle in handbook.people or {}:
        name = feed_urls.safe_name(handle)
        while name.casefold() in taken:
            name += "-"
        taken.add(name.casefold())
        if is_option(handle):
            uris[handle] = directory_uri(handbook, f"people/{name}")
    return uris


def is_option(text: str) -> bool:
    """Return whether a text can stand in an option of an embed as it is."""
    return text.isprintable() and not UNFIT.search(text)


def may_be_overview(text: str) -> bool:
    """Return whether a paragraph may show the overview, and nothing else that the handbook puts into pages."""
    return text.lstrip().startswith("[") and text.rstrip().endswith("/)")


def overview_address(settings: Settings, uri: str, text: str) -> str:
    """Return the address in a paragraph that shows the overview, "" for any other: a link to the folder of the data, and no more."""
    match = FOLDER_LINK.fullmatch(text.strip()) if may_be_overview(text) else None
    if match is None:
        return ""
    path = embeds.resolve_path(embeds.folder_of(settings, uri), match[1])
    return match[1] if path == posixpath.normpath(settings.data_dir) else ""


def overviews(settings: Settings, page: Page) -> dict[int, str]:
    """Return the addresses by which a page shows the overview, by the offsets at which they begin."""
    return dict(page.facts.once("overviews", lambda: [*written_overviews(settings, page).items()]))


def written_overviews(settings: Settings, page: Page) -> dict[int, str]:
    """Return the same, read from the page's lines and, where these are in doubt, as it is rendered."""
    found: dict[int, str] = {}
    doubtful: list[tuple[int, str, str]] = []
    lines = outline.lines(page.source.text, page.body) if "/)" in page.source.text else ()
    for number, line in enumerate(lines):
        lead, written = embeds.split_lead(line.text)
        if address := overview_address(settings, page.uri, written):
            at = line.start + len(line.text.rstrip()) - len(f"{address})")
            if not lead and embeds.is_alone(lines, number):
                found[at] = address
            else:
                doubtful.append((at, address, written.strip()))
    # Whether others are a paragraph, as in a quote or a note, only Python-Markdown knows.
    real = [*embeds.rendered_paragraphs(page.source.text[page.body :], settings)] if doubtful else []
    for at, address, written in doubtful:
        if written in real:
            real.remove(written)
            found[at] = address
    return found


def page_uri(handbook: Handbook, name: str) -> str:
    """Return the path of a page of the directory, "" if there is none."""
    return existing(handbook, directory_uri(handbook, name))


def person_uri(handbook: Handbook, handle: str) -> str:
    """Return the path of a person's page, "" if there is none."""
    return existing(handbook, people_uris(handbook).get(handle, "") if handbook.settings.directory else "")


def existing(handbook: Handbook, uri: str) -> str:
    """Return the path of a page, "" if there is no such page."""
    return uri if uri in handbook.generated or uri in handbook.by_uri else ""


def has_channels(handbook: Handbook) -> bool:
    """Return whether channels have entries."""
    return directory_uri(handbook, OF_KINDS["channels"]) in handbook.generated


def channel_url(handbook: Handbook, name: str) -> str:
    """Return the address of a channel's entry, or of the wildcard that covers it; "" if there is none."""
    found = channel_urls(handbook) if has_channels(handbook) else {}
    return next((found[key] for key in lookup_keys(name) if key in found), "")


@lru_cache(maxsize=4)
def channel_urls(handbook: Handbook) -> dict[str, str]:
    """Return the address of each channel's entry in the directory, by its name without letter case."""
    entries = embed_items.pattern_items(handbook, f"{handbook.settings.data_dir}/*.channels.yml")
    rows = {id(entry.item): entry.id for entry in entries if entry.is_valid}
    found = {}
    for key, channel in index(handbook).known.items():
        if row := next((rows[id(item)] for item in channel.items if id(item) in rows), ""):
            found[key] = f"{directory_uri(handbook, OF_KINDS['channels'])}#{row}"
    return found
