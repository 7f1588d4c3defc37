"""Git: a revision as a file tree, what moved since, and when lines were added."""

from __future__ import annotations

import errno
import os
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mkdocs_handbook.links import urls
from mkdocs_handbook.model import RawFile
from mkdocs_handbook.project import disk, safe_files
from mkdocs_handbook.project.git_command import GitError as GitError
from mkdocs_handbook.project.git_command import git_output as git_output
from mkdocs_handbook.project.git_command import run_git
from mkdocs_handbook.util.wording import shortened

# What the handbook reads the content of, beside knowing that it is there.
TEXTS = (*urls.PAGES, ".yml", ".yaml", ".json")
LINK, SUBMODULE = "120000", "160000"


@dataclass(frozen=True, slots=True)
class Revision:
    """The files of a handbook at a commit; paths are relative to its root.

    What did not change since is read from the disk, so only changed files are asked of git. Links count as they are
    now; those that changed, and submodules, are left out. `renames` gives for an old path the new one and how much of
    the text stayed, from 0 to 1; `notes` say what could not be seen.
    """

    root: Path
    prefix: str
    commit: str
    paths: tuple[str, ...]
    links: frozenset[str]
    blobs: Mapping[str, bytes]
    renames: Mapping[str, tuple[str, float]]
    notes: tuple[str, ...] = ()

    def relative(self, path: Path) -> str:
        """Return a path relative to the root of the handbook."""
        return Path(os.path.relpath(path, self.root)).as_posix()

    def text(self, path: Path, within: Path) -> str:
        """Return the text of a configuration file; raise OSError or UnicodeDecodeError where it has none."""
        name = self.relative(path)
        if name in self.blobs:
            return self.blobs[name].decode("utf-8-sig")
        whole = posixpath.normpath(posixpath.join(self.prefix, name))
        if name in self.paths or whole.startswith("../"):
            return disk.text(path, within)
        # One beside the handbook, from which its configuration inherits.
        size = run_git(self.root, "cat-file", "-s", f"{self.commit}:{whole}").stdout.strip()
        check_size(name, int(size) if size.isdigit() else 0)
        shown = run_git(self.root, "cat-file", "blob", f"{self.commit}:{whole}")
        if shown.returncode:
            raise FileNotFoundError(errno.ENOENT, "was not there", name)
        return shown.stdout.decode("utf-8-sig")

    def has_folder(self, path: Path) -> bool:
        """Return whether there was a folder of a path."""
        return next(iter(self.below(path, safe_files.limit(self.root))), None) is not None

    def below(self, folder: Path, within: Path) -> Iterator[str]:
        """Yield the paths of all files below a folder, relative to it."""
        lead = f"{self.relative(folder)}/".removeprefix("./")
        for path in self.paths:
            if path.startswith(lead):
                yield path.removeprefix(lead)
        for link in self.links:
            if not link.startswith(lead):
                continue
            target = self.root / link
            if target.is_dir() and not safe_files.leads_out(target, within):
                yield from (f"{link.removeprefix(lead)}/{name}" for name in disk.below(target, within))
            else:
                yield link.removeprefix(lead)

    def contents(self, root: Path, paths: Iterable[Path]) -> Iterator[RawFile]:
        """Yield files as they were."""
        for path in paths:
            name = self.relative(path)
            yield from [RawFile(name, self.blobs[name])] if name in self.blobs else disk.contents(root, [path])

    def tree(self, root: Path, folder: str, suffixes: tuple[str, ...]) -> list[RawFile]:
        """Return the files below a folder of the root that end in one of the suffixes, in order of their paths."""
        lead = f"{folder}/".removeprefix("./")
        paths = (path for path in self.paths if path.startswith(lead) and path.endswith(suffixes))
        files = [*self.contents(root, (root / path for path in paths if not is_hidden(path.removeprefix(lead))))]
        links = (root / link for link in self.links if link.startswith(lead) and not is_hidden(link.removeprefix(lead)))
        reader = safe_files.Reader(safe_files.limit(root))
        files.extend(disk.read(root, path, reader) for path in links if path.is_dir() or path.name.endswith(suffixes))
        return list(disk.bounded(sorted(files, key=lambda file: file.path), disk.MOST_DATA))


def is_hidden(path: str) -> bool:
    """Return whether a file or one of its folders begins with a dot."""
    return any(part.startswith(".") for part in path.split("/"))


def read_revision(root: Path, rev: str, folders: Iterable[str]) -> Revision:
    """Return the files below folders of the root at the merge base of a revision and HEAD; raise GitError."""
    prefix = git_output(root, "rev-parse", "--show-prefix").strip("\n")
    commit, notes = merge_base(root, rev)
    within = ["--", *sorted(set(folders))]
    listing = git_output(root, "ls-tree", "-rz", "--full-name", commit, *within)
    options = (
        "-z",
        "--name-status",
        "-M",
        "--no-ext-diff",
        "--no-textconv",
        "--no-relative",
        "--ignore-submodules=all",
    )
    changed, renames = parse_status(git_output(root, "--literal-pathspecs", "diff", *options, commit, *within), prefix)
    known = {relative(path, prefix): (mode, name) for mode, name, path in parse_listing(listing)}
    links = frozenset(path for path, (mode, _) in known.items() if mode == LINK and path not in changed)
    regular = sorted(path for path, (mode, _) in known.items() if mode not in (LINK, SUBMODULE))
    # In a sparse checkout a file is neither changed nor there.
    absent = {path for path in regular if path not in changed and not os.path.lexists(root / path)}
    if absent:
        notes = (*notes, f"not checked out, so not compared: {len(absent)} of the handbook's files")
    wanted = {path: known[path][1] for path in regular if path in changed and path.endswith(TEXTS)}
    paths = tuple(path for path in regular if path not in absent)
    return Revision(root, prefix, commit, paths, links, read_blobs(root, wanted), renames, notes)


