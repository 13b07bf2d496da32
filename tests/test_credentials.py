"""Credentials: what must be found, what must never be taken for one, names that tell, stand-ins.

No credential stands in this file, not even a made-up one: they are put together when the tests run.
"""

from __future__ import annotations

import base64
import json
import random
import string
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rdlint.platform.credentials import (
    Credential,
    credential_shape,
    find_credentials,
    is_placeholder,
    looks_generated,
    tells_secret,
)

BASE62 = string.ascii_letters + string.digits
BASE64URL = BASE62 + "-_"
HEX = "0123456789abcdef"
BASE32 = string.ascii_uppercase + "234567"
DIGITS = string.digits


def jwt(claims: dict[str, object], signature: str) -> str:
    def part(value: dict[str, object]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).decode().rstrip("=")

    return f"{part({'alg': 'HS256', 'typ': 'JWT'})}.{part(claims)}.{signature}"


#: What it is called, and its parts: text as it is, or an alphabet and how many characters of it.
FORMS: list[tuple[str, list[str | tuple[str, int]]]] = [
    ("an Anthropic key", ["sk-ant-api03-", (BASE64URL, 93), "AA"]),
    ("an OpenAI key", ["sk-", (BASE62, 20), "T3BlbkFJ", (BASE62, 20)]),
    ("an OpenAI key", ["sk-proj-", (BASE64URL, 74), "T3BlbkFJ", (BASE64URL, 74)]),
    ("an OpenAI key", ["sk-proj-", (BASE64URL, 120)]),
    ("an OpenAI key", ["sk-svcacct-", (BASE64URL, 120)]),
    ("an OpenRouter key", ["sk-or-v1-", (HEX, 64)]),
    ("an API key", ["sk-", (BASE62, 48)]),
    ("an API key", ["sk-", (HEX, 32)]),
    ("a WorkOS key", ["sk_test_a2V5X", (BASE62, 60)]),
    ("a Stripe key", ["sk_live_51", (BASE62, 97)]),
    ("a Stripe key", ["sk_test_", (BASE62, 24)]),
    ("a Stripe key", ["rk_live_", (BASE62, 24)]),
    ("a webhook signing secret", ["whsec_", (BASE62, 32)]),
    ("an ElevenLabs key", ["sk_", (HEX, 48)]),
    ("a Raindrop key", ["lm_apikey_", (HEX, 48)]),
    ("an AWS access key", ["AKIA", (BASE32, 16)]),
    ("a GitHub token", ["ghp_", (BASE62, 36)]),
    ("a GitHub token", ["github_pat_", (BASE62, 22), "_", (BASE62, 59)]),
    ("a GitLab token", ["glpat-", (BASE64URL, 20)]),
    ("a Slack token", ["xoxb-", (DIGITS, 12), "-", (DIGITS, 12), "-", (BASE62, 24)]),
    ("a Slack webhook", ["https://hooks.slack.com/services/T", (BASE32, 8), "/B", (BASE32, 8), "/", (BASE62, 24)]),
    ("a Discord webhook", ["https://discord.com/api/webhooks/", (DIGITS, 18), "/", (BASE64URL, 68)]),
    ("a Google key", ["AIza", (BASE64URL, 35)]),
    ("a Google client secret", ["GOCSPX-", (BASE64URL, 28)]),
    ("a Twilio API key", ["SK", (HEX, 32)]),
    ("a SendGrid key", ["SG.", (BASE64URL, 22), ".", (BASE64URL, 43)]),
    ("a Resend key", ["re_", (BASE62, 8), "_", (BASE62, 24)]),
    ("a Cerebras key", ["csk-", (string.ascii_lowercase + DIGITS, 48)]),
    ("a Groq key", ["gsk_", (BASE62, 52)]),
    ("a Perplexity key", ["pplx-", (BASE62, 48)]),
    ("a Tavily key", ["tvly-dev-", (BASE62, 32)]),
    ("a Replicate token", ["r8_", (BASE62, 37)]),
    ("a Hugging Face token", ["hf_", (string.ascii_letters, 34)]),
    ("a Supabase secret key", ["sb_secret_", (BASE64URL, 31)]),
    ("an npm token", ["npm_", (BASE62, 36)]),
]


