"""What tests of `handbook import` share: a configuration, and the contents of a folder."""

from __future__ import annotations

from pathlib import Path

from handbooks import BARE

CONFIG = BARE + "markdown_extensions: [attr_list, tables]\n"


def contents(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file() and not {"site", "theme", ".git"} & set(path.parts))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}
