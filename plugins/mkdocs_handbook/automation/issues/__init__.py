"""Issues: what falls due becomes an issue, once."""
