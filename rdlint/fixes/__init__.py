"""Edits that several rules make, a file for each kind of place: what a fix writes is in the style of the file."""
