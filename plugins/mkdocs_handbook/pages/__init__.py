"""Markdown pages: headings, sections, front matter, embedded data files."""
