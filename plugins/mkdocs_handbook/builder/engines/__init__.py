"""The engines: one module for each program that makes a site of a handbook."""
