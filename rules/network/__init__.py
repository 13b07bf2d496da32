"""Rules about requests that leave the platform."""
