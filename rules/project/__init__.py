"""Rules about the project around the app: its packages and its type check."""
