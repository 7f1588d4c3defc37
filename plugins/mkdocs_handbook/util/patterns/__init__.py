"""Patterns of text and of paths: when they are compiled, and how long they may take."""
