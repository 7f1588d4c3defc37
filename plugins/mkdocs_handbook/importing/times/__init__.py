"""Readers of days, times of day and meeting times as people type them."""
