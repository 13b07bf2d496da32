"""The grammar of the manifest as data: its page is made of it, and it holds together."""

from __future__ import annotations

from pathlib import Path

import pytest

from rdlint.facts.manifest import Block, extract
from rdlint.platform.bindings import MODULE_KINDS, RESOURCE_KINDS
from rdlint.platform.manifest import INVENTED_ATTRIBUTES, INVENTED_BLOCKS, MISTAKEN_BLOCKS, SCHEMA, holders, parents
from rdlint.platform.reference import page
from rdlint.source import Source

ROOT = Path(__file__).resolve().parent.parent


def test_the_page_is_made_of_the_grammar() -> None:
    written = (ROOT / "docs" / "manifest.md").read_text(encoding="utf-8")
    assert written == page(), "type: python -m rdlint.platform.reference > docs/manifest.md"


def test_every_kind_has_its_section_and_every_attribute_its_row() -> None:
    text = page()
    for kind in SCHEMA.values():
        section = text.partition(f"\n## {kind.name}\n")[2].partition("\n## ")[0]
        assert kind.summary[1:] in section
        assert all(f"| `{each.name}`" in section for each in kind.attributes)


def test_blocks_stand_inside_each_other_down_from_the_application() -> None:
    assert parents("application") == ()
    for kind in SCHEMA.values():
        assert kind.name == "application" or parents(kind.name)
        assert set(kind.blocks) <= SCHEMA.keys()
        assert set(kind.requires) <= set(kind.blocks)
        assert all(kind.attribute(name) for name in kind.one_of)
    assert SCHEMA.keys() >= MODULE_KINDS | RESOURCE_KINDS


def test_what_people_take_for_a_kind_is_none_and_leads_to_one() -> None:
    assert not SCHEMA.keys() & (MISTAKEN_BLOCKS.keys() | INVENTED_BLOCKS)
    assert set(MISTAKEN_BLOCKS.values()) <= SCHEMA.keys()
    assert not [name for name in INVENTED_ATTRIBUTES if holders(name)]


def test_real_manifests_are_written_in_this_grammar(corpus_manifests: list[Path]) -> None:
    """Of the apps that were generated; two committed manifests are of other platforms."""
    foreign: set[str] = set()

    def check(block: Block, path: Path) -> None:
        kind = SCHEMA.get(block.kind)
        if kind is None or any(kind.attribute(each.name) is None for each in block.attributes):
            foreign.add(path.name.partition("__")[0])
        for inner in block.blocks if kind else ():
            check(inner, path)

    for path in corpus_manifests:
        for block in extract(Source("raindrop.manifest", path.read_bytes())).blocks:
            check(block, path)
    assert foreign <= {"adariumesh", "camilariveraa", "rudra-raj21", "ujpm"}


@pytest.mark.parametrize("kind", ["service", "observer", "task", "bucket"])
def test_named_kinds_say_so(kind: str) -> None:
    assert SCHEMA[kind].is_named
    assert not SCHEMA["source"].is_named
