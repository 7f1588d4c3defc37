"""What becomes HTML: tables, redirect pages, the Python-Markdown extension."""
