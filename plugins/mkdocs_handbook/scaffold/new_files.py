"""What a new group, a new kind or a new handbook consists of, as files that lint has nothing to say about."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mkdocs_handbook.data.data_files import NAME
from mkdocs_handbook.data.kinds import BUILT_IN, NOT_TABLES
from mkdocs_handbook.data.yaml import quoting
from mkdocs_handbook.model import Handbook, Kind, Page, Settings
from mkdocs_handbook.pages import group_pages as groups
from mkdocs_handbook.pages import sections
from mkdocs_handbook.scaffold import starter_templates
from mkdocs_handbook.scaffold.example_data import (
    AdditionError,
    Crew,
    crew,
    example,
    first_line,
    headed,
    new_channel,
    schema_folder,
)

LEADS = {
    "rituals": "Who does what, and how often:",
    "channels": "Where to find us, and who looks after each channel:",
    "boards": "What we work on:",
    "rotations": "Who is on duty now, and who comes next:",
}
HEADINGS = {"rotations": "On duty"}
ALONE = (*NOT_TABLES, "people")

__all__ = ["ALONE", "Addition", "AdditionError", "group", "handbook", "is_built_in", "kind", "name_problem"]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a group's page: its heading, a sentence, and the data file that it shows."""

    heading: str
    lead: str
    kind: str
    link: str


@dataclass(frozen=True, slots=True)
class Addition:
    """New files by path below the root, and the page that belongs in the navigation, with its title."""

    files: Mapping[str, str]
    page: str
    title: str


def handbook(title: str, group_name: str, repo_url: str, version: str, today: date) -> dict[str, str]:
    """Give the files of a new handbook with one group."""
    values = {
        "title": title,
        "site_name": quoting.anywhere(title),
        "repo_url": repo_url.rstrip("/"),
        "edit_uri": "-/edit/main/handbook/" if "gitlab" in repo_url else "edit/main/handbook/",
        "group": group_name,
        "group_title": starter_templates.title(group_name),
        "version": version,
    }
    names = {".gitignore": "gitignore", ".pre-commit-config.yaml": "pre-commit-config.yaml"}
    names |= {f".github/workflows/{name}": name for name in ("lint.yml", "publish.yml")}
    names |= {name: name for name in ("README.md", "mkdocs.yml", "requirements.txt")}
    names |= {"handbook/index.md": "index.md", "rituals/people.yml": "people.yml", "rituals/stubs.yml": "stubs.yml"}
    lines = {f"rituals/{kind}.yml": first_line("../.handbook/schemas/", kind) for kind in ("people", "stubs")}
    files = {
        path: starter_templates.render(name, **values, modeline=lines.get(path, "").rstrip())
        for path, name in names.items()
    }
    settings = Settings(docs_dir="handbook")
    kinds = ("rotations", *sections.DEFAULT)
    made = group_files(
        settings,
        group_name,
        dict.fromkeys(kinds),
        Crew("ana", "bo", ("ana", "bo", "cam")),
        f"#help-{group_name}",
        today,
        schemas="../.handbook/schemas/",
    )
    return {**files, **made.files}


def group(handbook: Handbook, name: str, kinds: Sequence[str], dri: str, today: date) -> Addition:
    """Give the files of a new group with example data of some kinds; raise AdditionError where that can't be."""
    pages = (f"{name}/README.md", f"{name}/index.md", f"{name}.md")
    claimed = [page.source.path for page in handbook.pages if page.group == name or page.uri in pages]
    check_free([*claimed, *(path for path in handbook.data_paths if posixpath.basename(path).startswith(f"{name}."))])
    known = {kind: handbook.kinds[kind] for kind in kinds}
    channel = new_channel(handbook, name)
    used = channel if "channels" in kinds else ""
    return group_files(
        handbook.settings,
        name,
        known,
        crew(handbook, dri),
        used,
        today,
        schemas=schema_folder(handbook),
        index=index(handbook),
    )


