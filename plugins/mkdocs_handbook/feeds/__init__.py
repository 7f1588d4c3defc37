"""Calendars, JSON and what falls due: data for machines and reminders."""