def made(parts: list[str | tuple[str, int]], seed: int) -> str:
    chance = random.Random(seed)
    return "".join(part if isinstance(part, str) else "".join(chance.choices(*part[:1], k=part[1])) for part in parts)


def drawn(alphabet: str, length: int, seed: int = 1) -> str:
    return made([(alphabet, length)], seed)


def shapes(text: str) -> list[str]:
    return [each.shape for each in find_credentials(text.encode())]


def hits(text: str) -> list[str]:
    data = text.encode()
    return [data[each.start : each.end].decode() for each in find_credentials(data)]


# ---- what must be found


@pytest.mark.parametrize(("name", "parts"), FORMS, ids=lambda value: value if isinstance(value, str) else str(value[0]))
def test_well_known_shapes_are_found_whole_and_by_their_name(name: str, parts: list[str | tuple[str, int]]) -> None:
    missed = 0
    for seed in range(60):
        text = made(parts, seed)
        assert credential_shape(text) in (name, "")
        found = hits(f'const key = "{text}"; // ü')
        assert found in ([text], [])
        missed += not found
    assert missed <= 1  # by chance, a row of letters may look like words


@pytest.mark.parametrize(
    "context",
    [
        "{}",
        "KEY={}",
        'key: "{}",',
        "key='{}'",
        "`{}`",
        "Authorization: Bearer {}",
        "?key={}&b=1",
        "({})",
        "ü{}ü",
        "a\n{}\nb",
    ],
)
def test_a_credential_is_found_wherever_it_stands(context: str) -> None:
    key = made(["sk_live_", (BASE62, 24)], 3)
    assert hits(context.format(key)) == [key]


def test_several_credentials_come_in_order_with_their_byte_offsets() -> None:
    first, second = made(["ghp_", (BASE62, 36)], 1), made(["gsk_", (BASE62, 52)], 2)
    data = f"é = {second}\nü = {first}\n".encode()
    found = list(find_credentials(data))
    assert [data[each.start : each.end].decode() for each in found] == [second, first]
    assert [each.shape for each in found] == ["a Groq key", "a GitHub token"]


@pytest.mark.parametrize("line_end", ["\n", "\\n", '\\n" +\n  "'])
def test_a_private_key_is_found_with_all_its_lines(line_end: str) -> None:
    lines = [drawn(BASE62 + "+/", 64, seed) for seed in range(5)]
    key = line_end.join(["-----BEGIN RSA PRIVATE KEY-----", *lines, "-----END RSA PRIVATE KEY-----"])
    assert hits(f'pem = "{key}";') == [key]
    assert shapes(key) == ["a private key"]


def test_of_a_url_only_the_password_is_the_credential() -> None:
    password = drawn(BASE62, 16)
    text = f"DATABASE_URL=postgres://app:{password}@db.internal:5432/shop"
    assert hits(text) == [password]
    assert shapes(text) == ["a password in a URL"]
    assert hits(f"redis://:{password}@cache.internal") == [password]


@pytest.mark.parametrize("parameter", ["?token", "&access_token", "?apiKey", "?api_key", "&key", "?client_secret"])
def test_of_a_url_only_the_key_in_its_query_is_the_credential(parameter: str) -> None:
    key = drawn(BASE62, 32)
    text = f"fetch('https://api.shop.io/v1{parameter}={key}&lang=en')"
    assert hits(text) == [key]
    assert shapes(text) == ["a key in a URL"]


def test_a_bots_token_is_found_without_the_bots_public_number() -> None:
    token = made(["AA", (BASE64URL, 33)], 4)
    assert hits(f"bot{drawn(DIGITS, 10)}:{token}") == [token]


@pytest.mark.parametrize("claims", [{"sub": "u1", "exp": 1}, {"iss": "supabase", "role": "service_role"}])
def test_a_token_with_claims_is_found(claims: dict[str, object]) -> None:
    assert shapes(jwt(claims, drawn(BASE64URL, 43))) == ["a JSON Web Token"]


