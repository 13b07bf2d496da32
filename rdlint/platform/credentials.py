"""What credentials look like: names that tell, shapes that are known, and stand-ins for a value.

A false alarm is the worst that can happen here: what is public by design (publishable keys, price and
account identifiers, Firebase's web keys), made up, or a stand-in is no credential. Shapes are those that
issuers document or that secret scanners agree on (gitleaks, GitHub secret scanning), as of 2026-11.

The time is linear in the text: each shape is looked for by a literal part, its pattern is tried only
there, and no pattern has nested repetition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple


class Credential(NamedTuple):
    """Something credential-shaped at bytes ``start`` to ``end`` of the text searched."""

    start: int
    end: int
    shape: str


def find_credentials(data: bytes) -> Iterator[Credential]:
    """Yield everything in ``data`` that has the shape of a credential, in order, stand-ins left out.

    Offsets are bytes, exact in any encoding that keeps ASCII.
    """
    found: list[Credential] = []
    for shape in _SHAPES:
        at = data.find(shape.needle)
        while at >= 0:
            match = _compiled(shape.pattern).match(data, at)
            if match and shape.is_real(match):
                found.append(Credential(*match.span("hit"), shape.name))
            at = data.find(shape.needle, match.end() if match else at + 1)
    end = 0
    for each in sorted(found, key=lambda each: each.start):  # of two at one place, the first shape of the table
        if each.start >= end:
            yield each
            end = each.end


def credential_shape(text: str) -> str:
    """Return what ``text`` looks like or holds (``"an OpenAI key"``), or an empty string.

    Stand-ins such as ``sk-your-key-here`` look like nothing.
    """
    found = next(find_credentials(text.encode("utf-8", "replace")), None)
    return found.shape if found else ""


def looks_generated(text: str) -> bool:
    """Say whether ``text`` holds a long row of random letters and digits, as keys of no known shape do.

    Identifiers do, too: only where a name tells that it is a secret, this is a credential.

    >>> looks_generated("Q7RTZ2M4KX9WB3N8V5C1"), looks_generated("llama-3.3-70b-versatile")
    (True, False)
    """
    return not re.search(_MADE_UP, text) and any(_is_random(run) for run in _LONG_RUN.findall(text))


def is_public_value(text: str) -> bool:
    """Say whether ``text`` has the form of what its issuer means to be public, whatever name it has.

    Keys for browsers and identifiers: of Stripe, Mapbox, PostHog, Supabase, Google, WorkOS, Twilio,
    and addresses of contracts. Of what begins like a key for browsers and for servers, the shapes
    above have found those for servers.

    >>> is_public_value("pk_live_51Hq3"), is_public_value("q7Rtz2M4kX9wB3n8V5c1")
    (True, False)
    """
    return _compiled_public().match(text) is not None


# ------------------------------------------------------------------------------------------ shapes


class _Shape(NamedTuple):
    """A kind of credential.

    ``pattern`` is tried where ``needle``, its first bytes, is found; its group ``hit`` is the
    credential. ``is_real`` says of a match whether it is one in earnest. Most files hold no needle
    at all, so a pattern is compiled when it is first tried.
    """

    name: str
    needle: bytes
    pattern: bytes
    is_real: Callable[[re.Match[bytes]], bool]


_LONG_RUN = re.compile(r"[A-Za-z0-9]{16,}")
_CLASSES = re.compile(r"[a-z]+|[A-Z]+|[0-9]+")
_MADE_UP = r"(?i)secret|token|passw|example|sample|dummy|placeholder|redact|your[-_]|abcdef|012345|123456|xxxx|(.)\1{7}"
_DOCUMENTED = (
    r"(?:(?:my|your|the|db|user|test|dev|some|super|local|database){0,3}[-_]?(?:secret|pass|password|passwd|pwd|pw)[-_]?"
    r"|postgres|mysql|mongo|redis|root|admin|guest|user|username|test|demo|dev|example|changeme|changeit|dummy"
    r"|foobar|abc|qwerty|apikey|api_key)[0-9]{0,6}!?|12345[0-9]*|%s"
)
_FIREBASE = rb"authDomain|messagingSenderId|messaging_sender_id"


def _is_random(text: str) -> bool:
    """Say whether ``text`` is random material: neither words put together nor made up by hand."""
    parts = _CLASSES.findall(text)
    has_both = any(part.isdigit() for part in parts) and not all(part.isdigit() for part in parts)
    is_shuffled = len(parts) > 0.4 * len(text)  # words in camel case change their case half as often
    return (has_both or is_shuffled) and len(set(text)) >= 8 and not re.search(_MADE_UP, text)


def _text(match: re.Match[bytes], group: str = "body") -> str:
    return match[group].decode("latin-1")


def _random(match: re.Match[bytes]) -> bool:
    return _is_random(_text(match))


def _varied(match: re.Match[bytes]) -> bool:
    return len(set(match["body"])) >= 8 and not re.search(_MADE_UP, _text(match))


def _random_between_dashes(match: re.Match[bytes]) -> bool:
    return looks_generated(_text(match))


def _no_web_key(match: re.Match[bytes]) -> bool:
    """Say that this Google key is not in the web configuration of Firebase, which is public by design."""
    around = match.string[max(0, match.start() - 600) : match.end() + 600]
    return _random(match) and not re.search(_FIREBASE, around)


def _gives_rights(match: re.Match[bytes]) -> bool:
    """Say whether a JSON Web Token gives any.

    Supabase's `anon` key and the example of every textbook do not, nor what has none of the registered claims.
    """
    from binascii import Error, a2b_base64

    payload = _text(match).replace("-", "+").replace("_", "/")
    try:
        claims = a2b_base64(payload + "=" * (-len(payload) % 4)).replace(b" ", b"")
    except Error:
        return False
    is_public = b'"role":"anon"' in claims or b'"sub":"1234567890"' in claims
    return not is_public and re.search(rb'"(?:aud|exp|iat|iss|jti|nbf|role|scope|sub)":', claims) is not None


def _is_in_earnest(match: re.Match[bytes]) -> bool:
    """Say whether the password in a URL is more than the word that documentation puts there."""
    user, password, host = (_text(match, group).lower() for group in ("user", "hit", "host"))
    is_example = host in ("host", "hostname") or host.endswith(("example.com", "example.org", "example.net"))
    is_weak = password == user or re.fullmatch(_DOCUMENTED, password) is not None or is_placeholder(password)
    return not is_example and not is_weak and not re.search(_MADE_UP, password)


def _is_queried(match: re.Match[bytes]) -> bool:
    """Say whether this is a parameter in the query of a URL: behind ``?`` or ``&`` and part of a name."""
    before = match.string[max(0, match.start() - 20) : match.start()]
    return re.search(rb"[?&][A-Za-z_-]{0,19}\Z", before) is not None and _random_between_dashes(match)


def _shapes() -> Iterator[_Shape]:
    """Yield the shapes: of those that begin alike the more special one first."""
    for name, needle, rest, is_real in (
        ("an Anthropic key", "sk-ant-", r"(?P<body>[A-Za-z0-9_-]{20,})", _random),
        ("an OpenAI key", "sk-", r"(?P<body>[A-Za-z0-9_-]{10,}T3BlbkFJ[A-Za-z0-9_-]{10,})", _random),
        ("an OpenAI key", "sk-proj-", r"(?P<body>[A-Za-z0-9_-]{20,})", _random_between_dashes),
        ("an OpenAI key", "sk-svcacct-", r"(?P<body>[A-Za-z0-9_-]{20,})", _random_between_dashes),
        ("an OpenRouter key", "sk-or-v1-", r"(?P<body>[0-9a-f]{32,})", _random),
        ("a Langfuse key", "sk-lf-", r"(?P<body>[0-9a-f]{8}-[0-9a-f-]{27})(?![A-Za-z0-9])", _random),
        ("an API key", "sk-", r"(?P<body>[A-Za-z0-9_-]{20,})", _random_between_dashes),
        ("a WorkOS key", "sk_live_a2V5X", r"(?P<body>[A-Za-z0-9+/=]{16,})", _random),
        ("a WorkOS key", "sk_test_a2V5X", r"(?P<body>[A-Za-z0-9+/=]{16,})", _random),
        ("a Stripe key", "sk_live_", r"(?P<body>[A-Za-z0-9]{16,})", _random),
        ("a Stripe key", "sk_test_", r"(?P<body>[A-Za-z0-9]{16,})", _random),
        ("a Stripe key", "rk_live_", r"(?P<body>[A-Za-z0-9]{16,})", _random),
        ("a Stripe key", "rk_test_", r"(?P<body>[A-Za-z0-9]{16,})", _random),
        ("a webhook signing secret", "whsec_", r"(?P<body>[A-Za-z0-9+/=]{16,})", _random),
        ("an ElevenLabs key", "sk_", r"(?P<body>[0-9a-f]{40,})", _random),
        ("a Raindrop key", "lm_apikey_", r"(?P<body>[0-9a-f]{32,})", _random),
        ("an AWS access key", "AKIA", r"(?P<body>[A-Z2-7]{16})(?![A-Za-z0-9_])", _varied),
        ("an AWS access key", "ASIA", r"(?P<body>[A-Z2-7]{16})(?![A-Za-z0-9_])", _varied),
        *(("a GitHub token", f"gh{kind}_", r"(?P<body>[A-Za-z0-9]{30,})", _random) for kind in "pousr"),
        ("a GitHub token", "github_pat_", r"(?P<body>[A-Za-z0-9_]{40,})", _random),
        ("a GitLab token", "glpat-", r"(?P<body>[A-Za-z0-9_-]{20,})", _random),
        *(("a Slack token", f"xox{kind}-", r"(?P<body>[A-Za-z0-9-]{16,})", _random) for kind in "abeoprs"),
        ("a Slack webhook", "https://hooks.slack.com/services/", r"(?P<body>T\w{6,}/B\w{6,}/\w{16,})", _random),
        ("a Discord webhook", "https://discord.com/api/webhooks/", r"\d+/(?P<body>[\w-]{50,})", _random),
        ("a Google key", "AIza", r"(?P<body>[A-Za-z0-9_-]{35})(?![A-Za-z0-9_-])", _no_web_key),
        ("a Google client secret", "GOCSPX-", r"(?P<body>[A-Za-z0-9_-]{24,})", _random),
        ("a Google access token", "ya29.", r"(?P<body>[A-Za-z0-9_-]{30,})", _random),
        ("a Twilio API key", "SK", r"(?P<body>[0-9a-f]{32})(?![A-Za-z0-9])", _random),
        ("a SendGrid key", "SG.", r"(?P<body>[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,})", _random),
        ("a Resend key", "re_", r"(?P<body>[A-Za-z0-9]{6,12}_[A-Za-z0-9]{20,})", _random),
        ("a Cerebras key", "csk-", r"(?P<body>[A-Za-z0-9]{24,})", _random),
        ("a Groq key", "gsk_", r"(?P<body>[A-Za-z0-9]{32,})", _random),
        ("an xAI key", "xai-", r"(?P<body>[A-Za-z0-9]{40,})", _random),
        ("a Perplexity key", "pplx-", r"(?P<body>[A-Za-z0-9]{32,})", _random),
        ("a Tavily key", "tvly-", r"(?P<body>[A-Za-z0-9-]{20,})", _random_between_dashes),
        ("a Firecrawl key", "fc-", r"(?P<body>[0-9a-f]{32})(?![A-Za-z0-9])", _random),
        ("a Replicate token", "r8_", r"(?P<body>[A-Za-z0-9]{30,})", _random),
        ("a Pinecone key", "pcsk_", r"(?P<body>[A-Za-z0-9_]{40,})", _random),
        ("a Hugging Face token", "hf_", r"(?P<body>[A-Za-z0-9]{30,})", _varied),
        ("a Supabase token", "sbp_", r"(?P<body>[0-9a-f]{40})(?![A-Za-z0-9])", _random),
        ("a Supabase secret key", "sb_secret_", r"(?P<body>[A-Za-z0-9_-]{20,})", _random),
        ("a Mapbox secret token", "sk.eyJ", r"(?P<body>[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{16,})", _random),
        ("a Notion token", "ntn_", r"(?P<body>[A-Za-z0-9]{40,})", _random),
        ("a Shopify token", "shpat_", r"(?P<body>[0-9a-f]{32})(?![A-Za-z0-9])", _random),
        ("a DigitalOcean token", "dop_v1_", r"(?P<body>[0-9a-f]{64})(?![A-Za-z0-9])", _random),
        ("a Databricks token", "dapi", r"(?P<body>[0-9a-f]{32})(?![A-Za-z0-9])", _random),
        ("an npm token", "npm_", r"(?P<body>[A-Za-z0-9]{36})(?![A-Za-z0-9])", _random),
        ("a JSON Web Token", "eyJ", r"[\w-]{10,}\.(?P<body>eyJ[\w-]{10,})\.[\w-]{10,}", _gives_rights),
    ):
        whole = rf"(?<![A-Za-z0-9_-])(?P<hit>{re.escape(needle)}{rest})"
        yield _Shape(name, needle.encode(), whole.encode(), is_real)
    # A header alone is code that handles keys. What follows it may be cut into the lines of a program.
    key = rb"[A-Z ]{0,20}PRIVATE KEY(?: BLOCK)?-----[\s\\nr\"'`+,]{0,40}(?P<body>[A-Za-z0-9+/=]{32,})"
    rest_of_key = rb"(?:[^-]{0,20000}-----END [A-Z ]{0,20}PRIVATE KEY(?: BLOCK)?-----)?"
    yield _Shape("a private key", b"-----BEGIN ", rb"(?P<hit>-----BEGIN " + key + rest_of_key + rb")", _random)
    bot = rb"(?<=[0-9]{8}):(?P<hit>AA(?P<body>[A-Za-z0-9_-]{33}))(?![A-Za-z0-9_-])"
    yield _Shape("a Telegram bot token", b":AA", bot, _random)
    url = rb"://(?P<user>[\w.%+-]{0,64}):(?P<hit>[^\s/:@'\"`<>${}()\[\]\\,|?#]{6,128})@(?P<host>[A-Za-z0-9.-]{0,255})"
    yield _Shape("a password in a URL", b"://", url, _is_in_earnest)
    for parameter in (b"token=", b"key=", b"Key=", b"secret=", b"password="):
        value = rb"(?P<hit>(?P<body>[A-Za-z0-9_~.+/=%-]{16,}))"
        yield _Shape("a key in a URL", parameter, parameter + value, _is_queried)


@cache
def _compiled_public() -> re.Pattern[str]:
    return re.compile(
        r"pk_(?:live|test)_|pk\.eyJ|phc_|sb_publishable_|AIza|eyJ|price_|prod_|acct_|cus_|ca_|client_|project_|org_|user_"
        r"|AC[0-9a-f]{32}\Z|0x[0-9A-Fa-f]{40}\Z|G-|UA-|GTM-"
    )


@cache
def _compiled(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern)


# ------------------------------------------------------------------------------------------- names

#: A word of a name, whatever joins them: `stripeAPIKey`, `STRIPE_API_KEY`.
NAME_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_QUALIFIERS = frozenset("V VALUE HASH PROD PRODUCTION DEV DEVELOPMENT TEST LIVE STAGING SANDBOX OLD NEW BACKUP".split())
_SECRETS = frozenset("SECRET PASSWORD PASSWD PASSPHRASE DSN CREDENTIAL CREDENTIALS APIKEY".split())
_GLUED = ("APIKEY", "SECRETKEY", "PRIVATEKEY", "ACCESSKEY", "AUTHTOKEN", "ACCESSTOKEN", "APITOKEN", "APISECRET")
#: Before any of these words, the rest is a switch, an amount or public.
_HARMLESS = frozenset(
    "PUBLIC PUBLISHABLE ANON ANONYMOUS MAX MIN NUM TOTAL USE ENABLE DISABLE REQUIRE REQUIRES SHOW HIDE HAS IS ALLOW"
    " WITH WITHOUT RESET FORGOT NO INVALID EXPIRED MISSING WRONG MALFORMED BAD".split()
)
_NO_TOKEN = frozenset(
    "NEXT PREV PAGE CONTINUATION START END STOP EOS BOS PAD MASK CANCEL DESIGN INJECTION SYNC".split()
)
_PASS_OF = frozenset("DB DATABASE SMTP MAIL EMAIL USER ADMIN ROOT REDIS MYSQL PG POSTGRES MONGO FTP SSH AUTH".split())
_NO_KEY = frozenset(
    "PRIMARY FOREIGN SORT PARTITION CACHE STORAGE HOT SITE OBJECT BUCKET ROW INDEX GROUP COMPOSITE UNIQUE LOOKUP MAP"
    " QUEUE ROUTING IDEMPOTENCY TRANSLATION STATE METADATA FEATURE CONFIG SETTINGS TABLE FILE IMAGE PREFIX QUERY"
    " EVENT FIELD ITEM RECORD SHIFT ENTER ESCAPE ARROW META DATA LIST ID NAME TYPE TOKEN".split()
)
_SECRET_KEY = frozenset(
    "API SECRET PRIVATE ACCESS AUTH ENCRYPTION DECRYPTION SIGNING SIGNATURE MASTER ROLE ADMIN JWT HMAC AES RSA SSH GPG"
    " PGP DEPLOY LICENSE WEBHOOK STRIPE OPENAI ANTHROPIC GROQ CEREBRAS ELEVENLABS DEEPGRAM GEMINI TWILIO SENDGRID"
    " RESEND WORKOS VULTR HUME MISTRAL COHERE PINECONE STABILITY RAINDROP".split()
)


def tells_secret(name: str) -> bool:
    """Say whether a variable of this name holds a secret by the look of its name.

    What counts is the last word. An upper-case ``…_KEY`` is a secret unless another word says what
    key it is; in camel case, where most keys belong to a map, it takes a word that says so.

    >>> tells_secret("STRIPE_SECRET_KEY"), tells_secret("STRIPE_PUBLISHABLE_KEY"), tells_secret("MONKEY")
    (True, False, False)
    """
    words = [word.upper() for word in NAME_WORD.findall(name)]
    while words and (words[-1] in _QUALIFIERS or words[-1].isdigit()):
        words.pop()
    if not words or not _HARMLESS.isdisjoint(words[:-1]):
        return False
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if last == "KEY":
        return before in _SECRET_KEY or (name.isupper() and bool(before) and before not in _NO_KEY)
    if last == "TOKEN":
        return before not in _NO_TOKEN
    if last in ("PASS", "PWD"):
        return before in _PASS_OF
    if last in _SECRETS or last.endswith(_GLUED):
        return True
    return (before, last) in {("API", "KEYS"), ("CONNECTION", "STRING"), ("KEY", "BASE")}


# --------------------------------------------------------------------------------------- stand-ins

_KEY = r"(?:(?:api|access|auth|secret|private|client)[-_ ]?)?(?:key|token|secret|password|credentials?)"
_TAG = (
    r"(?:[abipu]|[bh]r|[otu]l|t[dhr]|li|em|h[1-6]|div|span|code|pre|svg|img|nav|main|form|body|html|head|table|button)"
)
_STANDS_IN = rf"""(?xi)\s*(?:
        <(?!{_TAG}>)[a-z][a-z0-9 _-]*> | \{{\{{[^{{}}]*\}}\}}
      | \[(?:your[a-z _-]* | (?:[a-z]+[-_ ])*{_KEY} | redacted)\]
      | x{{3,}} | \*{{3,}} | \.{{3,}} | … | -{{3,}} | _{{3,}} | \?{{3,}}
      | todo | tbd | fixme | placeholder | dummy | example | sample | undefined | n/a | redacted | todo:.*
      | change[-_ ]?(?:me|it|this)(?:[-_!0-9].*)?
      | (?:replace|fill|set)[-_ ]?(?:me|this)(?:[-_].*)? | replace[-_ ]with[-_ ].* | fill[-_ ]?in(?:[-_].*)?
      | (?:insert|put|add|enter|paste)[-_](?:me|here|your[-_].*) | (?:insert|put|paste)[ ]your[ ].*
      | (?:insert|enter|paste)[-_ ](?:the[-_ ]|an?[-_ ]|[a-z]+[-_])?{_KEY}(?:[-_ ]here)?
      | (?:dummy|fake|placeholder|sample|example|mock|some|test|demo)[-_](?:[a-z]+[-_])?{_KEY}(?:[-_]?[0-9]{{1,4}})?
      | my[-_](?:super[-_])?(?:[a-z]+[-_])?{_KEY}(?:[-_][a-z0-9]+)?
      | your(?:[ ][a-z0-9_-]+){{0,5}}[ ](?:{_KEY}|id|sid|here)
      | (?![a-z]{{5,}}[.…]) [^\s.…]{{0,60}} (?:\.{{3,}}|…) [a-z0-9]{{0,8}}
      | [^\s]*(?:[-_](?:here|changeme|change[-_]me|replace[-_]?me)|{_KEY}[-_]placeholder)
    )\s*"""
_HOLDS_STAND_IN = (
    r"(?i:(?:^|[-_ .@=:<\[{(\"']|//)your[-_][a-z])|(?<![A-Za-z])YOUR[-_][A-Z]|<[A-Z][A-Z0-9 _-]{2,}>"
    r"|(?i:(?<![a-z])your(?:domain|company|app|site|project|org|apikey|api|key|token|secret|password|username)(?![a-z]))"
    r"|(?i:x{4,}|\*{4,})"
)


def is_placeholder(text: str) -> bool:
    """Say whether ``text`` stands in for a value that somebody still has to fill in.

    A value that works, such as ``test`` or ``none``, is no stand-in, however poor a secret it is.

    >>> is_placeholder("YOUR_API_KEY_HERE"), is_placeholder("<token>"), is_placeholder("s3cr3t")
    (True, True, False)
    """
    if len(text) > 256:
        return False
    stands_in, holds_stand_in = _stand_ins()
    return stands_in.fullmatch(text) is not None or holds_stand_in.search(text) is not None


@cache
def _stand_ins() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the two patterns; they are large, and compiled when they are first needed."""
    return re.compile(_STANDS_IN), re.compile(_HOLDS_STAND_IN)


_SHAPES = tuple(_shapes())
