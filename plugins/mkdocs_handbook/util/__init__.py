"""Helpers that know nothing of handbooks: wording, diffs, text edits, processes, templates."""
