"""A company handbook as plain files: data becomes tables, sections keep their order, old addresses keep working."""

__version__ = "0.1.0"
