"""Stub sections and redirects of other tools become stubs."""