def merge_base(root: Path, rev: str) -> tuple[str, tuple[str, ...]]:
    """Return the merge base of a revision and HEAD, or the revision's own commit with a note where there is none."""
    commit = commit_of(root, rev)
    if not commit:
        rev = shortened(" ".join(rev.split()))
        remote, _, branch = rev.partition("/")
        fetch = f"{remote} {branch}:refs/remotes/{rev}" if remote == "origin" and branch else f"origin {rev}"
        raise GitError(f'git knows no revision "{rev}" here, get it with: git fetch --depth=1 {fetch}')
    base = run_git(root, "merge-base", commit, "HEAD")
    if not base.returncode:
        return base.stdout.decode().strip(), ()
    return commit, (f'no commit here is an ancestor of both "{rev}" and HEAD, compared with "{rev}" itself',)


def default_revision(root: Path) -> str:
    """Return the revision to compare with by default: the branch that pull requests go to, else the last commit."""
    return "origin/HEAD" if commit_of(root, "origin/HEAD") else "HEAD"


def commit_of(root: Path, rev: str) -> str:
    """Return the commit of a revision, "" where git knows none."""
    if "\0" in rev:
        return ""
    parsed = run_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{rev}^{{commit}}")
    return "" if parsed.returncode else parsed.stdout.decode().strip()


def moves(root: Path, folder: str) -> dict[str, str]:
    """Return for each file that a folder had once its next path below the folder, "" where it was deleted.

    The newest that git says of a path counts. One reading of the whole history, as far as the clone has it.
    """
    options = (
        "-z",
        "--format=",
        "--name-status",
        "-M",
        "--diff-filter=RD",
        "--no-ext-diff",
        "--no-textconv",
        "--relative",
        "--no-merges",
    )
    words = iter(git_output(root / folder, "log", *options, "--", ".").split("\0"))
    next_paths: dict[str, str] = {}
    for word in words:
        if word:
            old = next(words)
            next_paths.setdefault(old, next(words) if word.lstrip("\n")[0] == "R" else "")
    return next_paths


def parse_listing(listing: str) -> Iterator[tuple[str, str, str]]:
    """Yield mode, name of the object and path of each entry of `git ls-tree -z`."""
    for line in listing.split("\0"):
        if line:
            facts, _, path = line.partition("\t")
            mode, _, name = facts.split()[:3]
            yield mode, name, path


def parse_status(status: str, prefix: str) -> tuple[set[str], dict[str, tuple[str, float]]]:
    """Return the paths that differ in `git diff -z --name-status`, and of renamed ones the new path and the similarity."""
    words = iter(status.split("\0"))
    changed: set[str] = set()
    renames = {}
    for word in words:
        if not word:
            continue
        old = relative(next(words), prefix)
        changed.add(old)
        if word[0] in "RC":
            renames[old] = (relative(next(words), prefix), int(word[1:]) / 100)
    return changed, renames


def relative(path: str, prefix: str) -> str:
    """Return a path of the repository relative to a folder of it."""
    return path.removeprefix(prefix) if path.startswith(prefix) else posixpath.relpath(path, prefix)


def read_blobs(root: Path, wanted: Mapping[str, str]) -> dict[str, bytes]:
    """Return the contents of objects by path; raise GitError where the clone lacks one."""
    if not wanted:
        return {}
    names = "".join(f"{name}\n" for name in wanted.values()).encode()
    lines = run_git(root, "cat-file", "--batch-check=%(objectsize)", stdin=names).stdout.split(b"\n")
    # What a clone lacks has no size, and is told apart below.
    sizes = [int(line) if line.isdigit() else 0 for line in lines]
    for path, there in zip(wanted, sizes, strict=False):
        check_size(path, there)
    check_size("what has changed", sum(sizes), disk.MOST_PAGES)
    answer = run_git(root, "cat-file", "--batch", stdin=names).stdout
    blobs, start = {}, 0
    for path, name in wanted.items():
        line = answer[start : (end := answer.find(b"\n", start))].split()
        if len(line) != 3:
            raise GitError(f'this clone lacks the content of "{path}" at that revision ({name[:10]}), fetch it first')
        size = int(line[2])
        blobs[path] = answer[end + 1 : end + 1 + size]
        start = end + 2 + size
    return blobs


def check_size(path: str, size: int, most: int = safe_files.LARGEST) -> None:
    """Raise GitError for a file of the past that is too large to be read: a small object may be a large file."""
    if size > most:
        raise GitError(f'"{path}" had more than {most // 1_000_000} MB at that revision, compare with another one')


def added_lines(root: Path, path: str) -> Iterator[tuple[date, str]]:
    """Yield the lines that commits added to a file below the root, the oldest first, also under names it had before."""
    options = (
        "-p",
        "-U0",
        "--no-ext-diff",
        "--no-textconv",
        "--ignore-submodules=all",
        "--no-color",
        "--format=%x00%as",
    )
    # Git follows names only from the newest commit on.
    done = run_git(root, "log", "--follow", *options, "--", path)
    # Without a repository, or without a commit, there are none.
    shown = "" if done.returncode else os.fsdecode(done.stdout)
    for commit in reversed(shown.split("\0")[1:]):
        day = date.fromisoformat(commit[:10])
        lines = (line for line in commit.split("\n") if line.startswith("+") and not line.startswith("+++ "))
        yield from ((day, line[1:]) for line in lines)


def is_shallow(root: Path) -> bool:
    """Return whether a clone is shallow: lines that missing commits added seem to be of its oldest one."""
    return run_git(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
