"""People: their names, what each is responsible for, and the IDs by which other tools know them."""
