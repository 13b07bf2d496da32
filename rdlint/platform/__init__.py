"""What Raindrop is, as data: names, limits and forms, each with its source. Reads no files."""
