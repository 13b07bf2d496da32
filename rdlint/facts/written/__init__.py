"""How texts are written behind the name that they belong to, in each language; found without its parser."""
