"""The site of a handbook for any engine: checked, and with what is made of its data."""
