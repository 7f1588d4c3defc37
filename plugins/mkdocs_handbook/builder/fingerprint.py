"""What all pages depend on: versions, code that has none, and the configuration as plugins left it."""

from __future__ import annotations

import datetime
import enum
import functools
import hashlib
import os
import re
import sys
import sysconfig
import types
import zoneinfo
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.core import Locale
from markupsafe import Markup
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, PluginCollection
from mkdocs.theme import Theme
from mkdocs.utils.yaml import _DirPlaceholder
from pathspec import PathSpec

ATOMS = (str, int, float, bool, type(None), bytes, datetime.date, datetime.datetime, datetime.time, Markup)
LENGTH = 32
HERE = Path(__file__).parent.parent
# Of these, pages know nothing, or the reading of them is noted where a template does it.
APART = ("config_file_path", "dev_addr", "docs_dir", "hooks", "nav", "site_dir", "strict", "watch")
# What Markdown itself knows of the configuration; the rest of it is asked through the handbook, and noted.
OF_MARKDOWN = ("markdown_extensions", "mdx_configs", "use_directory_urls", "validation")
LIBRARIES = tuple(dict.fromkeys(os.path.realpath(sysconfig.get_path(name)) for name in ("purelib", "platlib")))
# Functions of these may be options of Markdown extensions; of others nobody knows what they read.
FUNCTIONS = ("pymdownx", "markdown", "material", "mkdocs", "builtins", "mkdocs_handbook", "pygments")


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Digests of versions, and of what all Markdown and all templates depend on; "" with a reason where it can't be known."""

    markdown: str
    templates: str
    reasons: tuple[str, ...] = ()
    versions: str = ""


def fingerprints(config: MkDocsConfig) -> Fingerprints:
    """Give the fingerprints of a configuration after its plugins had their say in it."""
    base = digest(*versions(), *local_code())
    writer = _Writer(root_of(config))
    reasons = []
    try:
        markdown = digest(base, writer.mapping({key: config[key] for key in OF_MARKDOWN}), icons(config))
    except Unknown as error:
        markdown = ""
        reasons.append(f"the Markdown of pages, for an option of its extensions: {error}")
    try:
        rest = {key: value for key, value in config.items() if key not in (*APART, *OF_MARKDOWN)}
        folders = [of_folder(folder, writer.root) for folder in config.theme.dirs]
        templates = digest(base, writer.mapping(rest), *folders)
    except Unknown as error:
        templates = ""
        reasons.append(f"the templates of pages, for the configuration: {error}")
    return Fingerprints(markdown, templates, tuple(reasons), base)


def root_of(config: MkDocsConfig) -> str:
    """Give the folder of the configuration, from which all paths of a handbook are told."""
    # Like `config_file_path`, links are not followed.
    return str(Path(config.config_file_path).parent.absolute() if config.config_file_path else Path.cwd())


def versions() -> Iterator[str]:
    """Give Python's version, that of its time zones, and name and version of each package that is installed."""
    yield sys.version
    yield os.name
    # Where neither is there, the zones are a package, or nobody says what they are.
    for path in (Path(folder, name) for folder in zoneinfo.TZPATH for name in ("tzdata.zi", "+VERSION")):
        if path.is_file():
            with path.open(encoding="utf-8") as file:
                yield file.readline()
    for folder in LIBRARIES:
        if Path(folder).is_dir():
            yield from sorted(one.name for one in Path(folder).iterdir() if one.suffix in (".dist-info", ".egg-info"))


def local_code() -> Iterator[str]:
    """Give this package's own code where it is not installed under a version, but edited in place."""
    if not is_installed(str(HERE)):
        for path in sorted(HERE.rglob("*.py")):
            yield of_bytes(path.read_bytes())


def is_installed(path: str) -> bool:
    """Whether a path belongs to an installed package, so that a version stands for it."""
    return os.path.realpath(path).startswith(tuple(folder + os.sep for folder in LIBRARIES))


def icons(config: MkDocsConfig) -> str:
    """Give the digest of the icons that emoji may show beside those of packages."""
    options = config.mdx_configs.get("pymdownx.emoji", {}).get("options", {})
    return digest(*(of_folder(folder, ".") for folder in options.get("custom_icons", ())))


def of_folder(folder: str, root: str) -> str:
    """Give the digest of all files below a folder; for a package's folder its path in it is enough."""
    if is_installed(folder):
        return next(os.path.relpath(os.path.realpath(folder), top) for top in LIBRARIES if is_below(folder, top))
    found = [os.path.relpath(folder, root)]
    for name in below(folder):
        found += [name, of_bytes(Path(folder, name).read_bytes())]
    return digest(*found)


