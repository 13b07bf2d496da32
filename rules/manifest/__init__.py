"""Rules about the manifest's own words: blocks, attributes, values, names."""
