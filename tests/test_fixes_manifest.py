"""What fixes put into a manifest: in the place and the style of what is there, or nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdlint.engine import lint
from rdlint.finding import Severity
from rdlint.fix import Mended, apply, mend
from rdlint.fixes.attributes import add
from rdlint.fixes.manifest import declare, move, take_out
from rdlint.run_report import Report
from rdlint.source import Source
from tests.apps import app_in, service, write

#: What a fix may bring to light: that a module has no code yet, or a variable no value.
NEXT_STEPS = {"RD701", "RD103", "RD604"}

DECLARED = [
    (
        "behind the last one",
        'application "shop" {\n  env "A" {\n    default = "x"\n  }\n  queue "jobs" {}\n}\n',
        'application "shop" {\n  env "A" {\n    default = "x"\n  }\n  env "API_KEY" {\n    secret = true\n  }\n'
        '  queue "jobs" {}\n}\n',
    ),
    (
        "with an empty line between, as the others",
        'application "shop" {\n\n  env "A" {\n    secret = true\n  }\n\n  env "B" {\n    secret = true\n  }\n}\n',
        'application "shop" {\n\n  env "A" {\n    secret = true\n  }\n\n  env "B" {\n    secret = true\n  }\n\n'
        '  env "API_KEY" {\n    secret = true\n  }\n}\n',
    ),
    (
        "on one line, as the others",
        'application "shop" {\n\tenv "A" { secret = true } # é\n\tservice "api" {\n\t\tvisibility = "public"\n\t}\n}',
        'application "shop" {\n\tenv "A" { secret = true } # é\n\tenv "API_KEY" { secret = true }\n'
        '\tservice "api" {\n\t\tvisibility = "public"\n\t}\n}',
    ),
    (
        "at the top where there is none, by tabs",
        '# 🎉\napplication "shop" { // the shop\n\tservice "api" {\n\t\tvisibility = "public"\n\t}\n}\n',
        '# 🎉\napplication "shop" { // the shop\n\tenv "API_KEY" {\n\t\tsecret = true\n\t}\n'
        '\tservice "api" {\n\t\tvisibility = "public"\n\t}\n}\n',
    ),
    (
        "at the top, parted as the others",
        'application "shop" {\n  # who answers\n  service "api" {}\n\n  queue "jobs" {}\n}\n',
        'application "shop" {\n  env "API_KEY" {\n    secret = true\n  }\n\n  # who answers\n  service "api" {}\n\n'
        '  queue "jobs" {}\n}\n',
    ),
    (
        "into an empty application",
        'application "shop" {}',
        'application "shop" {\n  env "API_KEY" {\n    secret = true\n  }\n}',
    ),
    (
        "into an application of two lines",
        '  application "shop"\n  {\n\n  }\n',
        '  application "shop"\n  {\n    env "API_KEY" {\n      secret = true\n    }\n  }\n',
    ),
    (
        "into one that holds a comment",
        'application "shop" {\n  // env "OLD" {}\n}\n',
        'application "shop" {\n  env "API_KEY" {\n    secret = true\n  }\n  // env "OLD" {}\n}\n',
    ),
]
LEFT = [
    ("several blocks on one line", 'application "shop" { service "api" {} }\n'),
    ("a block behind the last one", 'application "shop" {\n  env "A" {} env "B" {}\n}\n'),
    ("the brace behind the last one", 'application "shop" {\n  env "A" {} }\n'),
    ("a comment in the braces", 'application "shop" { /* nothing yet */ }\n'),
    ("a comment that goes on", 'application "shop" {\n  env "A" {} /* one\n  two */\n}\n'),
    ("two applications", 'application "shop" {\n}\napplication "other" {\n}\n'),
    ("no whole manifest", 'application "shop" {\n  env "A" {}\n'),
    ("no application", 'service "api" {}\n'),
    ("a name that a module has to itself", 'application "shop" {\n  service "a" {\n    env "API_KEY" {}\n  }\n}\n'),
    ("a name that a resource has", 'application "shop" {\n  queue "api-key" {}\n}\n'),
]


def declared(folder: Path, text: str, name: str = "API_KEY") -> str:
    """Return the manifest ``text`` with the variable ``name`` declared in it."""
    (folder / "raindrop.manifest").write_bytes(text.encode())
    app = app_in(folder)
    return apply(text.encode(), declare(app, name)).decode()


@pytest.mark.parametrize(("before", "after"), [each[1:] for each in DECLARED], ids=[each[0] for each in DECLARED])
def test_a_variable_is_declared(before: str, after: str, tmp_path: Path) -> None:
    assert declared(tmp_path, before) == after


@pytest.mark.parametrize("text", [each[1] for each in LEFT], ids=[each[0] for each in LEFT])
def test_nothing_is_declared_where_no_line_can_go(text: str, tmp_path: Path) -> None:
    assert declared(tmp_path, text) == text


@pytest.mark.parametrize("name", ["", "API-KEY", "KEY\n", 'K" {}', "1ST", "ÄPFEL", "AI", "jwt", "LM_X", "A"])
def test_a_name_that_cannot_be_a_variable_is_not_declared(name: str, tmp_path: Path) -> None:
    text = 'application "shop" {\n  env "A" {}\n}\n'
    assert declared(tmp_path, text, name) == text


def test_what_is_no_secret_by_its_name_is_declared_without_anything(tmp_path: Path) -> None:
    text = 'application "shop" {\n  env "A" {}\n}\n'
    assert declared(tmp_path, text, "REGION") == 'application "shop" {\n  env "A" {}\n  env "REGION" {}\n}\n'


TAKEN_OUT = [
    (
        "with one of two empty lines",
        'application "shop" {\n  env "A" {}\n\n  env "B" {\n    secret = true\n  }\n\n  queue "jobs" {}\n}\n',
        'application "shop" {\n  env "A" {}\n\n  queue "jobs" {}\n}\n',
    ),
    (
        "with the empty line behind the brace",
        'application "shop" {\r\n\tenv "B" {} // for the bill\r\n\r\n\tqueue "jobs" {}\r\n}',
        'application "shop" {\r\n\tqueue "jobs" {}\r\n}',
    ),
    (
        "with the empty line before the brace",
        'application "shop" {\n  queue "jobs" {}\n  \n  env "B" {\n  }\n}\n',
        'application "shop" {\n  queue "jobs" {}\n}\n',
    ),
    (
        "with the comment that names it",
        'application "shop" {\n  queue "jobs" {}\n\n  # B is the 2nd\n  env "B" {}\n}\n',
        'application "shop" {\n  queue "jobs" {}\n}\n',
    ),
    (
        "from between others",
        'application "shop" {\r  env "A" {}\r  env "B" {}\r}\r',
        'application "shop" {\r  env "A" {}\r}\r',
    ),
]
KEPT = [
    ("under a heading", 'application "shop" {\n  # variables\n  env "B" {}\n}\n'),
    ("under a comment of two lines", 'application "shop" {\n  # this is about\n  # B and A\n  env "B" {}\n}\n'),
    ("beside another", 'application "shop" {\n  env "A" {} env "B" {}\n}\n'),
    ("with a comment behind its last brace", 'application "shop" {\n  env "B" {\n  } # the last one\n}\n'),
    ("on the line of the application", 'application "shop" { env "B" {} }\n'),
    ("in a manifest that does not parse", 'application "shop" {\n  env "B" {}\n  env "C" {\n'),
]


def test_a_block_without_a_name_stays_under_its_comment(tmp_path: Path) -> None:
    (tmp_path / "raindrop.manifest").write_text('application "shop" {\n  # where it runs\n  deployment {}\n}\n')
    assert not mended(tmp_path).changes


def taken_out(folder: Path, text: str) -> str:
    """Return the manifest ``text`` without its variable `B`."""
    (folder / "raindrop.manifest").write_bytes(text.encode())
    app = app_in(folder)
    block = next(each.block for each in app.variables if each.name == "B")
    return apply(text.encode(), take_out(app, block)).decode()


@pytest.mark.parametrize(("before", "after"), [each[1:] for each in TAKEN_OUT], ids=[each[0] for each in TAKEN_OUT])
def test_a_block_is_taken_out_with_its_lines(before: str, after: str, tmp_path: Path) -> None:
    assert taken_out(tmp_path, before) == after


@pytest.mark.parametrize("text", [each[1] for each in KEPT], ids=[each[0] for each in KEPT])
def test_nothing_is_taken_out_where_something_else_would_be_lost_or_left(text: str, tmp_path: Path) -> None:
    assert taken_out(tmp_path, text) == text


MOVED = [
    (
        "behind the last of its kind, with what stands in it",
        'application "shop" {\n  env "A" {}\n  service "api" {\n    visibility = "public"\n\n    env "B" {\n'
        '      default = "x" # é\n\n      // "\n    }\n  }\n}\n',
        'application "shop" {\n  env "A" {}\n  env "B" {\n    default = "x" # é\n\n    // "\n  }\n'
        '  service "api" {\n    visibility = "public"\n  }\n}\n',
    ),
    (
        "a secret stays",
        'application "shop" {\n  service "api" {\n    env "B" {\n      secret = true\n'
        '      default = "f3a9d1c47be208"\n'
        "    }\n  }\n}\n",
        "",
    ),
    (
        "a text of several lines stays",
        'application "shop" {\n  service "api" {\n    env "B" {\n      default = <<EOF\n      a\n      EOF\n'
        "    }\n  }\n}\n",
        "",
    ),
    (
        "what is indented less stays",
        'application "shop" {\n  service "api" {\n    env "B" {\n  default = "x"\n    }\n  }\n}\n',
        "",
    ),
]


@pytest.mark.parametrize(("before", "after"), [each[1:] for each in MOVED], ids=[each[0] for each in MOVED])
def test_a_block_is_moved_up(before: str, after: str, tmp_path: Path) -> None:
    (tmp_path / "raindrop.manifest").write_bytes(before.encode())
    app = app_in(tmp_path)
    block = next(each.block for each in app.variables if each.name == "B")
    assert apply(before.encode(), move(app, block)).decode() == (after or before)


ADDED = [
    ("to an empty block", 'env "B" {}', 'env "B" {\n    secret = true\n  }'),
    ("to one of two lines", 'env "B" {\n  }', 'env "B" {\n    secret = true\n  }'),
    (
        "to one of one line, which holds one",
        'env "B" { default = "x" }',
        'env "B" {\n    default = "x"\n    secret = true\n  }',
    ),
    (
        "behind another",
        'env "B" {\n    default = "x" # é\n  }',
        'env "B" {\n    default = "x" # é\n    secret = true\n  }',
    ),
    ("before a comment", 'env "B" { # é\n    # none\n  }', 'env "B" { # é\n    secret = true\n    # none\n  }'),
    ("not to two on one line", 'env "B" { default = "x" secret = false }', ""),
    ("not into a comment", 'env "B" { /* none */ }', ""),
]


@pytest.mark.parametrize(("before", "after"), [each[1:] for each in ADDED], ids=[each[0] for each in ADDED])
def test_an_attribute_is_added(before: str, after: str, tmp_path: Path) -> None:
    text = f'application "shop" {{\n  {before}\n}}\n'
    (tmp_path / "raindrop.manifest").write_bytes(text.encode())
    app = app_in(tmp_path)
    made = apply(text.encode(), add(app, app.variables[0].block, "secret = true")).decode()
    assert made == text.replace(before, after or before)


def mended(folder: Path) -> Mended:
    """Apply all fixes to the app in ``folder``, in memory."""
    return mend(
        lambda overlay: lint([str(folder)], adjust=lambda each: replace(each, select=("ALL",)), overlay=overlay),
        lambda *_: True,
    )


def test_what_is_taken_out_side_by_side_leaves_one_empty_line(tmp_path: Path) -> None:
    text = 'application "shop" {\n  queue "a" {}\n\n  monitor "b" {}\n  monitor "c" {}\n\n  queue "d" {}\n}\n'
    (tmp_path / "raindrop.manifest").write_text(text)
    after = mended(tmp_path).after.sources["raindrop.manifest"].data.decode()
    assert after == 'application "shop" {\n  queue "a" {}\n\n  queue "d" {}\n}\n'


UNITS = st.sampled_from(["  ", "    ", "\t"])
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])
REMARKS = st.sampled_from(["", "", "", " // 🎉 é", " # it's { here", "  "])
FILLERS = st.lists(st.sampled_from(["", "# about nothing", "/* on one line */", "// STRIPE_KEY is here"]), max_size=2)
#: A block with its defect, or none; each on one line, `;` where another may begin.
BLOCKS = (
    'env "REGION" {;default = "eu";}',
    'env "REGION" {}',
    'env "STRIPE_KEY" {;default = "sk_live_51Habcdefghijklmnopqrstuvwx";}',
    'env "STRIPE_KEY" { default = "f3a9d1c47be208" }',
    'env "MAIL_TOKEN" {;secret = false;default = "YOUR_MAIL_TOKEN";}',
    'env "OLD" { default = "<old>" }',
    'env "MAIL-FROM" {}',
    'env "LIMIT" {;default = 10;secret = "true";}',
    'service "api" {;visiblity = "public";cname = "My_Api";}',
    'service "api" {;visibility = "Public";env "PRICES" {;default = "low";};}',
    'service "other" {;env "PRICES" {;default = "low";};queue "inner" {};}',
    'observer "worker" {;queue = "jobs";batch_size = "5";}',
    'observer "watcher" {;source {;queue = "photo_s";};}',
    'smart_bucket "papers" {}',
    'sql "orders" {}',
    'kv_store "sessions" {}',
    'queue "jobs" {}',
    'bucket "photos" {;ttl = 1;provider = "x";}',
    'task "nightly" {;cron = "@daily";}',
    'task "daily" { cron = "0 0 9 * * *" }',
    'mcp_service "tools" {;visibility = "protected";}',
    'monitor "uptime" {;interval = "30s";}',
    'vector_index "faces" {;dimension = "512";metric = "dot_product";metric = "dot_product";}',
)
CODE = service("return new Response(this.env.STRIPE_KEY + this.env.REGIO + this.env.NEW_KEY + this.env.PRICES);")


@st.composite
def manifests(draw: st.DrawFn) -> bytes:
    """Draw a manifest with defects, written in any way."""
    unit, end = draw(UNITS), draw(ENDS)
    lines = [draw(st.sampled_from(['application "Shop" {', 'application "shop" { // 🎉']))]
    for block in draw(st.lists(st.sampled_from(BLOCKS), max_size=7)):
        lines += [f"{unit}{each}" if each else "" for each in draw(FILLERS)]
        if draw(st.integers(0, 9)) == 0:
            lines.append(unit + block.replace(";", " ") + draw(REMARKS))
            continue
        depth = 1
        for part in block.split(";"):
            depth -= part == "}"
            lines.append(unit * depth + part + draw(REMARKS))
            depth += part.endswith("{")
    lines.append("}")
    return (end.join(lines) + draw(st.sampled_from(["", end]))).encode(draw(ENCODINGS))


def errors(report: Report) -> Counter[str]:
    """Count the errors of each code."""
    return Counter(each.code for each in report.diagnostics if each.severity is Severity.ERROR)


def empty_pairs(text: str) -> int:
    """Count the empty lines that follow an empty line."""
    lines = [line.strip() for line in text.splitlines()]
    return sum(not line and not other for line, other in pairwise(lines))


@settings(max_examples=60, deadline=None)
@given(manifests())
def test_fixes_leave_a_manifest_that_parses_and_nothing_more_to_fix(data: bytes) -> None:
    with TemporaryDirectory() as name:
        folder = write(Path(name), {"src/api/index.ts": CODE})
        (folder / "raindrop.manifest").write_bytes(data)
        found = mended(folder)
        assert not found.refused
        assert not any(each.finding.fix for each in found.after.diagnostics)
        more = errors(found.after) - errors(found.before)
        assert not {*more} - NEXT_STEPS
        text = found.after.sources["raindrop.manifest"].data.decode()
        assert empty_pairs(text) <= empty_pairs(Source("", data).data.decode())
        assert text.count("/* on one line */") == Source("", data).data.decode().count("/* on one line */")
