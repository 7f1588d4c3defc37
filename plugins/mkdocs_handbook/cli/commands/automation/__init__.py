"""Commands that act for the handbook."""
