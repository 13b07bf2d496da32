"""Text to syntax: readers that know languages and not Raindrop."""
