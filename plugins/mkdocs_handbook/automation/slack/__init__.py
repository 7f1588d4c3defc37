"""Slack: digests of what falls due, user groups of those on duty, and channels compared with the data."""