# ---- what must not


@pytest.mark.parametrize(
    "text",
    [
        f"price_1{drawn(BASE62, 23)}",
        f"prod_{drawn(BASE62, 14)}",
        f"pk_live_{drawn(BASE62, 24)}",
        f"pk_test_51{drawn(BASE62, 97)}",
        f"AC{drawn(HEX, 32)}",
        f"VA{drawn(HEX, 32)}",
        f"client_{drawn(BASE32, 26)}",
        f"user_{drawn(BASE32, 26)}",
        f"sb_publishable_{drawn(BASE64URL, 31)}",
        f"G-{drawn(BASE32, 10)}",
        drawn(BASE62, 20),
        drawn(HEX, 40),
        drawn(HEX, 64),
        f"sha512-{drawn(BASE62, 86)}==",
        f"{drawn(DIGITS, 12)}-{drawn(string.ascii_lowercase, 32)}.apps.googleusercontent.com",
        "sk-loading-spinner-container-large",
        "sk-circle-fade-dot-12-animation-delay-1200ms",
        "sk-folding-cube2-background-color-primary-500",
        f"sk-{uuid.UUID(int=0x1234567890ABCDEF1234567890ABCDEF)}",
        "task-management-dashboard-sidebar-2024-redesign",
        "risk-assessment-questionnaire-version-20240115",
        f"task-{drawn(BASE62, 48)}",
        f"sk-button-outline-primary-{drawn(HEX, 10)}",
        "sk_test_configuration",
        "re_exported_symbolsOfThisModule",
        "https://example.com/a:b@c",
        f"https://storage.io/o/cat.png?alt=media&token={uuid.UUID(int=0x1234567890ABCDEF1234567890ABCDEF)}",
        "https://api.io/?token=${token}&key=${encodeURIComponent(key)}",
        "https://api.io/?key=your-api-key-goes-in-here1",
        "https://api.io/?sortkey=created_at_descending_2024",
        f"primarykey={drawn(BASE62, 32)}",
        f"ok ? 1 : key={drawn(BASE62, 32)}",
        "git@github.com:owner/repository.git",
        "https://registry.npmjs.org/@scope/package",
        "http://localhost:3000/@vite/client",
        "https://unpkg.com/react@18.2.0/umd/react.js",
        "ssh://git@github.com:2222/owner/repository",
    ],
)
def test_what_is_public_or_no_credential_is_not_taken_for_one(text: str) -> None:
    assert hits(text) == []
    assert hits(f'x = "{text}"') == []


@pytest.mark.parametrize(
    "url",
    [
        "postgres://user:password@host:5432/db",
        "postgresql://username:password@localhost/db",
        "postgres://postgres:postgres@localhost:5432/postgres",
        "mysql://root:root@127.0.0.1/app",
        "mongodb://admin:admin123@localhost",
        "amqp://guest:guest@rabbit",
        "redis://:changeme@cache",
        "postgres://myuser:mypassword@db/app",
        "postgres://app:your-password@db/app",
        "postgres://app:your_db_password@db/app",
        "postgres://app:replace-me-later@db/app",
        "postgres://shopping:shopping@db/app",
        f"postgres://app:{drawn(BASE62, 12)}@host:5432/db",
        "postgres://app:<password>@db/app",
        "postgres://app:${PASSWORD}@db/app",
        "postgres://app:$PASSWORD@db/app",
        "postgres://app:{password}@db/app",
        "postgres://app:%s@db/app",
        "postgres://app:********@db/app",
        "postgres://app:xxxxxxxx@db/app",
        "postgres://app:password123@db/app",
        "postgres://USER:PASSWORD@HOST:PORT/DATABASE",
        "https://me:hunter2hunter2@example.com/",
    ],
)
def test_passwords_of_the_documentation_are_none(url: str) -> None:
    assert hits(url) == []


