"""Settings: the options of the plugin, checked and with their defaults."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs_handbook.data.formats import MisfitError, check_timezone
from mkdocs_handbook.links import urls
from mkdocs_handbook.model import Settings
from mkdocs_handbook.pages.closing_order import DEFAULT
from mkdocs_handbook.project import safe_files
from mkdocs_handbook.project.site.configurations import ENGINES
from mkdocs_handbook.util.patterns import ignore_patterns
from mkdocs_handbook.util.wording import did_you_mean, known_hint, listed

DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+\Z")
# Settings of MkDocs whose addresses stand in pages and feeds.
ADDRESSES = ("site_url", "repo_url")
ORDERS = ("error", "warn", "off")
# In the order in which they are looked for.
DEFAULTS: Mapping[str, Any] = {
    "data_dir": "rituals",
    "schemas_dir": "schemas",
    "order": "error",
    "sections": {kind: list(names) for kind, names in DEFAULT.items()},
    "timezone": "UTC",
    "shifts": 3,
    "horizon": 30,
    "edit_url": "",
    "feeds": True,
    "api": True,
    "email_domains": [],
    "select": [],
    "ignore": [],
    "extend_select": [],
    "per_file_ignores": {},
    "directory": {"folder": "directory", "nav": "Directory"},
    "link_mentions": True,
    "requests": True,
    "slack_workspace": "",
    "engine": "",
}
# As many as the option of a single table takes.
MOST_SHIFTS = 999
# YAML reads a bare `off` as false, and false turns a whole part off.
MAY_BE_FALSE = ("order", "directory")


class OptionError(ValueError):
    """An option of the plugin with a value that it can't have: its name, and what belongs there."""

    def __init__(self, option: str, message: str) -> None:
        super().__init__(message)
        self.option = option


NAMES = {
    str: "text",
    int: "a whole number",
    dict: "a mapping",
    list: "a list",
    bool: "true or false",
    type(None): "nothing",
}


def order(value: object) -> object:
    """Return the option `order`; YAML reads a bare `off` as false."""
    return "off" if value is False else value


def sections(value: object) -> dict[str, tuple[str, ...]]:
    """Return the titles of closing sections by kind; raise OptionError unless each has a title or a list of them."""
    if not isinstance(value, Mapping) or not value:
        raise OptionError("sections", "a mapping of kinds to titles belongs here, such as rituals: Rituals")
    return {str(kind): _titles(str(kind), names) for kind, names in value.items()}


def _titles(kind: str, names: object) -> tuple[str, ...]:
    titles = (names,) if isinstance(names, str) else tuple(names) if isinstance(names, list) else ()
    if not titles or not all(isinstance(name, str) and name.strip() for name in titles):
        raise OptionError("sections", f'"{kind}" needs a title or a list of titles')
    return tuple(str(name) for name in titles)


def shifts(value: int) -> int:
    """Return a number of shifts to come; raise OptionError if it is negative, or more than a table can have."""
    if value > MOST_SHIFTS:
        raise OptionError("shifts", f"{value} is more than {MOST_SHIFTS}")
    return _counted("shifts", value)


def horizon(value: int) -> int:
    """Return a number of days to look ahead; raise OptionError if it is negative or beyond any calendar."""
    if value > 36_500:
        raise OptionError("horizon", f"{value} days are more than a hundred years")
    return _counted("horizon", value)


def _counted(option: str, value: int) -> int:
    if value < 0:
        raise OptionError(option, f"{value} is less than 0")
    return value


def timezone(value: str) -> str:
    """Return the name of a time zone; raise OptionError if there is none of that name."""
    try:
        check_timezone(value)
    except MisfitError as misfit:
        raise OptionError("timezone", misfit.message) from None
    return value


def edit_url(value: str) -> str:
    """Return the template of an edit link; raise OptionError if it has no place for the path."""
    if value and "{path}" not in value:
        raise OptionError("edit_url", f'"{value}" lacks {{path}}, the path of the file; {{line}} is its line')
    return web_address("edit_url", value)


def web_address(option: str, value: str) -> str:
    """Return an address; raise OptionError unless it begins with http:// or https://, or is empty."""
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    if value and not (parts.scheme in ("http", "https") and parts.netloc):
        raise OptionError(option, "an address that begins with https:// or http:// belongs here")
    return value


def check_site(root: Path, site: Mapping[str, Any], chosen: Settings) -> None:
    """Raise OptionError for a folder of data that is not in the repository, and an address that is none of the web."""
    for key in ADDRESSES:
        web_address(key, str(site.get(key) or ""))
    for key, folder in (("data_dir", chosen.data_dir), ("schemas_dir", chosen.schemas_dir)):
        check_folder(key, root / folder, safe_files.limit(root))


def check_folder(key: str, folder: Path, within: Path) -> None:
    """Raise OptionError where a setting names a folder that is not below another."""
    if safe_files.leads_out(folder, within):
        raise OptionError(key, "leads out of the repository, name a folder in it")


def email_domains(value: object) -> tuple[str, ...]:
    """Return the domains of the company's addresses; raise OptionError unless it is a list of them."""
    if not isinstance(value, list) or not all(isinstance(domain, str) and DOMAIN.match(domain) for domain in value):
        raise OptionError("email_domains", "a list of domains belongs here, such as [example.com]")
    return tuple(domain.lower() for domain in value)


def selectors(value: object, option: str = "select") -> tuple[str, ...]:
    """Return the rules that an option names; raise OptionError unless it is a list of text."""
    if not isinstance(value, list) or not all(isinstance(rule, str) and rule.strip() for rule in value):
        raise OptionError(option, "a list of codes, prefixes or names of rules belongs here, such as [HB201, HB5]")
    return tuple(value)