def group_files(
    settings: Settings,
    name: str,
    kinds: Mapping[str, Kind | None],
    who: Crew,
    channel: str,
    today: date,
    *,
    schemas: str = "",
    index: str = "README.md",
) -> Addition:
    """Give the page and the data files of a group."""
    title = starter_templates.title(name)
    page = posixpath.join(settings.docs_dir, name, index)
    values = {
        "title": title,
        "title_inside": starter_templates.inside(title),
        "dri": quoting.anywhere(who.dri),
        "backup": quoting.anywhere(who.backup) if who.backup else "",
        "members": [quoting.anywhere(one) for one in who.members],
        "channel": channel,
        "monday": starter_templates.monday(today).isoformat(),
        "tuesday": starter_templates.first_tuesday(today).isoformat(),
    }
    paths = {kind: posixpath.join(settings.data_dir, f"{name}.{kind}.yml") for kind in kinds}
    shown = tuple(section(settings, kind, page, path) for kind, path in in_order(settings, paths))
    files = {page: starter_templates.render("group.md", title=title, sections=shown)}
    for kind, path in paths.items():
        body = (
            starter_templates.render(f"{kind}.yml", **values) if kind in LEADS else example(kinds[kind], who.dri, today)
        )
        files[path] = headed(schemas, kind, body)
    return Addition(files, f"{name}/{index}", title)


def in_order(settings: Settings, paths: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give kinds and their files in the order of the sections of a page: the closing ones last, in theirs."""
    order = list(sections.titles(settings))
    return sorted(paths.items(), key=lambda one: order.index(one[0]) if one[0] in order else -1)


def section(settings: Settings, kind: str, page: str, path: str) -> Section:
    """Give the section of a kind on a group's page."""
    heading = next(iter(sections.titles(settings).get(kind, ())), HEADINGS.get(kind, starter_templates.title(kind)))
    lead = LEADS.get(kind, "What we keep track of:")
    return Section(heading, lead, kind.replace("-", " "), posixpath.relpath(path, posixpath.dirname(page)))


def kind(handbook: Handbook, name: str, group_name: str, dri: str) -> Addition:
    """Give the schema of a new kind, and example data of a group on a page; raise AdditionError where that can't be."""
    known = group_pages(handbook)
    chosen = group_name or next(iter(known), "")
    if chosen not in known:
        what = f'the group "{chosen}" has no page' if chosen else "no group has a page"
        raise AdditionError(f"{what} yet, begin with: handbook new group {chosen or 'NAME'}")
    check_free(path for path in handbook.data_paths if path.endswith(f".{name}.yml"))
    settings, title, noun = handbook.settings, starter_templates.title(name), singular(name).replace("-", " ")
    folder = posixpath.dirname(known[chosen].source.path)
    data = posixpath.join(settings.data_dir, f"{chosen}.{name}.yml")
    schema = posixpath.join(settings.schemas_dir, f"{name}.schema.json")
    page = f"{folder}/{name}.md"
    values = {
        "title": title,
        "title_inside": starter_templates.inside(title),
        "noun": singular(name),
        "noun_inside": noun,
        "group_inside": starter_templates.inside(starter_templates.title(chosen)),
        "dri": quoting.anywhere(crew(handbook, dri).dri),
        "schema_path": schema,
        "link": posixpath.relpath(data, folder),
    }
    files = {
        schema: starter_templates.render("kind.schema.json", **values),
        data: headed(schema_folder(handbook), name, starter_templates.render("kind.yml", **values)),
        page: starter_templates.render("kind.md", **values),
    }
    return Addition(files, posixpath.relpath(page, settings.docs_dir), title)


def check_free(taken: Iterable[str]) -> None:
    """Raise AdditionError where files of what should be new are there already, in whichever folder."""
    if found := sorted(taken):
        raise AdditionError(f"nothing was written, since there is already: {', '.join(found)}")


def group_pages(handbook: Handbook) -> dict[str, Page]:
    """Give the pages of groups, first of those with data, then of folders that have none yet."""
    found = groups.pages(handbook)
    for page in handbook.pages:
        folder, _, name = page.uri.partition("/")
        if name in ("README.md", "index.md"):
            found.setdefault(folder, page)
    return found


def singular(name: str) -> str:
    """Give the singular of an English name, or the name itself."""
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    return name.removesuffix("s") if not name.endswith("ss") else name


def index(handbook: Handbook) -> str:
    """Give how the pages of groups are called: README.md, unless those that there are have the other name."""
    names = [page.uri.rpartition("/")[2] for page in group_pages(handbook).values()]
    return "index.md" if "index.md" in names and "README.md" not in names else "README.md"


def name_problem(name: str, what: str) -> str:
    """Say why a name is none for a group or a kind, "" if it is one."""
    if NAME.match(f"{name}.{name}.yml"):
        return ""
    # Of an accented letter, its base.
    plain = "".join(one for one in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(one))
    words = re.findall(r"[a-z0-9]+", plain)
    hint = f', such as "{"-".join(words)}"' if words else ""
    return f'"{name}" is no name of a {what}: lower-case words with hyphens{hint}'


def is_built_in(kind: str) -> bool:
    """Whether a kind needs no schema of one's own."""
    return kind in BUILT_IN
