"""Addresses and links: where pages, rows and feeds are published, and where links lead."""
