"""Duties by name: what the steps of escalations notify."""
