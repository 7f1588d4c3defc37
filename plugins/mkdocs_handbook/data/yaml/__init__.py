"""YAML as nodes with positions, and edits that keep everything around them."""
