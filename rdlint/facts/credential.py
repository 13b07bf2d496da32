"""Credentials that stand in a file: where, and what they look like; never their values."""

from __future__ import annotations

from dataclasses import dataclass

from rdlint.span import Span


@dataclass(frozen=True, slots=True)
class Credential:
    """A literal that is a credential.

    ``span`` covers it, without quotes. ``shape`` is what it looks like (``an OpenAI key``), empty when
    no issuer is known and only the name tells it and that it is random. ``name`` is what it is given
    to, falls back for, or is the key of, empty when it has none.
    """

    span: Span
    shape: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class CredentialFile:
    """What a file that is not read otherwise holds of credentials.

    ``secrets`` are the literals that must not be shown: more than those that surely are credentials.
    """

    path: str
    credentials: tuple[Credential, ...] = ()
    secrets: tuple[Span, ...] = ()
