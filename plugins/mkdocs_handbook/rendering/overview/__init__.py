"""What a page shows at a glance: who is on duty, what falls due, and the groups."""
