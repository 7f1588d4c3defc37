"""The theme: its files are listed and its templates compiled once, since Material has more than ten thousand."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from mkdocs_handbook.builder.cache import Store
from mkdocs_handbook.builder.fingerprint import below, digest, is_installed, local_code, versions

NOTE = "theme"


class Compiled(jinja2.FileSystemBytecodeCache):
    """Compiled templates in a folder; what can't be read or written is compiled again."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a compiled template."""
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write a compiled template."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def place_of_compiled(cache: Path) -> Path:
    """Give the folder for compiled templates, made where there is none, without those of other versions."""
    folder = cache / f"templates-{digest(*versions(), *local_code())[:16]}"
    with suppress(OSError):
        for other in cache.glob("templates-*"):
            if other != folder:
                shutil.rmtree(other)
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def keep_compiled(config: MkDocsConfig, folder: Path) -> None:
    """Let the theme's templates be compiled once: Material's take a fifth of a second."""
    get_env = config.theme.get_env

    def get_env_with_cache() -> jinja2.Environment:
        env = get_env()
        env.bytecode_cache = Compiled(str(folder))
        return env

    config.theme.get_env = get_env_with_cache  # type: ignore[method-assign]


def add_files(files: Files, env: jinja2.Environment, config: MkDocsConfig, store: Store) -> None:
    """Add the static files of the theme as `Files.add_files_from_theme` does."""
    folders = list(config.theme.dirs)
    # What overrides a theme, or is edited in place, has few files, which may come and go.
    own = (name for folder in folders if not is_installed(folder) for name in (folder, *below(folder)))
    state = digest(*versions(), *folders, *sorted(config.theme.static_templates), *own)
    noted = store.note(NOTE)
    if not noted or noted["state"] != state:
        found = Files([])
        found.add_files_from_theme(env, config)
        noted = {"state": state, "files": [[file.src_uri, folders.index(file.src_dir or "")] for file in found]}
        store.notes[NOTE] = noted
    for path, index in noted["files"]:
        if files.get_file_from_path(path) is None:
            files.append(File(path, folders[index], config.site_dir, config.use_directory_urls))
