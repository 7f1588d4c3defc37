"""Which modules are of a package that is installed, so that a handbook that is not trusted may name them."""

from __future__ import annotations

import sysconfig
from importlib.util import find_spec
from pathlib import Path

# Folders of packages that are installed; where the environment itself lies in the checkout, its code runs already.
INSTALLED = tuple(dict.fromkeys(Path(sysconfig.get_path(name)).resolve() for name in ("purelib", "platlib")))
STANDARD = Path(sysconfig.get_path("stdlib")).resolve()


def is_installed(module: str, within: Path) -> bool:
    """Return whether a module is of a package that is installed, and not in a folder; nothing is imported to find out.

    What begins with "_" is no extension, and may do something as soon as it is imported, like modules of Python itself.
    """
    parts = module.split(".")
    if not all(part.isidentifier() and not part.startswith("_") for part in parts):
        return False
    try:
        spec = find_spec(parts[0])
    except (ImportError, ValueError):
        return False
    # A folder without an __init__.py has no origin, and may be of several packages.
    places = [*(spec.submodule_search_locations or ()), *filter(None, [spec.origin])] if spec else []
    return bool(places) and all(is_foreign(Path(place).resolve(), within) for place in places)


def is_foreign(path: Path, within: Path) -> bool:
    """Return whether a path is of an installed package, or at least neither in the checkout nor of Python itself."""
    if any(path.is_relative_to(folder) for folder in INSTALLED):
        return True
    return not path.is_relative_to(within) and path.is_absolute() and not path.is_relative_to(STANDARD)
