"""Caches: results by the digest of their input in one SQLite file, and the folders that such a file may be in."""
