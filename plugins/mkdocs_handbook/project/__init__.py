"""A handbook on disk or at a git revision: configuration, files, loading, writing."""
