"""Files of the theme: its static files without a look at ten thousand icons, and its templates compiled only once."""

from __future__ import annotations

from contextlib import suppress

import jinja2
from jinja2.bccache import Bucket
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from mkdocs_handbook.builder.fingerprint import versions
from mkdocs_handbook.builder.output_files import list_files
from mkdocs_handbook.project.caching.content_digest import digest, local_code


class CompiledTemplates(jinja2.FileSystemBytecodeCache):
    """Compiled templates in Jinja's folder for this user: code is read from nowhere that a checkout or others can write."""

    def __init__(self, version: str) -> None:
        super().__init__(pattern=f"handbook-{version}-%s.cache")

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write a compiled template if possible."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def cache_templates(config: MkDocsConfig) -> None:
    """Keep the compiled templates of the theme: to compile Material's takes 0.2 s."""
    try:
        compiled = CompiledTemplates(digest(*versions(), *local_code())[:16])
    except (OSError, RuntimeError):
        # The folder belongs to somebody else.
        return
    get_env = config.theme.get_env

    def get_env_with_cache() -> jinja2.Environment:
        env = get_env()
        env.bytecode_cache = compiled
        return env

    config.theme.get_env = get_env_with_cache  # type: ignore[method-assign]


def add_static_files(files: Files, env: jinja2.Environment, config: MkDocsConfig) -> None:
    """Add the theme's static files as `Files.add_files_from_theme` does, without listing hidden folders.

    MkDocs leaves hidden files out after it has listed them: Material has more than ten thousand icons in `.icons`.
    """
    paths = sorted({path for folder in config.theme.dirs for path, _ in list_files(folder)})
    env.list_templates = lambda extensions=None, filter_func=None: list(filter(filter_func, paths))  # type: ignore[method-assign]
    try:
        files.add_files_from_theme(env, config)
    finally:
        del env.list_templates
