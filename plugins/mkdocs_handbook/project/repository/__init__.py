"""The repository of git that a handbook lies in, looked at before git is."""
