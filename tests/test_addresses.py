"""Hosts of the platform in files of any kind, found by the text alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rdlint.extraction import Extraction
from rdlint.facts.addresses import extract, kind_of
from rdlint.platform.hosts import MARKS, Shape, shape_of
from rdlint.source import Source
from rdlint.tree import MAX_BYTES, Tree

ULID = "01je97w7058vq0e6mk8897nqbt"
HOST = f"svc-{ULID}.{ULID}.lmapp.run"

WRITTEN = {
    "a URL in code": ("web/a.ts", f"const a = 'https://{HOST}/x';", [HOST]),
    "a bare host": ("web/a.ts", f"const a = '{HOST}';", [HOST]),
    "upper case": ("web/a.ts", f"const a = 'HTTPS://{HOST.upper()}';".replace(".LMAPP.RUN", ".lmapp.run"), [HOST]),
    "a page": ("web/a.html", f'<a href="https://{HOST}">', [HOST]),
    "an env file": (".env.production", f"API=https://{HOST}\n", [HOST]),
    "a script": ("run.sh", f"curl https://{HOST}/x", [HOST]),
    "two": ("web/a.js", f"f('https://{HOST}', 'https://x.raindrop.app')", [HOST, "x.raindrop.app"]),
    "a comment": ("web/a.ts", f"// https://{HOST}", []),
    "a comment behind code": ("web/a.ts", f"f(); // https://{HOST}", []),
    "a line of a block comment": ("web/a.ts", f"/**\n * https://{HOST}\n */", []),
    "a slash in a URL is no comment": ("web/a.ts", f"f('https://a.example', 'https://{HOST}')", [HOST]),
    "a comment of a script": ("run.sh", f"  # https://{HOST}", []),
    "a fragment is no comment": ("run.sh", f"curl 'x #' https://{HOST}", [HOST]),
    "a comment of a page": ("web/a.html", f"<!-- <a href='https://{HOST}'> -->", []),
    "after a comment of a page": ("web/a.html", f"<!-- x --> <a href='https://{HOST}'>", [HOST]),
    "a template": ("web/a.ts", "`https://svc-${id}.lmapp.run`", []),
    "a placeholder": ("web/a.ts", "'https://agent.<YOUR-ID>.lmapp.run'", []),
    "a longer name": ("web/a.ts", f"'https://{HOST}.evil.example' + 'https://{HOST}s'", []),
    "the end of a sentence": ("web/a.html", f"see https://{HOST}.", [HOST]),
    "a member in code": ("web/a.ts", "this.env._raindrop.app + x.raindrop.app + y.raindrop.run", []),
    "a collection": ("a.json", f'{{"info": {{"_postman_id": "1"}}, "url": "https://{HOST}"}}', []),
}


@pytest.mark.parametrize(("path", "text", "hosts"), WRITTEN.values(), ids=WRITTEN)
def test_what_is_written(path: str, text: str, hosts: list[str]) -> None:
    source = Source(path, text.encode())
    found = extract(source)
    assert [each.host for each in found.addresses] == hosts
    assert [source.text(each.span).lower() for each in found.addresses] == hosts


@pytest.mark.parametrize(
    ("text", "is_fallback"),
    [
        (f"const a = env.A || 'https://{HOST}'", True),
        (f"const a = env.A ??\n  'https://{HOST}'", True),
        (f"A=${{A:-https://{HOST}}}", True),
        (f"const a = getEnv('A', 'https://{HOST}')", True),
        (f"a = os.environ.get('A', 'https://{HOST}')", True),
        (f"const a = getEnv('A'), b = 'https://{HOST}'", False),
        (f"const a = b || c;\nconst d = 'https://{HOST}'", False),
    ],
)
def test_a_fallback_is_told(text: str, is_fallback: bool) -> None:
    (address,) = extract(Source("web/a.ts", text.encode())).addresses
    assert address.is_fallback == is_fallback


KINDS = {
    "code": ("web/app.vue", "src/lib/api.ts", "index.html"),
    "script": ("run.sh", "scripts/seed.mjs", "test-api.js", "Makefile", "tests/smoke.ts"),
    "settings": ("vercel.json", "nginx.conf", ".github/workflows/a.yml"),
    "environment": (".env", "web/.env.production", "api.env"),
    "": (
        "README.md",
        ".env.example",
        "package-lock.json",
        "yarn.lock",
        "a.test.ts",
        "x/__tests__/a.ts",
        "logo.png",
        "raindrop.manifest",
        "api.postman_collection.json",
        "app.min.js",
        "vitest.setup.ts",
    ),
}


@pytest.mark.parametrize(("kind", "path"), [(kind, path) for kind, paths in KINDS.items() for path in paths])
def test_kinds_of_files(kind: str, path: str) -> None:
    assert kind_of(path) == kind


SHAPES = {
    HOST: Shape.VERSIONED,
    f"api-{ULID}.{ULID}.lmapp.run": Shape.VERSIONED,
    f"shop.{ULID}.lmapp.run": Shape.STABLE,
    f"svc-web.{ULID}.lmapp.run": Shape.WRONG,
    "shop.raindrop.app": Shape.WRONG,
    "x.raindrop.liquidmetal.ai": Shape.WRONG,
    "shop.liquidmetal.run": Shape.DOUBTFUL,
    "api.raindrop.run": None,
    "mcp.raindrop.run": None,
    "authkit.liquidmetal.run": None,
    "shop.example": None,
    "svc-xxx.yyy.lmapp.run": None,
}


@pytest.mark.parametrize(("host", "shape"), SHAPES.items(), ids=SHAPES)
def test_shapes_of_hosts(host: str, shape: Shape | None) -> None:
    assert shape_of(host) is shape


def test_credentials_beside_an_address_are_masked() -> None:
    key = "Zk7Qw2Lm9Xc4Vb6Nn1Pp5Rr8Tt3Yy0Uu"
    for path, text in {
        "web/a.js": f"const API_KEY = '{key}', url = 'https://{HOST}';",
        "run.sh": f"API_KEY={key} curl https://{HOST}",
        "web/.env": f"API_KEY={key}\nURL=https://{HOST}\n",
    }.items():
        source = Source(path, text.encode())
        found = extract(source)
        assert found.addresses
        assert any(source.text(each) == key for each in found.secrets), path


@given(
    st.text("svc-01.lmapprunidgo/:'\"`#<!->|?= \n", max_size=200).map(str.encode),
    st.sampled_from(["a.ts", "a.sh", "a.html"]),
)
def test_no_text_fails_and_places_lie_inside(text: bytes, path: str) -> None:
    for data in (text, text + MARKS[0] + text, MARKS[1] + text):
        for each in extract(Source(path, data)).addresses:
            assert 0 <= each.span.start < each.span.end <= len(data)


def test_only_files_that_name_a_host_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.ts").write_text("const a = 1;")
    (tmp_path / "b.ts").write_text(f"const a = 'https://{HOST}';")
    (tmp_path / "big.ts").write_text("x" * MAX_BYTES + HOST)
    (tmp_path / "link.ts").symlink_to("b.ts")
    tree = Tree(str(tmp_path))
    extraction = Extraction(tree)
    found = [path for path in tree.files if extraction.addresses(path)]
    assert found == ["b.ts"]
    assert list(tree.sources) == ["b.ts"]
    assert not tree.unread
