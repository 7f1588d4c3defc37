"""The cache of builds, and of lint: results by the digest of their input, in one SQLite file that a crash leaves whole."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mkdocs_handbook.project.caching.content_digest import digest

NAME = "pages.sqlite"
# A cache of another format is thrown away.
FORMAT = 1
# The sorts of builds; a run of lint counts as a build of a sort, which is its handbook.
SERVED, BUILT = "serve", "build"
# Entries stay as long as one of this many last builds of a sort used them.
BUILDS = 3
# As many sorts are kept.
SORTS = 20
# Seconds for which another build may keep the file locked.
WAIT = 20
# What keeps SQLite from a file that may be sound: another process, its owner, or the disk. Whatever else fails, it is torn.
PASSING = frozenset(
    {
        *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_INTERRUPT),
        *(sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN),
        *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM),
    }
)
# With a log, a commit is one append: after a crash it is there as a whole or not at all. The file keeps that: to ask for it
# again would wait for whoever writes.
SCHEMA = """
PRAGMA auto_vacuum=FULL;
PRAGMA journal_mode=WAL;
CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY, value TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS build (id INTEGER PRIMARY KEY AUTOINCREMENT, sort TEXT NOT NULL, keys TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS local (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class Entry:
    """A value that can be written as JSON, and a longer text that need not be."""

    __slots__ = ("body", "value")

    def __init__(self, value: Any, body: str = "") -> None:
        self.value, self.body = value, body


class Cache:
    """Entries by their keys; "" is the key of what is not cached.

    A file that can't be read is as good as empty, and nothing is written to one that can't be written.
    `local_values` are notes on the files of this machine, which `save` writes. `wait` is how long a locked file is waited for.
    """

    def __init__(
        self, folder: Path | None, preloaded: Mapping[str, Entry] = MappingProxyType({}), wait: float = WAIT
    ) -> None:
        self.folder, self.wait = folder, wait
        self.loaded: dict[str, Entry | None] = {**preloaded}
        self.added: dict[str, Entry] = {}
        self.used: set[str] = set()
        self.local_values: dict[str, Any] = {}
        self.database: sqlite3.Connection | None = None
        if folder:
            self.database = self._open(folder)

    def _open(self, folder: Path) -> sqlite3.Connection | None:
        """Return a connection to the file of a folder; replace what is no cache; return None where that fails."""
        for _ in range(2):
            with suppress(OSError):
                folder.mkdir(parents=True, exist_ok=True)
                ignore = folder / ".gitignore"
                if not ignore.exists():
                    ignore.write_text("*\n", encoding="utf-8")
                try:
                    return connect(folder / NAME, self.wait)
                except (sqlite3.Error, UnicodeError) as error:
                    self._give_up(error)
                    if not is_torn(error):
                        break
        return None

    def _give_up(self, error: Exception) -> None:
        """Go on without a file after an error, and remove one that is torn, so that the next build has a new one."""
        self.close()
        self.database = None
        if self.folder and is_torn(error):
            for suffix in ("", "-wal", "-shm", "-journal"):
                with suppress(OSError):
                    (self.folder / f"{NAME}{suffix}").unlink(missing_ok=True)

    def query(self, statement: str, values: Sequence[str]) -> list[Any]:
        """Return the rows that a statement selects; [] where the file can't be read."""
        try:
            return self.database.execute(statement, values).fetchall() if self.database else []
        except (sqlite3.Error, UnicodeError) as error:
            self._give_up(error)
            return []

    def fetch(self, keys: Iterable[str]) -> None:
        """Read the entries of many keys at once, so that `get` need not read them one by one."""
        missing = [key for key in keys if key and key not in self.loaded]
        query = "SELECT key, value, body FROM entry WHERE key IN (SELECT value FROM json_each(?))"
        rows = self.query(query, [json.dumps(missing)]) if missing else []
        self.loaded.update(dict.fromkeys(missing))
        try:
            self.loaded.update({key: Entry(json.loads(value), body) for key, value, body in rows})
        except ValueError as error:
            self._give_up(error)

    def get(self, key: str) -> Entry | None:
        """Return the entry of a key, None where there is none."""
        if not key or key in self.added:
            return self.added.get(key)
        self.fetch([key])
        entry = self.loaded[key]
        if entry:
            self.used.add(key)
        return entry

    def whole(self, key: str) -> Entry | None:
        """Return the entry of a key that was `sealed`, None where there is none, or another one than was written."""
        entry = self.get(key)
        return entry if entry and entry.value == zlib.crc32(f"{entry.body}".encode()) else None

    def add(self, key: str, entry: Entry) -> None:
        """Add an entry, or replace it; nothing is written before `save`."""
        self.added[key] = entry
        self.used.add(key)

    def local_value(self, name: str) -> Any:
        """Return what an earlier build noted on this machine's files, None if nothing."""
        rows = self.query("SELECT value FROM local WHERE name = ?", [name])
        return json.loads(rows[0][0]) if rows else None

    def save(self, sort: str) -> None:
        """Write everything that was added, and delete the entries that no recent build of any sort used."""
        if not self.database or not (self.added or self.local_values):
            return
        # In the order of the keys SQLite takes half as long.
        added = ((key, self.added[key]) for key in sorted(self.added))
        entries = ((key, json.dumps(entry.value), entry.body) for key, entry in added)
        values = ((name, json.dumps(value)) for name, value in self.local_values.items())
        try:
            with self.database as transaction:
                transaction.executemany("INSERT OR REPLACE INTO local VALUES (?, ?)", values)
                if self.added:
                    transaction.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?, ?)", entries)
                    keys = "\n".join(sorted(self.used))
                    transaction.execute("INSERT INTO build (sort, keys) VALUES (?, ?)", (sort, keys))
                    prune(transaction)
        except sqlite3.Error as error:
            # Another build may also lock the file for longer than the timeout.
            self._give_up(error)

    def close(self) -> None:
        """Close the file."""
        if self.database:
            self.database.close()


class CachedFunctions:
    """Results of functions of texts in a cache, as `util.memo` asks for them; they hold until a version changes."""

    def __init__(self, cache: Cache, versions: str) -> None:
        self.cache, self.versions = cache, versions

    def __call__(self, name: str, texts: Sequence[str], compute: Callable[[int], Any]) -> list[Any]:
        """Return the results of the function of a name for texts; `compute` takes the number of a text."""
        keys = [digest("kept", self.versions, name, text) for text in texts]
        self.cache.fetch(keys)
        return [self._result(key, compute, number) for number, key in enumerate(keys)]

    def _result(self, key: str, compute: Callable[[int], Any], number: int) -> Any:
        if entry := self.cache.whole(key):
            return json.loads(entry.body)
        result = compute(number)
        self.cache.add(key, sealed(result))
        return result


def sealed(value: Any) -> Entry:
    """Return an entry of which `Cache.whole` tells whether it is as it was written."""
    body = json.dumps(value, separators=(",", ":"))
    return Entry(zlib.crc32(body.encode()), body)


def is_torn(error: Exception) -> bool:
    """Return whether a file is no cache that can be used, as an error says: then a new one does."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF not in PASSING


def connect(path: Path, wait: float) -> sqlite3.Connection:
    """Return a connection to a file, created if needed; raise DatabaseError where it is no cache of this format."""
    database = sqlite3.connect(path, timeout=wait, isolation_level="IMMEDIATE")
    try:
        prepare(database)
    except BaseException:
        database.close()
        raise
    return database


def prepare(database: sqlite3.Connection) -> None:
    """Make a cache of a new file; raise DatabaseError where it is one of another format."""
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version not in (0, FORMAT):
        raise sqlite3.DatabaseError(f"the format of the cache is {version}")
    if not version:
        database.executescript(f"{SCHEMA} PRAGMA user_version={FORMAT};")
    database.execute("PRAGMA synchronous=NORMAL")


def prune(database: sqlite3.Connection) -> None:
    """Delete the entries that none of the last builds of a sort used, and sorts of which there was no build for long."""
    database.execute(
        "DELETE FROM build WHERE sort NOT IN (SELECT sort FROM build GROUP BY sort ORDER BY max(id) DESC LIMIT ?)",
        (SORTS,),
    )
    database.execute(
        "DELETE FROM build WHERE id NOT IN (SELECT id FROM (SELECT id, row_number() OVER"
        " (PARTITION BY sort ORDER BY id DESC) AS age FROM build) WHERE age <= ?)",
        (BUILDS,),
    )
    used = {key for (keys,) in database.execute("SELECT CAST(keys AS TEXT) FROM build") for key in keys.split("\n")}
    unused = [(key,) for (key,) in database.execute("SELECT key FROM entry") if key not in used]
    database.executemany("DELETE FROM entry WHERE key = ?", unused)


def last_entries(folder: Path, sort: str) -> dict[str, Entry]:
    """Return by their keys the entries that the last build of a sort used, but for the sets of reads of templates."""
    if not (folder / NAME).is_file():
        return {}
    cache = Cache(folder)
    try:
        last = cache.query("SELECT CAST(keys AS TEXT) FROM build WHERE sort = ? ORDER BY id DESC LIMIT 1", [sort])
        # Sets of reads are only looked at where the site has changed.
        cache.fetch(key for (keys,) in last for key in keys.split("\n") if not key.startswith("set "))
    finally:
        cache.close()
    return {key: entry for key, entry in cache.loaded.items() if entry}
