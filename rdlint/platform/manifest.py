"""The words of `raindrop.manifest`, for messages that say what to type."""

from __future__ import annotations

from rdlint.platform.credentials import tells_secret


def env_block(name: str) -> str:
    """Return the block that declares the variable ``name``, as a secret when its name tells one.

    >>> env_block("STRIPE_KEY"), env_block("REGION")
    ('env "STRIPE_KEY" { secret = true }', 'env "REGION" {}')
    """
    return f'env "{name}" ' + ("{ secret = true }" if tells_secret(name) else "{}")
