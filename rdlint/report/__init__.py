"""Findings to text: one file a format."""
