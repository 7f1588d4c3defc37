"""Diagrams on pages that become data."""
