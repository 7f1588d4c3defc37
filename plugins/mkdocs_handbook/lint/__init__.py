"""Findings: rules, selection, suppression, baseline, fixes, reports."""