def below(folder: str) -> Iterator[str]:
    """Give the files below a folder by their paths in it."""
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix()


def is_below(path: str, top: str) -> bool:
    """Whether a path lies below a folder, links followed."""
    return os.path.realpath(path).startswith(top + os.sep)


class _Writer:
    """Writes values of a configuration as text that says all about them; paths below the root are relative to it."""

    def __init__(self, root: str) -> None:
        self.root = root

    def mapping(self, values: Mapping[str, object]) -> str:
        return "{" + ",".join(f"{self.text(key)}={self.text(value)}" for key, value in values.items()) + "}"

    def items(self, values: Iterable[object]) -> str:
        return "[" + ",".join(self.text(value) for value in values) + "]"

    def text(self, value: object) -> str:
        """Give a value as text; raise Unknown where it could hide something."""
        if isinstance(value, str):
            return repr(os.path.relpath(value, self.root) if value.startswith(self.root + os.sep) else value)
        return text_of(value, self.other) if not isinstance(value, dict) else self.mapping(value)

    def other(self, value: object) -> str:
        name = type(value).__qualname__
        match value:
            case PluginCollection():
                inside = ",".join(f"{key}={self.text(plugin)}" for key, plugin in value.items())
            case BasePlugin():
                inside = f"{type(value).__module__}:{self.text(value.config)}"
            case Theme():
                inside = self.mapping(dict(value)) + self.items(sorted(value.static_templates)) + repr(value.name)
            case Config() | Mapping():
                inside = self.mapping(dict(value))
            case functools.partial():
                inside = self.items((value.func, value.args, value.keywords))
            case re.Pattern():
                inside = repr((value.pattern, value.flags))
            case enum.Enum() | Locale():
                inside = str(value)
            case _DirPlaceholder():
                inside = value.suffix
            case PathSpec():
                inside = self.items(getattr(one, "regex", None) for one in value.patterns)
            case os.PathLike():
                inside = self.text(os.fspath(value))
            case _ if isinstance(value, (list, tuple)):
                inside = self.items(value)
            case _:
                inside = self.named(value)
        return f"{name}({inside})"

    def named(self, value: object) -> str:
        """Give a function or class by its name; raise Unknown for what has none, or is of a module that nobody knows."""
        module = getattr(value, "__module__", None) or ""
        name = getattr(value, "__qualname__", "")
        if type(value).__module__ == "mkdocs_handbook.rendering.markdown_extension":
            return type(value).__qualname__
        if type(value).__module__.startswith("mkdocs.config."):
            return self.mapping(vars(value)) if hasattr(value, "__dict__") else repr(value)
        known = isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType))
        if not known or "<" in name or module.partition(".")[0] not in FUNCTIONS:
            raise Unknown(f"{module}.{name}".strip(".") or f"{type(value).__module__}.{type(value).__qualname__}")
        return f"{module}.{name}"


class Unknown(Exception):  # noqa: N818 (a value of which nothing is known is no error)
    """A value whose content can't be known, so that nothing that depends on it can be kept."""


def text_of(value: object, other: Callable[[object], str] | None = None) -> str:
    """Give a plain value as text that no other value has; `other` gives that of what is not plain, or raises Unknown."""
    kind = type(value)
    if kind in ATOMS:
        return f"{kind.__name__}:{value!r}"
    if isinstance(value, (list, tuple)) and kind in (list, tuple):
        return f"[{','.join([text_of(one, other) for one in value])}]"
    if isinstance(value, dict) and kind is dict:
        return f"{{{','.join([f'{text_of(key, other)}={text_of(one, other)}' for key, one in value.items()])}}}"
    if isinstance(value, (set, frozenset)):
        return f"({','.join(sorted(text_of(one, other) for one in value))})"
    if other is not None:
        return other(value)
    raise Unknown(f"{kind.__module__}.{kind.__qualname__}")


def digest(*texts: str) -> str:
    """Give the digest of texts, which are told apart."""
    lengths = ",".join([str(len(text)) for text in texts])
    return of_bytes(f"{lengths}:{''.join(texts)}".encode("utf-8", "surrogatepass"))


def of_bytes(content: bytes) -> str:
    """Give the digest of a file's content."""
    # Processors have instructions for it, so that others take twice as long; half of its 64 digits will do.
    return hashlib.sha256(content).hexdigest()[:LENGTH]


def joined(digests: Iterable[str]) -> str:
    """Give the digest of digests in their order."""
    return of_bytes("".join(digests).encode())
