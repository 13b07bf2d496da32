"""Facts of a manifest: what it declares, what is secret in it, and that no secret is kept or shown."""

from __future__ import annotations

import random
import re
import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdlint.facts.manifest import Address, Block, ManifestFile, Value, extract
from rdlint.source import MASK, Source
from tests.manifests import damages

#: Made up when the tests run: no credential stands in this file.
SECRET = "".join(random.Random(11).choices(string.ascii_letters + string.digits, k=24))
KEY = "sk-ant-" + "api03-" + SECRET


def extracted(text: str) -> tuple[Source, ManifestFile]:
    source = Source("raindrop.manifest", text.encode())
    file = extract(source)
    source.secrets = file.secrets
    return source, file


def block_of(text: str) -> Block:
    [block] = extracted(text)[1].blocks
    return block


def default_of(text: str) -> Value:
    attribute = block_of(text).attribute("default")
    assert attribute is not None
    return attribute.value


def shown(source: Source) -> str:
    """Return all of the file as any output could show it."""
    return source.snippet(source.span(0, len(source.data)))


def test_declarations_are_found_by_name() -> None:
    source, file = extracted(
        """application "shop" {
  service "api" {
    visibility = "public"
    domain { cname = "shop-api" }
  }
  observer "indexer" {
    source {
      bucket = "photos"
      batch_size = 10
      rule { actions = ["PutObject", "CopyObject"] }
    }
  }
}
"""
    )
    assert (file.path, file.problems, file.secrets, file.attributes) == ("raindrop.manifest", (), (), ())
    [application] = file.blocks
    service, observer = application.blocks
    assert (application.name, service.kind, service.name, observer.name) == ("shop", "service", "api", "indexer")
    assert source.text(service.name_span) == "api"
    visibility = service.attribute("visibility")
    assert visibility is not None
    assert (visibility.value.kind, visibility.value.text) == ("string", "public")
    assert source.text(visibility.value.span) == '"public"'
    assert source.text(visibility.value.inner) == "public"
    assert service.attribute("cname") is None
    [domain] = service.blocks
    assert (domain.name, source.text(domain.name_span)) == ("", "domain")
    [events] = observer.blocks
    size = events.attribute("batch_size")
    assert size is not None
    assert (size.value.kind, size.value.text) == ("number", "10")
    actions = events.blocks[0].attribute("actions")
    assert actions is not None
    assert [item.text for item in actions.value.items] == ["PutObject", "CopyObject"]


def test_what_stands_outside_of_all_blocks_is_kept() -> None:
    _, file = extracted('name = "shop"\napplication "shop" {}\n')
    assert [(each.name, each.value.text) for each in file.attributes] == [("name", "shop")]


def test_an_objects_entries_are_kept() -> None:
    attribute = block_of('bucket "b" { schema = { meal = "string", "day" = "date" } }').attribute("schema")
    assert attribute is not None
    assert [(each.name, each.value.text) for each in attribute.value.entries] == [("meal", "string"), ("day", "date")]


def test_a_label_says_whether_it_has_quotes() -> None:
    assert [label.is_quoted for label in block_of('queue jobs "x" {}').labels] == [False, True]


def test_half_a_file_gives_what_is_there_and_says_what_is_missing() -> None:
    _, file = extracted('application "shop" {\n  queue "jobs" {}\n  env "LIMIT" {\n    default =')
    [application] = file.blocks
    assert [block.name for block in application.blocks] == ["jobs", "LIMIT"]
    default = application.blocks[1].attribute("default")
    assert default is not None
    assert (default.value.kind, default.value.is_empty) == ("missing", True)
    assert [problem.message for problem in file.problems] == [
        "expected a value after `default =`",
        'expected `}` to close `env "LIMIT"`, opened on line 3',
        'expected `}` to close `application "shop"`, opened on line 1',
    ]


# Secrets


