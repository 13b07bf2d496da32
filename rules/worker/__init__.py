"""Rules about modules and their code."""