@pytest.mark.parametrize(
    "key",
    [
        "sk-...",
        "sk-your-openai-key-goes-here-please",
        "sk-proj-your_project_key_123456789012345678",
        f"sk-example-{drawn(BASE62, 24)}",
        "sk-proj-" + "x" * 40,
        "sk-ant-api03-" + "x" * 93,
        "sk-ant-your-key-goes-right-here-0",
        "sk_test_" + "1234567890" * 3,
        "sk_live_abcdefghijklmnop1234",
        "sk_live_" + "0" * 24,
        "whsec_your_webhook_secret_1",
        "AKIA" + "IOSFODNN7" + "EXAMPLE",
        "ghp_" + "x" * 36,
        "ghp_yourGitHubTokenGoesInHere12345678901",
        "AIza" + "YOUR_GOOGLE_MAPS_API_KEY_GOES_HERE_1",
        "xoxb-your-bot-token-goes-here",
        "SG.xxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxx",
        "-----BEGIN PRIVATE KEY-----\\nYOUR_PRIVATE_KEY\\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nMIIE...\n-----END PRIVATE KEY-----",
    ],
)
def test_made_up_keys_are_none(key: str) -> None:
    assert hits(key) == []
    assert credential_shape(key) == ""


def test_code_that_handles_private_keys_holds_none() -> None:
    code = 'pem.replace("-----BEGIN PRIVATE KEY-----", "").replace("-----END PRIVATE KEY-----", "").replace(/\\s/g, "")'
    assert hits(code) == []


def test_tokens_that_give_no_rights_are_none() -> None:
    assert hits(jwt({"iss": "supabase", "role": "anon", "exp": 2_000_000_000}, drawn(BASE64URL, 43))) == []
    assert hits(jwt({"sub": "1234567890", "name": "John Doe", "iat": 1516239022}, drawn(BASE64URL, 43))) == []
    assert hits(jwt({"some": "payload"}, drawn(BASE64URL, 43))) == []


def test_firebases_web_key_is_public_and_another_google_key_is_not() -> None:
    key = made(["AIza", (BASE64URL, 35)], 5)
    assert hits(f'const firebaseConfig = {{ apiKey: "{key}", authDomain: "shop.firebaseapp.com" }}') == []
    assert hits(f'const mapsConfig = {{ apiKey: "{key}", region: "eu" }}') == [key]


@given(
    st.lists(st.from_regex("[a-z]{2,12}|[0-9]{1,4}", fullmatch=True), min_size=1, max_size=9), st.sampled_from("-_./")
)
def test_words_put_together_are_no_credential(words: list[str], separator: str) -> None:
    for prefix in ("sk-", "sk_", "sk_test_", "csk-", "re_", "hf_", "gsk_", "SG.", "fc-", "task-", ""):
        assert hits(prefix + separator.join(words)) == []


@given(st.uuids().map(str) | st.text(BASE32, min_size=26, max_size=26) | st.text(HEX, min_size=32, max_size=64))
def test_identifiers_and_digests_are_no_credential(text: str) -> None:
    assert hits(f'id = "{text}"') == []


@given(st.binary(min_size=30, max_size=300))
def test_images_in_base64_hold_no_credential(image: bytes) -> None:
    assert hits(f'src="data:image/png;base64,{base64.b64encode(image).decode()}"') == []


# ---- generated texts of no known shape


@pytest.mark.parametrize("alphabet", [BASE62, HEX, string.ascii_uppercase + DIGITS])
def test_rows_of_random_characters_look_generated(alphabet: str) -> None:
    assert all(looks_generated(drawn(alphabet, 36, seed)) for seed in range(50))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "production",
        "gpt-4o-mini-2024-07-18",
        "claude-3-5-sonnet-20241022",
        "@cf/meta/llama-3.1-8b-instruct",
        "https://api.example.com/v1/users",
        "getUserProfileDetailsFromDatabase",
        "550e8400-e29b-41d4-a716-446655440000",
        "your-32-character-secret-key-here1",
        "aaaaaaaaaaaaaaaaaaaaaaaa1",
        "12345678901234567890",
        "super-secret-jwt-signing-key-2024",
        "mysupersecretpassword12345",
    ],
)
def test_what_people_write_does_not_look_generated(text: str) -> None:
    assert not looks_generated(text)