@pytest.mark.parametrize(
    ("text", "credential"),
    [
        (f'env "PAYMENT_API_KEY" {{ default = "{SECRET}" }}', ""),
        (f'env "SESSION" {{\n  secret = true\n  default = "{SECRET}"\n}}', ""),
        (f'env "SESSION" {{\n  default = "{SECRET}"\n  secret = "true"\n}}', ""),
        (f'env "GREETING" {{ default = "{KEY}" }}', "an Anthropic key"),
        (f'env "A_URL" {{ default = "postgres://app:{SECRET}@db.shop.dev:5432/x" }}', "a password in a URL"),
        (f'env "A_TOKEN" {{ default = <<EOF\n{SECRET}\nEOF\n}}', ""),
        (f'env "A_TOKEN" {{ default = {SECRET} }}', ""),
        (f'env "A_TOKEN" {{\n  default = {SECRET}//{SECRET}\n}}', ""),
        (f'env "A_TOKEN" {{ default = "x-${{y}}-{SECRET}" }}', ""),
        (f'env "A_TOKEN" {{ default : "{SECRET}" }}', ""),
        (f'env "A_TOKEN" {{ default "{SECRET}" }}', ""),
        (f"env \"A_TOKEN\" {{ default = '{SECRET}' }}", ""),
        (f'env "A_TOKEN" {{\n  default = "{SECRET}\n}}', ""),
        (f'env "A_TOKEN" {{\n  default = {SECRET}"\n}}', ""),
        (f'env "A_TOKEN" {{\n  default = "{SECRET}" {SECRET}\n}}', ""),
    ],
)
def test_a_secret_is_known_and_neither_kept_nor_shown(text: str, credential: str) -> None:
    source, file = extracted(text)
    attribute = file.blocks[0].attribute("default")
    assert attribute is not None
    value = attribute.value
    assert (value.is_secret, value.text, value.credential) == (True, "", credential)
    assert SECRET not in repr(file)
    assert SECRET not in shown(source)
    assert MASK in shown(source)


@pytest.mark.parametrize(
    "text",
    [
        f'service "api" {{ visibility = "{KEY}" }}',
        f'service "api" {{ tags = ["a", "{KEY}"] }}',
        f'service "api" {{ tags = {{ a = "{KEY}" }} }}',
        f'service "{KEY}" {{\n',
        f'{KEY} "a" {{\n',
        f"service {{ {KEY} : 1 }}",
        f'service "a" {{\n  # default = "{KEY}"\n}}',
        f'name = "{KEY}"',
        f'env "A" {{ default "{KEY}" ',
        f'env "A" {{ {KEY} }}',
    ],
)
def test_a_credential_is_neither_kept_nor_shown_wherever_it_stands(text: str) -> None:
    source, file = extracted(text)
    assert SECRET not in repr(file)
    assert SECRET not in shown(source)


@pytest.mark.parametrize(
    "line", [f"{SECRET}", f"value {SECRET} x", f"= {SECRET}", f'"{SECRET}"', f"default {{{SECRET}}}"]
)
def test_what_cannot_be_read_inside_a_secret_is_not_shown(line: str) -> None:
    source, file = extracted(f'env "A_TOKEN" {{\n  {line}\n  secret = true\n}}\n')
    assert file.problems
    assert SECRET not in repr(file)
    assert SECRET not in shown(source)
    assert "secret = true" in shown(source)


@pytest.mark.parametrize(
    ("text", "is_empty", "is_placeholder"),
    [
        ('env "API_KEY" { default = "" }', True, False),
        ('env "API_KEY" { default = "  " }', True, False),
        ('env "API_KEY" { default = "YOUR_API_KEY_HERE" }', False, True),
        ('env "API_KEY" { default = "<token>" }', False, True),
        ('env "API_KEY" { default = "${OTHER}" }', False, False),
        ('env "LIMIT" { default = "5" }', False, False),
        ('env "STRIPE_PUBLISHABLE_KEY" { default = "pk" }', False, False),
        ('env "A" {\n  default = "x"\n  secret = false\n}', False, False),
    ],
)
def test_what_is_no_secret_is_kept(text: str, is_empty: bool, is_placeholder: bool) -> None:
    source, file = extracted(text)
    value = default_of(text)
    assert (value.is_secret, value.credential, value.is_empty) == (False, "", is_empty)
    assert value.is_placeholder is is_placeholder
    assert value.text in source.data.decode()
    assert file.secrets == ()


