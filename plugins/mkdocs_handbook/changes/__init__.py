"""Changes of data made by commands, and what a change means."""
