"""The cache on disk: what was made of which input, in one SQLite file that a crash can't tear."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

# Beside the configuration of a site.
FOLDER = Path(".cache") / "handbook"
NAME = "pages.sqlite"
# Another number makes a cache of before unreadable, which is as good as empty.
FORMAT = 1
# The sorts of builds.
SERVED, BUILT = "serve", "build"
# How many builds of each sort keep what they used.
BUILDS = 3
CHUNK = 500
SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY, value TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS build (id INTEGER PRIMARY KEY AUTOINCREMENT, sort TEXT NOT NULL, keys TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS local (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class Entry:
    """A value of plain data with a longer text beside it."""

    __slots__ = ("body", "value")

    def __init__(self, value: Any, body: str = "") -> None:
        self.value, self.body = value, body


class Store:
    """Entries by their keys. What is read was written whole; what can't be read or written is as if it were not there."""

    def __init__(self, folder: Path | None, recent: Mapping[str, Entry] = MappingProxyType({})) -> None:
        self.read: dict[str, Entry | None] = {**recent}
        self.added: dict[str, Entry] = {}
        self.written: set[str] = set()
        self.used: set[str] = set()
        self.notes: dict[str, Any] = {}
        self.base = self.open(folder) if folder else None

    def open(self, folder: Path) -> sqlite3.Connection | None:
        """Give the connection to the file of the cache, made anew where it is none of ours; None where that fails."""
        path = folder / NAME
        for _ in range(2):
            with suppress(OSError, sqlite3.OperationalError):
                folder.mkdir(parents=True, exist_ok=True)
                ignore = folder / ".gitignore"
                if not ignore.exists():
                    ignore.write_text("*\n", encoding="utf-8")
                try:
                    return self.connection(path)
                except sqlite3.DatabaseError as error:
                    if isinstance(error, sqlite3.OperationalError):
                        raise
                    for name in (path, *(path.with_name(NAME + end) for end in ("-wal", "-shm", "-journal"))):
                        name.unlink(missing_ok=True)
        return None

    def connection(self, path: Path) -> sqlite3.Connection:
        """Give the connection to a file; raise DatabaseError where it is no cache of this format."""
        base = sqlite3.connect(path, timeout=20, isolation_level=None)
        # A commit is then one append; it is whole or not there after a crash.
        base.execute("PRAGMA auto_vacuum=FULL")
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA synchronous=NORMAL")
        (version,) = base.execute("PRAGMA user_version").fetchone()
        if version not in (0, FORMAT):
            base.close()
            raise sqlite3.DatabaseError(f"the format of the cache is {version}")
        if not version:
            base.executescript(f"{SCHEMA} PRAGMA user_version={FORMAT};")
        return base

    def fetch(self, keys: Iterable[str]) -> None:
        """Read the entries of many keys at once, so that `one` has them at hand."""
        wanted = [key for key in keys if key and key not in self.read]
        for start in range(0, len(wanted), CHUNK):
            part = wanted[start : start + CHUNK]
            marks = ",".join("?" * len(part))
            rows = self.rows(f"SELECT key, value, body FROM entry WHERE key IN ({marks})", part)  # noqa: S608
            try:
                found = {key: Entry(json.loads(value), body) for key, value, body in rows}
            except ValueError:
                found, self.base = {}, None
            self.read.update({key: found.get(key) for key in part})

    def rows(self, query: str, values: Sequence[str]) -> list[Any]:
        """Give what a query finds, nothing where the file can't be read."""
        try:
            return self.base.execute(query, values).fetchall() if self.base else []
        except sqlite3.Error:
            self.base = None
            return []

    def one(self, key: str) -> Entry | None:
        """Give the entry of a key, None where there is none."""
        if not key:
            return None
        if key not in self.added:
            if key not in self.read:
                self.fetch([key])
            found = self.read.get(key)
            if found is None:
                return None
            self.used.add(key)
            return found
        return self.added[key]

    def use(self, sort: str, name: str) -> None:
        """Keep an entry that was not read, because it need not be."""
        self.used.add(f"{sort} {name}")

    def add(self, key: str, entry: Entry) -> None:
        """Keep an entry; it is written with all others at the end."""
        self.added[key] = entry
        self.written.discard(key)
        self.used.add(key)

    def note(self, name: str) -> Any:
        """Give what this machine noted under a name, None if nothing."""
        rows = self.rows("SELECT value FROM local WHERE name = ?", [name])
        return json.loads(rows[0][0]) if rows else None

    def flush(self) -> None:
        """Write the entries that were added since the last time."""
        new = {key: entry for key, entry in self.added.items() if key not in self.written}
        if not self.base or not new:
            return
        # Another build may write for so long that this one does without.
        with suppress(sqlite3.Error), self.transaction(self.base) as base:
            rows = ((key, json.dumps(entry.value), entry.body) for key, entry in new.items())
            base.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?, ?)", rows)
        self.written.update(new)

    def save(self, sort: str) -> None:
        """Write all that was added, and forget what the last builds of each sort did not use."""
        self.flush()
        if not self.base or not (self.added or self.notes):
            return
        with suppress(sqlite3.Error), self.transaction(self.base) as base:
            notes = [(name, json.dumps(value)) for name, value in self.notes.items()]
            base.executemany("INSERT OR REPLACE INTO local VALUES (?, ?)", notes)
            if self.added:
                base.execute("INSERT INTO build (sort, keys) VALUES (?, ?)", (sort, "\n".join(sorted(self.used))))
                self.prune(base)

    def prune(self, base: sqlite3.Connection) -> None:
        """Delete the entries that no build of late used."""
        base.execute(
            "DELETE FROM build WHERE id NOT IN (SELECT id FROM (SELECT id, row_number() OVER"
            " (PARTITION BY sort ORDER BY id DESC) AS age FROM build) WHERE age <= ?)",
            (BUILDS,),
        )
        kept = {key for (keys,) in base.execute("SELECT keys FROM build") for key in keys.split("\n")}
        old = [(key,) for (key,) in base.execute("SELECT key FROM entry") if key not in kept]
        base.executemany("DELETE FROM entry WHERE key = ?", old)

    @staticmethod
    @contextmanager
    def transaction(base: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
        """Do all that happens with a connection, or nothing of it."""
        base.execute("BEGIN IMMEDIATE")
        try:
            yield base
        except BaseException:
            base.execute("ROLLBACK")
            raise
        base.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        if self.base:
            self.base.close()


def recent(folder: Path, sort: str) -> dict[str, Entry]:
    """Give the entries that the last build of a sort used, by their keys, for a store that has no time to read them."""
    if not (folder / NAME).is_file():
        return {}
    store = Store(folder)
    try:
        last = store.rows("SELECT keys FROM build WHERE sort = ? ORDER BY id DESC LIMIT 1", [sort])
        # What templates read is only looked at where the site is another.
        store.fetch(key for (keys,) in last for key in keys.split("\n") if not key.startswith("set "))
    finally:
        store.close()
    return {key: entry for key, entry in store.read.items() if entry}
