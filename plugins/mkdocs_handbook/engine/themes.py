"""The files of the theme: those of installed packages are listed once, since Material alone has more than ten thousand."""

from __future__ import annotations

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from mkdocs_handbook.engine.digests import digest
from mkdocs_handbook.engine.fingerprint import is_installed, versions
from mkdocs_handbook.engine.store import Store

NOTE = "theme"


def add_files(files: Files, env: jinja2.Environment, config: MkDocsConfig, store: Store) -> None:
    """Add the static files of the theme as `Files.add_files_from_theme` does."""
    folders = list(config.theme.dirs)
    if not all(map(is_installed, folders)):
        files.add_files_from_theme(env, config)
        return
    state = digest(*versions(), *folders, *sorted(config.theme.static_templates))
    noted = store.note(NOTE)
    if not noted or noted["state"] != state:
        found = Files([])
        found.add_files_from_theme(env, config)
        noted = {"state": state, "files": [[file.src_uri, folders.index(file.src_dir or "")] for file in found]}
        store.notes[NOTE] = noted
    for path, index in noted["files"]:
        if files.get_file_from_path(path) is None:
            files.append(File(path, folders[index], config.site_dir, config.use_directory_urls))