def test_other_attributes_of_a_secret_variable_are_kept() -> None:
    block = block_of(f'env "API_KEY" {{\n  default = "{SECRET}"\n  note = "ask Ana"\n  secret = true\n}}')
    assert [each.value.text for each in block.attributes] == ["", "ask Ana", "true"]


def test_the_mask_covers_the_secret_and_nothing_else() -> None:
    source, file = extracted(f'env "API_KEY" {{ default = "{SECRET}" }} # ask Ana\n')
    assert [source.text(span) for span in file.secrets] == [SECRET]
    assert shown(source) == f'env "API_KEY" {{ default = "{MASK * len(SECRET)}" }} # ask Ana\n'


def test_a_name_that_tells_a_secret_hides_nothing_outside_of_variables() -> None:
    _, file = extracted('service "access-token" {\n  domain { cname = "x" }\n  oops\n}')
    assert file.problems
    assert file.secrets == ()


MANIFEST = f"""application "shop" {{
  # {KEY}
  env "A" {{
    default = "{KEY}"
  }}
  service "api" {{ visibility = "public" }}
  env "B" {{ default = "x {KEY} y" }}
}}
"""


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_no_damage_brings_a_credential_to_light(data: st.DataObject) -> None:
    text = data.draw(damages(MANIFEST)).apply(MANIFEST)
    if len(re.findall(rf"(?<![\w-]){KEY}(?![\w-])", text)) < 3:
        return  # the credential itself was hit, or another character joined to it
    source, file = extracted(text)
    assert SECRET not in repr(file)
    assert SECRET not in shown(source)


# URLs


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://api.shop.dev", Address("https", "api.shop.dev")),
        ("HTTP://API.Shop.dev:8080/a/b?c#d", Address("http", "api.shop.dev", "8080")),
        ("http://10.0.0.7/predict", Address("http", "10.0.0.7")),
        ("http://[::1]:3000/", Address("http", "::1", "3000")),
        ("wss://live.shop.dev?x=1", Address("wss", "live.shop.dev")),
        ("https://user@shop.dev/@x", Address("https", "shop.dev")),
        ("https://shop.dev/${PATH}", Address("https", "shop.dev")),
        ("redis://cache:6379", Address("redis", "cache", "6379")),
        ("https://${HOST}/a", None),
        ("https://<your-org>.lmapp.run", None),
        ("https://", None),
        ("https:///a", None),
        ("//shop.dev", None),
        ("shop.dev", None),
        ("mailto:a@shop.dev", None),
        ("see https://shop.dev", None),
        ("https://shop.dev:port", None),
        ("https://shop.dev:", None),
    ],
)
def test_of_a_url_scheme_host_and_port_are_known(url: str, address: Address | None) -> None:
    assert default_of(f'env "A" {{ default = "{url}" }}').address == address


def test_the_address_of_a_secret_url_is_known_without_its_user() -> None:
    value = default_of(f'env "DB" {{ default = "postgres://app:{SECRET}@db.shop.dev:5432/x" }}')
    assert (value.is_secret, value.address) == (True, Address("postgres", "db.shop.dev", "5432"))


def test_a_password_with_a_slash_is_not_taken_for_a_host() -> None:
    value = default_of(f'env "DB_PASSWORD" {{ default = "postgres://app:12/{SECRET}@db.shop.dev/x" }}')
    assert (value.is_secret, value.address) == (True, None)


@given(st.binary(max_size=60) | st.text('{}[]"=:\n env#/<$\\APIKEYdefault').map(str.encode))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_extracted(data: bytes) -> None:
    source = Source("raindrop.manifest", data)
    file = extract(source)
    ends = 0
    for secret in file.secrets:
        assert ends <= secret.start < secret.end <= len(source.data)
        ends = secret.end


def test_real_manifests_declare_one_application_and_keep_no_secret(corpus_manifests: list[Path]) -> None:
    for path in corpus_manifests:
        source = Source(path.name, path.read_bytes())
        file = extract(source)
        assert [block.kind for block in file.blocks] == ["application"]
        assert all(source.text(secret) not in repr(file) for secret in file.secrets)
