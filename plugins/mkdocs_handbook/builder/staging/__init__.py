"""A staged project: pages, files and a configuration for an engine that runs no plugins."""
