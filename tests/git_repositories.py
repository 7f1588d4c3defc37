"""Repositories of git for tests."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from handbooks import write

Files = Mapping[str, str | bytes | None]


def git(root: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Ana", "-c", "user.email=ana@example.com", "-c", "core.autocrlf=false")
    done = subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)
    return done.stdout.decode()


def commit(root: Path, files: Files, message: str = "A change") -> None:
    change(root, files)
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", message)


def repository(root: Path, files: Files) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "--quiet", "--initial-branch", "main")
    write(root, {})
    commit(root, files, "The beginning")
    return root


def change(root: Path, files: Files) -> None:
    """Write files, and delete those that have no content."""
    for name, content in files.items():
        path = root / name
        if content is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
