"""Rules about the state file and its lock."""
