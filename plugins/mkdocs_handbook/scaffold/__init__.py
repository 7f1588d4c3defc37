"""New handbooks, groups and kinds; schemas and settings for editors."""
