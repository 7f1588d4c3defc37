"""Data files: YAML read by its schema, with positions, and edited in place."""
