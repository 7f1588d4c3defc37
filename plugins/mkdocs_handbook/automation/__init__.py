"""What the handbook does by itself: CODEOWNERS from maintainers, and issues from rituals."""
