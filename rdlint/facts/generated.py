"""The types that `raindrop build generate` writes: `raindrop.gen.ts`, read by its lines.

A generator writes these files, always in one form, and there is one for each module, with a line for
each name: reading them as code would cost more than all that people write.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rdlint.facts.worker import EnvMember, EnvType
from rdlint.platform.generated import FIRST_LINE
from rdlint.source import Source
from rdlint.span import Span

_FIRST_LINE = re.compile(rb"^" + re.escape(FIRST_LINE.encode()), re.MULTILINE)
#: The first line stands within so many bytes, whatever a licence puts before it.
_HEAD = 2_000
_COMMENT = re.compile(rb"/\*.*?(?:\*/|\Z)|(?<![^\s;{}])//[^\n]*", re.DOTALL)
_NOT_A_LINE_END = re.compile(rb"[^\n]")
_ENV = re.compile(
    rb"^[ \t]*(?:export[ \t]+)?(?:declare[ \t]+)?(?:interface[ \t]+Env\b|type[ \t]+Env[ \t]*=)([^{\n]*)\{", re.MULTILINE
)
_PART = re.compile(rb"[^;\n]+")
_MEMBER = re.compile(rb"\s*(?:readonly\s+)?(['\"]?)([A-Za-z_$][\w$-]*)\1[ \t]*(\??)[ \t]*:([^{}]*)")
#: What stands where a type should: `KEY: "…"`.
_LITERAL = re.compile(rb"^[^\n'\"`]*:\s*(['\"`])([^\n'\"`]+)", re.MULTILINE)
_IMPORT = re.compile(rb"^[ \t]*import\s+(?:type\s+)?\{([^{}]*)\}", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class GeneratedFile:
    """What one file of generated types says.

    ``start`` is its first line. ``env`` is the type `Env` that it declares, ``None`` without one.
    ``imported`` are the names that it imports. ``is_marked``: it says that it is generated.
    ``secrets`` are literals that somebody wrote in the place of a type.
    """

    path: str
    start: Span
    env: EnvType | None
    imported: frozenset[str]
    is_marked: bool
    secrets: tuple[Span, ...] = ()


def extract(source: Source) -> GeneratedFile:
    """Return what a file of generated types says. Never raises."""
    code = _COMMENT.sub(lambda match: _NOT_A_LINE_END.sub(b" ", match[0]), source.data)
    names = (name.split() for each in _IMPORT.finditer(code) for name in each[1].split(b","))
    return GeneratedFile(
        source.path,
        source.line_span(1),
        _env(source, code),
        frozenset(words[-1].decode("utf-8", "replace") for words in names if words),
        _FIRST_LINE.search(source.data[:_HEAD]) is not None,
        tuple(source.span(*each.span(2)) for each in _LITERAL.finditer(source.data)),
    )


def _env(source: Source, code: bytes) -> EnvType | None:
    """Return the first declaration of `Env` in ``code``, which is the file without its comments."""
    declared = _ENV.search(code)
    if declared is None:
        return None
    members: list[EnvMember] = []
    depth, end = 1, len(code)
    for part in _PART.finditer(code, declared.end()):
        member = _MEMBER.match(part[0]) if depth == 1 else None
        if member is not None:
            at = part.start() + member.start(2)
            members.append(
                EnvMember(
                    member[2].decode(),
                    source.span(at, at + len(member[2])),
                    member[4].decode("utf-8", "replace"),
                    member[3] == b"?",
                )
            )
        depth += part[0].count(b"{") - part[0].count(b"}")
        if depth <= 0:
            end = part.end()
            break
    name = declared.start() + declared[0].index(b"Env")
    is_joined = declared[1].strip() or b"&" in code[code.rfind(b"}", 0, end) : end]
    return EnvType("Env", source.span(name, name + 3), tuple(members), depth <= 0 and not is_joined)