# Each page is compared with each of them.
MOST_GLOBS = 1_000


def per_file_ignores(value: object) -> dict[str, tuple[str, ...]]:
    """Return the rules that are ignored in files, by glob; raise OptionError unless each glob has a list of them."""
    if not isinstance(value, Mapping):
        raise OptionError("per_file_ignores", 'a mapping of globs to rules belongs here, such as "legacy/**": [HB201]')
    if len(value) > MOST_GLOBS:
        raise OptionError("per_file_ignores", f"more than {MOST_GLOBS} globs, name folders in place of their files")
    if ignore_patterns.are_too_many(map(str, value)):
        most = ignore_patterns.MOST_STARS
        raise OptionError("per_file_ignores", f"more than {most} wildcards, write simpler globs")
    return {str(glob): selectors(names, "per_file_ignores") for glob, names in value.items()}


def directory(value: object) -> dict[str, str]:
    """Return the folder of the directory ("" for none) and its title in the navigation; raise OptionError for anything else."""
    base = DEFAULTS["directory"]
    if value is False:
        return {**base, "folder": ""}
    if not isinstance(value, Mapping) or not set(value) <= set(base):
        raise OptionError("directory", "false, or a mapping such as {folder: directory, nav: Directory} belongs here")
    merged = {**base, **value, "nav": value.get("nav", base["nav"]) or ""}
    if not isinstance(merged["nav"], str):
        raise OptionError("directory", '"nav" is the title of a section of the navigation, or false for none')
    folder = merged["folder"].strip("/") if isinstance(merged["folder"], str) else ""
    if not folder or not urls.is_inside(folder) or folder.startswith("."):
        raise OptionError("directory", '"folder" is a folder inside the pages\' folder, such as directory')
    return {**merged, "folder": folder}


def slack_workspace(value: str) -> str:
    """Return the address of a Slack workspace, from its name or its address; raise OptionError if it is neither."""
    name = value.strip().removeprefix("https://").rstrip("/")
    host = name if "." in name or not name else f"{name}.slack.com"
    if name and not DOMAIN.match(host):
        raise OptionError("slack_workspace", f'"{value}" is no workspace, "example" of example.slack.com would be one')
    return f"https://{host}" if name else ""


def engine(value: str) -> str:
    """Return the name of an engine; raise OptionError for anything else but "", with which the first that is installed is used."""
    if value and value not in ENGINES:
        raise OptionError("engine", f'"{value}" is none of {listed(ENGINES)}')
    return value


def unknown_option(key: str) -> str:
    """Return the message about an option that does not exist."""
    return f"unknown option{known_hint(key, DEFAULTS)}"


def checked_options(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return all options with their defaults; raise OptionError for one that is unknown or has a wrong value."""
    for key, value in given.items():
        if key not in DEFAULTS:
            raise OptionError(key, unknown_option(key))
        if type(value) is not type(DEFAULTS[key]) and not (key in MAY_BE_FALSE and value is False):
            there = "true" if key in MAY_BE_FALSE and value is True else NAMES.get(type(value), "something else")
            belongs = ("false or " if key in MAY_BE_FALSE else "") + NAMES[type(DEFAULTS[key])]
            raise OptionError(key, f"{belongs} belongs here, not {there}")
    merged = {**DEFAULTS, **given, "order": order(given.get("order", DEFAULTS["order"]))}
    if merged["order"] not in ORDERS:
        raise OptionError("order", f'"{merged["order"]}" is none of {listed(ORDERS)}')
    return merged


def make_settings(chosen: Mapping[str, Any], **site: Any) -> Settings:
    """Return the settings of options that have their right types, and of what is known of the site."""
    pages = directory(chosen["directory"])
    checked = {
        **{key: chosen[key] for key in DEFAULTS},
        "order": order(chosen["order"]),
        "data_dir": posixpath.normpath(chosen["data_dir"]),
        "schemas_dir": posixpath.normpath(chosen["schemas_dir"]),
        "sections": sections(chosen["sections"]),
        "shifts": shifts(chosen["shifts"]),
        "horizon": horizon(chosen["horizon"]),
        "timezone": timezone(chosen["timezone"]),
        "edit_url": edit_url(chosen["edit_url"]),
        "email_domains": email_domains(chosen["email_domains"]),
        **{option: selectors(chosen[option], option) for option in ("select", "ignore", "extend_select")},
        "per_file_ignores": per_file_ignores(chosen["per_file_ignores"]),
        "directory": pages["folder"],
        "directory_nav": pages["nav"],
        "slack_workspace": slack_workspace(chosen["slack_workspace"]),
        "engine": engine(chosen["engine"]),
    }
    return Settings(**{**checked, **{key: value for key, value in site.items() if value is not None}})


def unknown_kind(settings: Settings, kinds: Iterable[str]) -> str:
    """Return the message about a kind of the option `sections` that does not exist, "" if all do."""
    for kind in settings.sections:
        if kind not in kinds:
            return f'option "sections" names the kind "{kind}", which has no schema{did_you_mean(kind, kinds)}'
    return ""


def are_from_docs(validation: object) -> bool:
    """Return whether MkDocs' setting `validation` has links that begin with "/" begin at the pages' folder."""
    links = validation.get("links") if isinstance(validation, Mapping) else None
    either = (setting.get("absolute_links") for setting in (links, validation) if isinstance(setting, Mapping))
    return "relative_to_docs" in either
