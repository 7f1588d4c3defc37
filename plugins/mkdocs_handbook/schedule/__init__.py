"""When things happen and who is on duty: frequencies, recurrence, rotations."""
