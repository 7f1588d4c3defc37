"""What tests of `handbook import` share: a configuration, and the contents of a folder."""

from __future__ import annotations

from pathlib import Path

import handbooks
from handbooks import BARE

CONFIG = BARE + "markdown_extensions: [attr_list, tables]\n"


def contents(root: Path) -> dict[str, bytes]:
    return handbooks.contents(root, {"site", "theme", ".git"})
