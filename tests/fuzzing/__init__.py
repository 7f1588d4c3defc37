"""Fuzzing: inputs, their mutation, and what holds for all of them; `tests/fuzz_handbook.py` goes on with it."""
