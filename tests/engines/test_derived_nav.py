"""The navigation of folders is that of MkDocs, whatever the folders and pages are called."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from mkdocs.config import load_config
from mkdocs.structure.files import get_files
from mkdocs.structure.nav import get_navigation

from handbooks import write
from mkdocs_handbook.builder.staging import derived_nav

FOLDERS = st.sampled_from(["a", "b-c", "b_c", "B", "Ab", "ümlaut", "1", "a.b"])
NAMES = st.sampled_from(["index.md", "a.md", "B.md", "z-1.md", "10.md", "9.md"])
PATHS = st.builds(lambda folders, name: "/".join([*folders, name]), st.lists(FOLDERS, max_size=3), NAMES)


def outline(items: Any) -> list[Any]:
    """Return the entries of MkDocs' navigation as a configuration has them."""
    return [item.file.src_uri if item.is_page else {item.title: outline(item.children)} for item in items]


@given(st.lists(PATHS, max_size=8, unique_by=str.casefold))
def test_folders_and_pages_stand_where_mkdocs_has_them(paths: list[str]) -> None:
    with TemporaryDirectory() as folder:
        root = write(Path(folder), {f"handbook/{path}": "# Page\n" for path in paths})
        (root / "mkdocs.yml").write_text("site_name: T\ndocs_dir: handbook\nplugins: []\n", encoding="utf-8")
        config = load_config(str(root / "mkdocs.yml"))
        files = get_files(config)
        expected = outline(get_navigation(files, config).items)
        assert derived_nav.of_folders(file.src_uri for file in files.documentation_pages()) == expected
