"""Rules about files that cannot be read as what they are."""