# ---- names

TELLING = (
    "STRIPE_SECRET_KEY STRIPE_KEY OPENAI_API_KEY API_KEY APIKEY AUTH_TOKEN TWILIO_AUTH_TOKEN JWT_SECRET PRIVATE_KEY"
    " DB_PASSWORD PASSWORD SENTRY_DSN SESSION_SECRET STRIPE_WEBHOOK_SECRET WORKOS_COOKIE_PASSWORD PLAID_SECRET TOKEN"
    " ADMIN_SECRET_TOKEN VULTR_DB_API_KEY AWS_SECRET_ACCESS_KEY SUPABASE_SERVICE_ROLE_KEY ENCRYPTION_KEY SMTP_PASS"
    " API_KEY_V2 API_KEY_2 STRIPE_KEY_PROD SECRET_KEY_BASE GOOGLE_APPLICATION_CREDENTIALS AZURE_CONNECTION_STRING"
    " apiKey stripeSecretKey authToken clientSecret password resendApiKey OPENAI_API_KEYS API_SECRET api_key api-key"
    " TWILIO_AUTHTOKEN MY_SECRETKEY VULTR_ACCESSKEY"
).split()
HARMLESS = (
    "STRIPE_PUBLISHABLE_KEY PUBLIC_KEY NEXT_PUBLIC_GOOGLE_MAPS_API_KEY VITE_SUPABASE_ANON_KEY VAPID_PUBLIC_KEY"
    " MAX_TOKENS OPENAI_MAX_TOKENS MAX_TOKEN TOKEN_LIMIT TOKEN_URL TOKEN_EXPIRY TOKENIZER TOKENS KEYWORD MONKEY"
    " PRIMARY_KEY FOREIGN_KEY KEY_PREFIX CACHE_KEY SORT_KEY STORAGE_KEY KEY KEYBOARD HOTKEY TURNSTILE_SITE_KEY"
    " SECRET_NAME SECRETARY PASSWORD_MIN_LENGTH PASSWORD_RESET_URL ALLOW_CREDENTIALS REQUIRE_PASSWORD PASSAGE BYPASS"
    " PWD COMPASS AWS_ACCESS_KEY_ID TWILIO_ACCOUNT_SID WORKOS_CLIENT_ID JWT_EXPIRATION STRIPE_PRICE_ID DATABASE_NAME"
    " EOS_TOKEN NEXT_TOKEN INVALID_TOKEN MISSING_PASSWORD USER_DATA_KEY DEVICE_ID_KEY"
    " cacheKey queryKey rowKey keyName primaryKey foreignKey sortKey translationKey userKey"
    " nextToken tokenCount isPasswordValid showPassword key env '' 123 _ é"
).split()


@pytest.mark.parametrize("name", TELLING)
def test_names_of_secrets_tell(name: str) -> None:
    assert tells_secret(name)


@pytest.mark.parametrize("name", HARMLESS)
def test_names_of_other_things_do_not_tell(name: str) -> None:
    assert not tells_secret(name)


# ---- stand-ins


STAND_INS = r"""
YOUR_TWILIO_ACCOUNT_SID_HERE ; YOUR_API_KEY ; your-api-key ; your_vultr_api_key_here ; Your API key ;
your-super-secret-random-string-min-32-chars ; api-key-placeholder ; [api key] ;
https://your-project-id.supabase.co ; yourdomain.com ; svc.YOUR_ORG_ID.lmapp.run ; https://shop.io/YOUR_ORG_ID/hook ;
https://meal.your-org-id.lmapp.run ; <YOUR ORG ID>.lmapp.run ; me@yourcompany.com ; <token> ; <your key> ;
[YOUR KEY] ; {{ api_key }} ; sk-... ; sk_live_... ; AIza... ; eyJ... ; abc-… ; xxx ; XXXXX ; ACxxxxxxxxxxxxxxxx ;
sk_test_xxxxxxxx ; price_xxxxx ; *** ; ******** ; ... ; REDACTED-XXXX ; changeme ; change-me ; CHANGE_ME ;
changeit ; change-me-to-a-random-32-char-string ; REPLACE_ME ; replace-with-your-key ; insert-your-key-here ;
INSERT_API_KEY_HERE ; ENTER_TOKEN ; paste your key ; TODO ; tbd ; placeholder ; dummy-key ; test-api-key ;
fake_token ; example-secret ; my-secret-key ; my_token ; secret-goes-here
"""


