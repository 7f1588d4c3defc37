"""Fingerprints: digests of everything that all pages depend on (versions, code without a version, the configuration)."""

from __future__ import annotations

import enum
import functools
import os
import re
import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import mkdocs
from babel.core import Locale
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, PluginCollection
from mkdocs.theme import Theme
from mkdocs.utils.yaml import _DirPlaceholder
from pathspec import PathSpec

from mkdocs_handbook.project.caching import content_digest
from mkdocs_handbook.project.caching.content_digest import LIBRARIES as LIBRARIES
from mkdocs_handbook.project.caching.content_digest import (
    UnknownContent,
    canonical,
    digest,
    digest_of_bytes,
    is_installed,
    local_code,
)

# Options that no page depends on, or that a template reads (which `template_reads` records).
OTHER_OPTIONS = ("config_file_path", "dev_addr", "docs_dir", "hooks", "nav", "site_dir", "strict", "watch")
# Options that the Markdown of a page depends on. Others reach it through queries to the handbook, which are recorded.
MARKDOWN_OPTIONS = ("markdown_extensions", "mdx_configs", "use_directory_urls", "validation")
# Packages whose functions may be options of Markdown extensions. What other functions depend on is unknown.
KNOWN_PACKAGES = ("pymdownx", "markdown", "material", "mkdocs", "builtins", "mkdocs_handbook", "pygments")


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Digests of what all Markdown and all templates depend on ("" where unknown, for a reason), and of versions."""

    markdown: str
    templates: str
    reasons: tuple[str, ...] = ()
    versions: str = ""


def fingerprints(config: MkDocsConfig) -> Fingerprints:
    """Return the fingerprints of a configuration after its plugins have changed it."""
    base = digest(*versions(), *local_code())
    serializer = _Serializer(project_root(config))
    reasons = []
    try:
        options = serializer.mapping({key: config[key] for key in MARKDOWN_OPTIONS})
        markdown = digest(base, options, icons_digest(config))
    except UnknownContent as error:
        markdown = ""
        reasons.append(f"the Markdown of pages, for an option of its extensions: {error}")
    try:
        options = serializer.mapping(
            {key: value for key, value in config.items() if key not in (*OTHER_OPTIONS, *MARKDOWN_OPTIONS)}
        )
        folders = [folder_digest(folder, serializer.root) for folder in config.theme.dirs]
        templates = digest(base, options, *folders)
    except UnknownContent as error:
        templates = ""
        reasons.append(f"the templates of pages, for the configuration: {error}")
    return Fingerprints(markdown, templates, tuple(reasons), base)


def project_root(config: MkDocsConfig) -> str:
    """Return the absolute path of the configuration's folder, to which the paths of a handbook are relative."""
    # Like `config_file_path`, it does not follow links.
    return str(Path(config.config_file_path).parent.absolute() if config.config_file_path else Path.cwd())


def versions() -> Iterator[str]:
    """Yield the name of the engine, with whose loggers a build is recorded, and all that code depends on."""
    yield mkdocs.__name__
    yield from content_digest.versions()


def known_name(module: str) -> str:
    """Return the name of a module as MkDocs has it, also where ProperDocs takes its place."""
    return re.sub(r"\Aproperdocs(?=\.|\Z)", "mkdocs", module)


def icons_digest(config: MkDocsConfig) -> str:
    """Return the digest of the folders of icons that a site adds to those of pymdownx.emoji."""
    options = config.mdx_configs.get("pymdownx.emoji", {}).get("options", {})
    return digest(*(folder_digest(folder, ".") for folder in options.get("custom_icons", ())))


def folder_digest(folder: str, root: str) -> str:
    """Return the digest of all files below a folder; for a folder of an installed package only its path there."""
    if is_installed(folder):
        real = os.path.realpath(folder)
        return next(os.path.relpath(real, library) for library in LIBRARIES if real.startswith(library + os.sep))
    texts = [os.path.relpath(folder, root)]
    for name in files_below(folder):
        texts += [name, digest_of_bytes(Path(folder, name).read_bytes())]
    return digest(*texts)


def files_below(folder: str) -> Iterator[str]:
    """Yield the files below a folder, by their paths in it."""
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix()


class _Serializer:
    """Turns values of a configuration into texts that identify them; paths below the root are relative to it."""

    def __init__(self, root: str) -> None:
        self.root = root

    def mapping(self, values: Mapping[str, object]) -> str:
        return "{" + ",".join(f"{self.text(key)}={self.text(value)}" for key, value in values.items()) + "}"

    def items(self, values: Iterable[object]) -> str:
        return "[" + ",".join(self.text(value) for value in values) + "]"

    def text(self, value: object) -> str:
        """Return a value as text; raise UnknownContent where it could hide something."""
        if isinstance(value, str):
            return repr(os.path.relpath(value, self.root) if value.startswith(self.root + os.sep) else value)
        return canonical(value, self.other) if not isinstance(value, dict) else self.mapping(value)

    def other(self, value: object) -> str:
        match value:
            case PluginCollection():
                text = ",".join(f"{key}={self.text(plugin)}" for key, plugin in value.items())
            case BasePlugin():
                text = f"{type(value).__module__}:{self.text(value.config)}"
            case Theme():
                text = self.mapping(dict(value)) + self.items(sorted(value.static_templates)) + repr(value.name)
            case Config() | Mapping():
                text = self.mapping(dict(value))
            case functools.partial():
                text = self.items((value.func, value.args, value.keywords))
            case re.Pattern():
                text = repr((value.pattern, value.flags))
            case enum.Enum() | Locale():
                text = str(value)
            case _DirPlaceholder():
                text = value.suffix
            case PathSpec():
                text = self.items(getattr(pattern, "regex", None) for pattern in value.patterns)
            case os.PathLike():
                text = self.text(os.fspath(value))
            case _ if isinstance(value, (list, tuple)):
                text = self.items(value)
            case _:
                text = self.name(value)
        return f"{type(value).__qualname__}({text})"

    def name(self, value: object) -> str:
        """Return the qualified name of a function or class of a known package; raise UnknownContent for others."""
        module = getattr(value, "__module__", None) or ""
        name = getattr(value, "__qualname__", "")
        if type(value).__module__ == "mkdocs_handbook.rendering.markdown_extension":
            return type(value).__qualname__
        if known_name(type(value).__module__).startswith("mkdocs.config."):
            return self.mapping(vars(value)) if hasattr(value, "__dict__") else repr(value)
        is_named = isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType))
        if not is_named or "<" in name or known_name(module).partition(".")[0] not in KNOWN_PACKAGES:
            raise UnknownContent(
                f"{module}.{name}".strip(".") or f"{type(value).__module__}.{type(value).__qualname__}"
            )
        return f"{module}.{name}"
