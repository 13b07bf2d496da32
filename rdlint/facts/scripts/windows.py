"""The commands in the plain lines of PowerShell and batch files."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from rdlint.facts.commands import ScriptFile
from rdlint.facts.scripts.shell import Transcript
from rdlint.source import Source
from rdlint.span import Span
from rdlint.syntax.excerpt import Excerpt
from rdlint.syntax.plain_lines import POWERSHELL, PROMPT, Line, Token, joined, read
from rdlint.syntax.shell import Call
from rdlint.syntax.shell.assignment import Assignment
from rdlint.syntax.shell.scope import Field, inside
from rdlint.syntax.shell.ways import Way
from rdlint.syntax.shell.words import UNKNOWN, Value, literal

_MOVES = frozenset({"cd", "chdir", "pushd", "push-location", "set-location", "sl"})
_BACK = frozenset({"popd", "pop-location"})
#: How the Windows prompt and npm name what is installed.
_ENDINGS = (".cmd", ".exe", ".ps1", ".bat")
_PROGRAMS = frozenset({"bun", "bunx", "node", "npm", "npx", "pnpm", "pnpx", "raindrop", "yarn"})
#: More blocks are not told apart (as many branches are of a shell script).
_MOST_BLOCKS = 60


def extract(source: Source) -> ScriptFile:
    """Return the commands of a `.ps1`, `.bat` or `.cmd`; they run in the folder of the file."""
    transcript = Transcript(source)
    dialect = POWERSHELL if source.path.lower().endswith(".ps1") else PROMPT
    script = joined(Excerpt.of(source), dialect)
    transcript.add(source.path, _calls(script, read(script, dialect), posixpath.dirname(source.path)))
    return transcript.file()


def _calls(script: Excerpt, lines: Iterator[Line], start: str) -> Iterator[Call]:
    folder: str | None = start
    for line in lines:
        fields = [_field(script, word) for word in line.words]
        number = 1 << min(line.block, _MOST_BLOCKS)
        ways = [Way(-3, number if line.is_function else 1)]  # nobody knows when a function runs
        ways += [Way(-2, number)] if line.block else []
        block = tuple(ways)
        if line.assigned is not None:
            yield _export(script, line.assigned, fields, folder, block)
            continue
        if fields and _text(fields[0]).lower() == "call":
            fields = fields[1:]
        if not fields:
            continue
        fields[0] = _without_ending(fields[0])
        name = _text(fields[0]).lower()
        if name in _MOVES:
            target = next((_text(field) for field in fields[1:] if not field.value.prefix.startswith(("/", "-"))), "")
            is_known = folder is not None and bool(target) and ":" not in target
            folder = inside(posixpath.join(folder or "", target.replace("\\", "/"))) if is_known else None
        elif name in _BACK:
            folder = None if folder != start else start
        yield Call(tuple(fields), (), folder, folder != start, line.is_fed, UNKNOWN, True, block)


def _export(script: Excerpt, name: Token, fields: list[Field], folder: str | None, block: tuple[Way, ...]) -> Call:
    """Return ``set NAME=value`` and ``$env:NAME = value`` as the `export` that they are."""
    place = script.span(name.start, name.end)
    value = fields[0].value if len(fields) == 1 else UNKNOWN
    assignment = Assignment(name.text or "", place, value, fields[0].span if fields else place)
    word = Field(literal("export", place), place, place)
    return Call((word,), (assignment,), folder, False, False, UNKNOWN, True, block)


def _field(script: Excerpt, token: Token) -> Field:
    span: Span = script.span(token.start, token.end)
    value = literal(token.text, span) if token.text is not None else Value((), token.prefix)
    return Field(value, span, span)


def _without_ending(field: Field) -> Field:
    """Return the name of a command without ``.cmd`` behind it."""
    text = _text(field).replace("\\", "/")
    name = posixpath.basename(text).lower()
    if not name.endswith(_ENDINGS) or name.rpartition(".")[0] not in _PROGRAMS:
        return field
    return field._replace(value=literal(name.rpartition(".")[0], field.span))


def _text(field: Field) -> str:
    return field.value.only.text if field.value.only else ""
