"""`handbook serve`: rebuild on change, reload the browser."""
