"""The commands that change a handbook, and one in which each of them finds something to change."""

from __future__ import annotations

from pathlib import Path

import handbooks
from git_repositories import git
from handbooks import BARE, write
from mkdocs_handbook.cli import change_lock

ROTATION = "- rotation: R\n  startsOn: 2026-11-02\n  every: 1 week\n  members: [ana, bo]\n"
# What somebody asks for by a form.
REQUEST = "### Who leaves\n\ncy\n\n### Last day at work\n\n2026-11-01"
FILES = {
    "mkdocs.yml": f"{BARE}nav: [index.md]\n",
    "rituals/people.yml": "ana: {name: Ana}\nbo: {name: Bo}\ncy: {name: Cy}\n",
    "rituals/a.channels.yml": '- {channel: "#a", dri: ana, status: archived}\n',
    "rituals/a.rotations.yml": ROTATION,
    "handbook/a.md": (
        "# A\n\n[Home](index.md#homee)\n\n"
        "## On call\n\n[Shifts](../rituals/a.rotations.yml)\n\n"
        "## Slack channels\n\n[Channels](../rituals/a.channels.yml)\n"
    ),
    "request.txt": REQUEST,
    "handbook/b.md": "# B\n\n## Meetings\n\n| Meeting | Cadence | Owner | Started | What |\n|-|-|-|-|-|\n| Retro | Weekly | ana | 2026-01-05 | W |\n",
}
NEW = ["--dri", "bo", "--frequency", "Weekly", "--description", "Look back."]
WRITING = [
    ["lint", "--fix", "--unsafe-fixes"],
    ["lint", "--write-baseline"],
    ["dri", "replace", "ana", "bo"],
    ["dri", "set", "#a", "bo"],
    ["dri", "leave", "cy"],
    ["rotation", "add-member", "R", "cy"],
    ["rotation", "remove-member", "R", "bo"],
    ["rotation", "swap", "R", "2026-11-23", "bo", "ana"],
    ["import", "handbook/b.md"],
    ["stubs", "suggest", "--since", "HEAD", "--write"],
    ["editor"],
    ["new", "group", "team"],
    ["new", "kind", "c"],
    ["new", "ritual", "Retro", "--group", "a", *NEW],
    ["request", "apply", "--body-file", "request.txt"],
    ["codeowners"],
    ["init", ".", "--keep"],
]


def prepared(root: Path) -> Path:
    """Write the handbook and its repository, in which a page was renamed since the last commit."""
    write(root, {**FILES, "handbook/old.md": "# Moved\n"})
    git(root, "init", "--quiet", "--initial-branch", "main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Before")
    (root / "handbook/old.md").rename(root / "handbook/moved.md")
    return root


def contents(root: Path) -> dict[str, bytes]:
    """Return the files of a handbook, without git's, caches and the lock."""
    return handbooks.contents(root, {".git", ".cache", change_lock.NAME})
