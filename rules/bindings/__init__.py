"""Rules about resources and services on a module's `Env`."""
