"""Programs in fresh virtual environments: the newest peers, and this package with what each of its dependencies costs."""

from __future__ import annotations

import subprocess
import sys
import time
import venv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEERS = ("zensical", "rumdl")
# What a new environment has by itself.
TOOLS = frozenset(("pip", "setuptools", "wheel"))
# Smaller packages are one line together.
SMALL = 1.0
PIP = ("-m", "pip", "--disable-pip-version-check", "-q")


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment, the seconds in which pip filled it, and the packages that are in it."""

    folder: Path
    seconds: float
    packages: Sequence[Distribution]

    def program(self, name: str) -> str:
        """Return the path of a program."""
        return str(self.folder / "bin" / name)

    def versions(self, *names: str) -> str:
        """Return some packages with their versions."""
        return ", ".join(f"{one.name} {one.version}" for name in names for one in self.packages if one.name == name)

    def add(self, *names: str) -> None:
        """Install more packages, which are none of its own."""
        subprocess.run([self.program("python"), *PIP, "install", *names], check=True)


def install(folder: Path, *names: str) -> Environment:
    """Install packages into a new virtual environment, each the newest that pip finds here."""
    venv.create(folder, with_pip=True)
    start = time.perf_counter()
    Environment(folder, 0, ()).add(*names)
    seconds = time.perf_counter() - start
    places = [str(path) for path in folder.glob("lib/python*/site-packages")]
    return Environment(folder, seconds, [one for one in distributions(path=places) if one.name not in TOOLS])


def wheel(folder: Path) -> Path:
    """Return the wheel of this checkout, built into a folder."""
    subprocess.run([sys.executable, *PIP, "wheel", "--no-deps", str(ROOT), "-w", str(folder)], check=True)
    return next(folder.glob("*.whl"))


def report(made: Environment, first: float) -> Iterator[str]:
    """Yield lines about what a new user waits for, up to the seconds of the first lint, and the size of each package."""
    sizes = sorted(((size(one), f"{one.name} {one.version}") for one in made.packages), reverse=True)
    total = sum(one for one, _ in sizes)
    yield f"\n`pip install` into a fresh environment: {made.seconds:.1f} s, {total:.1f} MB; first lint {first:.2f} s\n\n| package | MB |\n|:--|--:|"
    yield from (f"| {name} | {one:.1f} |" for one, name in sizes if one >= SMALL)
    small = [one for one, _ in sizes if one < SMALL]
    yield f"| {len(small)} others | {sum(small):.1f} |"


def size(one: Distribution) -> float:
    """Return the megabytes that a package takes on disk, with its bytecode."""
    paths = (Path(str(one.locate_file(file))) for file in one.files or () if ".." not in file.parts)
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1e6
