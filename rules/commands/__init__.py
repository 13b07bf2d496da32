"""Rules about `raindrop` commands in scripts."""
