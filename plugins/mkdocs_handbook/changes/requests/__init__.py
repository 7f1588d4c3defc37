"""Requests: what people fill in in a form, read from an issue, made as a change, and answered."""
