"""New items: what their kinds ask for, and how they are added to the handbook."""
