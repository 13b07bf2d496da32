"""Stand-ins in worker code: where each stands, and that no text finds a way to fail or to be shown."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rdlint.facts.placeholder import Placeholder, is_value, places, stands_in
from rdlint.facts.python import extract as extract_python
from rdlint.facts.typescript import extract as extract_typescript
from rdlint.source import Source


def in_typescript(text: str) -> tuple[Placeholder, ...]:
    return extract_typescript(Source("a.ts", f"import x from 'x';\n{text}\n".encode())).placeholders


def in_python(text: str) -> tuple[Placeholder, ...]:
    return extract_python(Source("a.py", f"import os\n{text}\n".encode())).placeholders


def test_the_span_covers_the_text_without_quotes() -> None:
    text = "export const key = process.env.API_KEY ?? 'YOUR_API_KEY';"
    (found,) = in_typescript(text)
    assert text.encode()[found.span.start - 19 : found.span.end - 19] == b"YOUR_API_KEY"
    assert (found.name, found.is_fallback, found.is_expected) == ("API_KEY", True, False)
    (found,) = in_python('key = os.environ.get("API_KEY", r"YOUR_API_KEY")')
    assert found.span.end - found.span.start == len("YOUR_API_KEY")
    assert (found.name, found.is_fallback) == ("API_KEY", True)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("export const TOKEN = 'changeme-now';", "TOKEN"),
        ("settings.apiKey = 'YOUR_KEY';", "apiKey"),
        ("settings['apiKey'] = 'YOUR_KEY';", "apiKey"),
        ("const f = (apiKey: string = 'YOUR_KEY') => apiKey;", "apiKey"),
        ("const url = 'https://YOUR_HOST/a'; go(url);", "url"),
        ("const { API_KEY: key = 'YOUR_KEY' } = process.env; go(key);", "key"),
        ("const settings = { nested: { apiKey: 'YOUR_KEY' } }; go(settings);", "apiKey"),
        ("new Stripe('YOUR_STRIPE_KEY');", ""),
        ("axios.get('https://api.example.com/YOUR_PROJECT_ID');", ""),
    ],
)
def test_what_a_stand_in_is_given_to(text: str, name: str) -> None:
    assert [each.name for each in in_typescript(text)] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "export const title = 'your-app';",
        "export const API_KEY = 'real-looking-value';",
        "const key = 'YOUR_KEY'; if (other === key) stop();",
        "throw new ConfigError('YOUR_API_KEY');",
        "const all = ['YOUR_API_KEY'];",
        "console.log('YOUR_API_KEY');",
        "const view = <input placeholder='YOUR_API_KEY' />;",
        "const apiKey = `${other}YOUR_KEY`; go(apiKey);",
        "const settings = { example: { apiKey: 'YOUR_KEY' } }; go(settings);",
        "const key = user.name || 'your-name';",
    ],
)
def test_texts_that_are_not_used_as_values(text: str) -> None:
    assert in_typescript(text) == ()


def test_a_text_that_may_be_more_than_a_stand_in_is_in_no_record() -> None:
    (found,) = in_typescript("export const secret = process.env.JWT_SECRET || 'my-secret-4f9a81';")
    assert found.text == ""
    assert "4f9a81" not in repr(found)
    (found,) = in_python('secret = os.environ.get("JWT_SECRET") or "my-secret-4f9a81"')
    assert found.text == ""
    assert "4f9a81" not in repr(found)


def test_files_without_a_needle_give_no_place() -> None:
    assert list(places(b"const yours = 'a b your';\nconst key = env.KEY || 'eu-west-1';")) == []
    assert len(list(places(b"const key = 'Bearer YOUR_KEY';"))) == 1


@given(st.text())
@example("Bearer <YOUR KEY>")
def test_judging_a_text_never_fails(text: str) -> None:
    if stands_in(text):
        assert text.strip()
    assert not is_value(text, f"{text}example")


PARTS = "const |a| = |'YOUR_KEY'|\"<token>\"| env.KEY|{|}|(|)|,|:|;|\n|new |f|`|${|[|]| === |'|apiKey|case ".split("|")


@given(st.lists(st.sampled_from([*PARTS, " || ", "=> "]), max_size=40))
def test_positions_are_inside_whatever_the_program_is(parts: list[str]) -> None:
    text = "".join(parts)
    data = f"import x from 'x';\n{text}\n".encode()
    for found in (*in_typescript(text), *in_python(text)):
        assert 0 <= found.span.start < found.span.end <= len(data)
