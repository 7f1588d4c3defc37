"""Programs in fresh virtual environments: the newest peers, and this package with what each of its dependencies costs."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import venv
from collections.abc import Iterator, Sequence
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEERS = ("zensical", "rumdl")
# What a new environment has by itself.
TOOLS = frozenset(("pip", "setuptools", "wheel"))
# Smaller packages are one line together.
SMALL = 1.0


def install(folder: Path, *names: str) -> Sequence[Distribution]:
    """Install packages into a new virtual environment, each the newest that pip finds here; give all that is there."""
    venv.create(folder, with_pip=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", *names]
    subprocess.run(pip, check=True)
    places = [str(path) for path in folder.glob("lib/python*/site-packages")]
    return [one for one in distributions(path=places) if one.name not in TOOLS]


def versions(installed: Sequence[Distribution], names: Sequence[str]) -> str:
    """Return some packages with their versions."""
    return ", ".join(f"{one.name} {one.version}" for name in names for one in installed if one.name == name)


def wheel(folder: Path) -> Path:
    """Return the wheel of this checkout, built into a folder."""
    words = [sys.executable, "-m", "pip", "wheel", "-q", "--disable-pip-version-check", "--no-deps", str(ROOT)]
    subprocess.run([*words, "-w", str(folder)], check=True)
    return next(folder.glob("*.whl"))


def report(folder: Path, handbook: Path) -> Iterator[str]:
    """Yield lines about the seconds until a new user's first lint, and the size of each package."""
    built = wheel(folder / "wheel")
    start = time.perf_counter()
    installed = install(folder / "environment", str(built))
    middle = time.perf_counter()
    words = [str(folder / "environment" / "bin" / "handbook"), "lint"]
    subprocess.run(words, cwd=handbook, check=True, capture_output=True)
    first = time.perf_counter() - middle
    sizes = sorted(((size(one), f"{one.name} {one.version}") for one in installed), reverse=True)
    total = sum(one for one, _ in sizes)
    yield f"\n`pip install` of the wheel in a fresh environment: {middle - start:.1f} s, first lint {first:.2f} s, {total:.1f} MB:\n"
    yield "| package | MB |\n|:--|--:|"
    yield from (f"| {name} | {one:.1f} |" for one, name in sizes if one >= SMALL)
    small = [one for one, _ in sizes if one < SMALL]
    yield f"| {len(small)} others | {sum(small):.1f} |"


def size(one: Distribution) -> float:
    """Return the megabytes that a package takes on disk, with its bytecode."""
    places = (Path(str(one.locate_file(file))) for file in one.files or () if not re.search(r"\.\./", str(file)))
    return sum(path.stat().st_size for path in places if path.is_file()) / 1e6
