"""Rules about variables and secrets, from the manifest to the code that reads them."""
