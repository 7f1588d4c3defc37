"""Packages of npm for tests and checks: installed beside other caches, without running any of their scripts."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


class NpmError(Exception):
    """A package that cannot be installed."""


def installed(package: str) -> Path:
    """Return the folder node_modules that has a package, such as `name@1.2.3`; raise NpmError without npm or the package."""
    npm = shutil.which("npm")
    if not (npm and shutil.which("node")):
        raise NpmError(f"npm is not installed, so {package} cannot be tried")
    folder = ROOT / ".cache" / package.replace("@", "-")
    if not (folder / "node_modules").exists():
        folder.mkdir(parents=True, exist_ok=True)
        # Aside, so that another process finds all of it or nothing.
        with tempfile.TemporaryDirectory(dir=folder) as aside:
            options = ["--prefix", aside, "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
            done = subprocess.run([npm, "install", *options, package], capture_output=True, text=True, check=False)
            if done.returncode:
                raise NpmError(f"npm cannot install {package}: {done.stderr}")
            # Another one may have been sooner.
            with contextlib.suppress(OSError):
                Path(aside, "node_modules").rename(folder / "node_modules")
    return folder / "node_modules"
