"""Facts to the app: everything that the files of one Raindrop application say together."""
