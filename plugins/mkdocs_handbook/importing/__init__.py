"""Importing: tables, lists, metadata and redirects that are kept by hand become data files and stubs."""
