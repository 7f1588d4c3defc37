"""The files of a new handbook, group or kind; they have no findings."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import urlsplit

from mkdocs_handbook.data.data_files import NAME
from mkdocs_handbook.data.yaml import quoting
from mkdocs_handbook.model import Handbook, Page, Settings
from mkdocs_handbook.pages import closing_order, group_pages
from mkdocs_handbook.scaffold import starter_templates
from mkdocs_handbook.scaffold.example_data import (
    AdditionError,
    choose_dri,
    new_channel,
    with_schema_line,
)
from mkdocs_handbook.scaffold.group_files import Addition, group_files
from mkdocs_handbook.stubs import stub_writer
from mkdocs_handbook.util.wording import guess_hint, shortened


def new_handbook(
    title: str,
    group_name: str,
    repo_url: str,
    version: str,
    today: date,
    *,
    engine: str = "",
    has_slack: bool = False,
) -> dict[str, str]:
    """Return the files of a new handbook with one group, whose site an engine makes ("" for the usual one)."""
    extras = [*([engine] if engine not in ("", "mkdocs") else []), *(["slack"] if has_slack else [])]
    values = {
        "title": title,
        "site_name": quoting.inline_scalar(title),
        "repo_url": repo_url.rstrip("/").removesuffix(".git"),
        "edit_uri": "-/edit/main/handbook/" if "gitlab" in repo_url else "edit/main/handbook/",
        "group": group_name,
        "group_title": starter_templates.title(group_name),
        "version": version,
        "engine": engine,
        "extra": f"[{','.join(extras)}]" if extras else "",
    }
    names = {".gitignore": "gitignore", ".pre-commit-config.yaml": "pre-commit-config.yaml"}
    # Without a token, a workflow for Slack fails every hour.
    workflows = ("issues.yml", "lint.yml", "publish.yml", *(["slack.yml"] if has_slack else []))
    names |= {f".github/workflows/{name}": name for name in workflows}
    names |= {name: name for name in ("README.md", "mkdocs.yml", "requirements.txt")}
    names |= {"handbook/index.md": "index.md", "rituals/people.yml": "people.yml", "rituals/stubs.yml": "stubs.yml"}
    lines = {
        f"rituals/{kind}.yml": stub_writer.schema_line("../.handbook/schemas/", kind) for kind in ("people", "stubs")
    }
    files = {
        path: starter_templates.render(f"handbook/{name}", **values, modeline=lines.get(path, "").rstrip())
        for path, name in names.items()
    }
    settings = Settings(docs_dir="handbook")
    kinds = ("rotations", *closing_order.DEFAULT)
    example_group = group_files(
        settings,
        group_name,
        dict.fromkeys(kinds),
        ("ana", "bo", "cam"),
        f"#help-{group_name}",
        today,
        schemas="../.handbook/schemas/",
    )
    return {**files, **example_group.files}


def new_group(handbook: Handbook, name: str, kinds: Sequence[str], dri: str, today: date) -> Addition:
    """Return the files of a new group with example data of some kinds; raise AdditionError if its name is taken."""
    pages = group_pages.addresses(name)
    claimed = [page.source.path for page in handbook.pages if page.group == name or page.uri in pages]
    check_free([*claimed, *(path for path in handbook.data_paths if posixpath.basename(path).startswith(f"{name}."))])
    known = {kind: handbook.kinds[kind] for kind in kinds}
    channel = new_channel(handbook, name)
    used = channel if "channels" in kinds else ""
    return group_files(
        handbook.settings,
        name,
        known,
        (choose_dri(handbook, dri),),
        used,
        today,
        schemas=stub_writer.schema_folder(handbook),
        index=index_name(handbook),
    )


def new_kind(handbook: Handbook, name: str, group_name: str, dri: str) -> Addition:
    """Return the schema of a new kind, example data of a group, and a page with it; raise AdditionError if that fails."""
    known = pages_of_groups(handbook)
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
        "dri": quoting.inline_scalar(choose_dri(handbook, dri)),
        "schema_path": schema,
        "link": posixpath.relpath(data, folder),
    }
    files = {
        schema: starter_templates.render("kind/schema.json", **values),
        data: with_schema_line(
            stub_writer.schema_folder(handbook), name, starter_templates.render("kind/items.yml", **values)
        ),
        page: starter_templates.render("kind/page.md", **values),
    }
    return Addition(files, posixpath.relpath(page, settings.docs_dir), title)


def check_free(taken: Iterable[str]) -> None:
    """Raise AdditionError, with their paths, if files of the new group or kind exist already."""
    if paths := sorted(taken):
        raise AdditionError(f"nothing was written, since there is already: {', '.join(paths)}")


def pages_of_groups(handbook: Handbook) -> dict[str, Page]:
    """Return the pages of groups by name, those with data first, then those of folders without."""
    pages = group_pages.pages(handbook)
    for page in handbook.pages:
        folder, _, name = page.uri.partition("/")
        if name in group_pages.INDEXES:
            pages.setdefault(folder, page)
    return pages


def singular(name: str) -> str:
    """Return the singular of an English name, or the name itself."""
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    return name.removesuffix("s") if not name.endswith("ss") else name


def index_name(handbook: Handbook) -> str:
    """Return the file name of groups' pages: README.md, unless all existing ones are index.md."""
    names = [page.uri.rpartition("/")[2] for page in pages_of_groups(handbook).values()]
    return "index.md" if "index.md" in names and "README.md" not in names else "README.md"


def repository_problem(url: str) -> str:
    """Return why an address can't be that of a repository on the web, "" if it can."""
    parts = urlsplit(url if re.fullmatch(r"[!-Z^-~]+", url) else "")
    is_named = len([part for part in parts.path.split("/") if part]) > 1
    if not url or (parts.scheme in ("http", "https") and parts.netloc and is_named and not parts.query):
        return ""
    ssh = re.fullmatch(r"(?:ssh://)?git@(?P<host>[\w.-]+)[:/](?P<path>[\w.-]+(?:/[\w.-]+)+)/?", url)
    short = re.fullmatch(r"(?P<host>[\w-]+(?:\.[\w-]+)+)/(?P<path>[\w.-]+(?:/[\w.-]+)+)", url)
    guess = f"https://{match['host']}/{match['path']}".removesuffix(".git") if (match := ssh or short) else ""
    hint = guess_hint(guess) or ', such as "https://github.com/acme/handbook"'
    return f'"{shortened(url)}" is no address of a repository on the web{hint}'


def name_problem(name: str, what: str) -> str:
    """Return why a name can't be that of a group or kind, "" if it can."""
    if NAME.match(f"{name}.{name}.yml"):
        return ""
    # Of an accented letter, its base.
    letters = "".join(
        letter for letter in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(letter)
    )
    words = re.findall(r"[a-z0-9]+", letters)
    hint = f', such as "{"-".join(words)}"' if words else ""
    return f'"{name}" is no name of a {what}: lower-case words with hyphens{hint}'
