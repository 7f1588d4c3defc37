"""CODEOWNERS: whoever maintains something reviews its changes."""