@pytest.mark.parametrize("text", [each.strip() for each in STAND_INS.split(";")])
def test_stand_ins_are_told(text: str) -> None:
    assert is_placeholder(text)
    assert is_placeholder(f" {text} ")


VALUES = r"""
test ; none ; null ; true ; production ; development ; s3cr3t ; password ; 0 ; - ; 3000 ; [] ; {} ; [INFO] ;
[DONE] ; <br> ; <span> ; Your name ; Enter your email ; === YOUR TASK === ; photo-placeholder ; ["a", "b"] ;
[1, 2] ; * ; https://api.example.com ; http://localhost:3000 ; us-east-1 ; todo-app ; yourself ;
Your coach is ready. ; Loading... ; Please wait... ; set-in-stone ; add_in_progress ; example-bucket ;
my-api.shop.io ; my-app ; insert_user ; add-user-id ; test-user ; demo ; xx-large ; <p>Hello <b>you</b></p> ;
gemini-2.0-flash ; +15005550006 ; ams2.vultrobjects.com ; here ; redis://cache ;
https://shop.io/account/your-orders ; a.b.c ; ../.. ; 1..5 ; max ; hexxx ; example.com
"""


@pytest.mark.parametrize("text", [each.strip() for each in VALUES.split(";")])
def test_values_that_work_are_no_stand_ins(text: str) -> None:
    assert not is_placeholder(text)


def test_a_long_text_is_no_stand_in_and_neither_is_none() -> None:
    assert not is_placeholder("")
    assert not is_placeholder("a template that greets you and " * 10 + "has your-name in it")


# ---- any input


@given(st.binary(max_size=200) | st.text("sk-_.:/@AIza0eyJxSG=\"' ", max_size=100).map(str.encode))
def test_what_is_found_in_any_bytes_is_inside_in_order_and_apart(data: bytes) -> None:
    end = 0
    for each in find_credentials(data):
        assert isinstance(each, Credential)
        assert end <= each.start < each.end <= len(data)
        end = each.end


@given(st.text(max_size=80))
def test_any_text_can_be_asked_about(text: str) -> None:
    assert credential_shape(text) == next(iter(shapes(text)), "")
    assert is_placeholder(text) in (True, False)
    assert tells_secret(text) in (True, False)
    assert looks_generated(text) in (True, False)


MEGABYTE = 1_000_000
SHARDS = "sk- sk-a a A1 sk_live_ eyJ eyJa. eyJaaaaaaaaaa. :// ://a:b a:b@ SK re_a :AA x key= &key=a".split()


@pytest.mark.parametrize(
    "shard", [*SHARDS, "-----BEGIN ", "-----BEGIN PRIVATE KEY-----", "AIza", "AKIA", "SG.aaaaaaaaaaaaaaaaaa", "-", "."]
)
def test_a_megabyte_of_the_worst_alphabet_is_read_to_its_end(shard: str) -> None:
    key = made(["ghp_", (BASE62, 36)], 7)
    text = shard * (MEGABYTE // len(shard)) + " " + key
    assert hits(text)[-1:] == [key]


@pytest.mark.parametrize("shard", ["x", "your-", "<", "[a", ".", "-", "a ", "my-", "replace", "1.", "{{", "_here"])
def test_long_texts_are_told_from_stand_ins_in_no_time(shard: str) -> None:
    for length in (250, MEGABYTE):
        text = shard * (length // len(shard))
        is_placeholder(text)
        tells_secret(text)
        looks_generated(text)
