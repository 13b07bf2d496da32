"""Syntax to facts: what one file says, alone, as small frozen records with spans."""
