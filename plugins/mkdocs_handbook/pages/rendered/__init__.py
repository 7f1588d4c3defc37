"""Rendered pages: what is read of their HTML, and what looks at their elements while Python-Markdown makes them."""
