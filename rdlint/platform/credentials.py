"""What credentials look like: names that tell, shapes that are known, and stand-ins for a value.

Every pattern is linear: no nested repetition, so that a hostile file costs no more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

#: (what to call it, pattern of the whole credential). First match wins.
_SHAPES: tuple[tuple[str, str], ...] = (
    ("a private key", r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----"),
    ("an Anthropic key", r"sk-ant-[A-Za-z0-9_-]{20,}"),
    ("an OpenAI key", r"sk-(?:proj-|svcacct-)?[A-Za-z0-9_-]{20,}"),
    ("a Stripe key", r"(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}"),
    ("a Stripe webhook secret", r"whsec_[A-Za-z0-9+/=]{16,}"),
    ("an ElevenLabs key", r"sk_[0-9a-f]{40,}"),
    ("an AWS access key", r"(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])"),
    ("a GitHub token", r"(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{40,})"),
    ("a GitLab token", r"glpat-[A-Za-z0-9_-]{20,}"),
    ("a Slack token", r"xox[abeoprs]-[A-Za-z0-9-]{16,}"),
    ("a Google key", r"AIza[A-Za-z0-9_-]{35}"),
    ("a Twilio API key", r"SK[0-9a-f]{32}(?![A-Za-z0-9])"),
    ("a SendGrid key", r"SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    ("a Cerebras key", r"csk-[A-Za-z0-9]{24,}"),
    ("a Groq key", r"gsk_[A-Za-z0-9]{32,}"),
    ("a Hugging Face token", r"hf_[A-Za-z0-9]{30,}"),
    ("an npm token", r"npm_[A-Za-z0-9]{36}"),
    ("a JSON Web Token", r"eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"),
    ("a password in a URL", r"[a-z][a-z0-9+.-]{1,20}://[^\s/:@'\"<>${}]{1,64}:[^\s/:@'\"<>${}]{3,128}@"),
)
_ANY_SHAPE = re.compile(
    r"(?<![A-Za-z0-9_-])(?:" + "|".join(f"(?P<s{i}>{pattern})" for i, (_, pattern) in enumerate(_SHAPES)) + ")"
)
_PUBLIC = re.compile(r"(?:^|_)(?:PUBLIC|PUBLISHABLE)(?:_|$)")
_TELLING = re.compile(
    r"(?:^|_)(?:API_?KEY|APIKEY|KEY|SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|PWD|DSN|CREDENTIALS?|PRIVATE_KEY)"
    r"(?:$|_(?:ID_)?(?:V?\d+|HASH|VALUE|PROD(?:UCTION)?|DEV|TEST|LIVE|STAGING)$)"
)
_NOT_SECRET_KEY = re.compile(r"(?:^|_)(?:PRIMARY|FOREIGN|SORT|PARTITION|CACHE|STORAGE|HOT|MAX|MIN)_(?:KEY|TOKEN)S?$")
_PLACEHOLDER = re.compile(
    r"""^\s*(?:
        <[^<>]*> | \[[^\[\]]*\] | \{\{[^{}]*\}\}
      | x{3,} | \*{3,} | \.{3,} | -{3,}
      | (?:change|replace|fill|set|insert|put|add|enter)[-_ ]?(?:me|this|it|in|your|here)\b.*
      | (?:todo|tbd|fixme|placeholder|dummy|example|sample|none|null|undefined|n/a)
      | your[-_ ].* | .*[-_ ]your[-_ ].* | my[-_](?:secret|key|token|password|api).*
      | .*[-_ ](?:goes[-_ ])?here | .*[-_](?:placeholder|changeme|example|xxx+)
      | (?:sk|pk|rk)[-_](?:(?:live|test|ant|proj)[-_])?(?:\.{2,}|x{3,}|\*{3,}|your.*|\.\.\.).*
      | .*(?:\.\.\.|…|x{4,}|\*{4,})
    )\s*$""",
    re.VERBOSE | re.IGNORECASE,
)


class Credential(NamedTuple):
    """Something credential-shaped at bytes ``start`` to ``end`` of the text searched."""

    start: int
    end: int
    shape: str


def tells_secret(name: str) -> bool:
    """Say whether a variable of this name holds a secret by the look of its name.

    >>> tells_secret("STRIPE_SECRET_KEY"), tells_secret("STRIPE_PUBLISHABLE_KEY"), tells_secret("MONKEY")
    (True, False, False)
    """
    upper = _snake(name).upper()
    if _PUBLIC.search(upper) or _NOT_SECRET_KEY.search(upper):
        return False
    return _TELLING.search(upper) is not None


def credential_shape(text: str) -> str:
    """Return what ``text`` looks like (``"an OpenAI key"``), or an empty string.

    Stand-ins such as ``sk-your-key-here`` look like nothing.
    """
    match = _ANY_SHAPE.search(text)
    if match is None or is_placeholder(text):
        return ""
    return _shape_of(match)


def is_placeholder(text: str) -> bool:
    """Say whether ``text`` stands in for a value that somebody still has to fill in.

    >>> is_placeholder("YOUR_API_KEY_HERE"), is_placeholder("<token>"), is_placeholder("s3cr3t")
    (True, True, False)
    """
    return len(text) <= 256 and _PLACEHOLDER.match(text) is not None


def find_credentials(data: bytes) -> Iterator[Credential]:
    """Yield everything in ``data`` that has the shape of a credential, stand-ins left out.

    Offsets are bytes: each byte is read as one character, so they are exact in any encoding.
    """
    for match in _ANY_SHAPE.finditer(data.decode("latin-1")):
        if not is_placeholder(match.group()):
            yield Credential(match.start(), match.end(), _shape_of(match))


def _shape_of(match: re.Match[str]) -> str:
    return _SHAPES[int((match.lastgroup or "s0")[1:])][0]


def _snake(name: str) -> str:
    """Put underscores where camel case has humps, so that ``apiKey`` reads as ``api_Key``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace("-", "_")
