"""Blocks put into `raindrop.manifest`, moved and taken out, in the style of those that are there.

What is not written as people write a manifest, several blocks on one line or code where a line would go, gets
no edit at all.
"""

from __future__ import annotations

import re

from rdlint.app.model import App
from rdlint.facts.manifest import Block
from rdlint.finding import Edit
from rdlint.fixes.lines import indentation, is_about, is_parted, line_rest, line_text, without
from rdlint.fixes.style import Style
from rdlint.platform.bindings import DEFAULT_BINDINGS, PROTECTED_BINDINGS, RESERVED_PREFIX
from rdlint.platform.credentials import tells_secret
from rdlint.source import Source

_LINE_END = re.compile(r"\r\n|\n|\r")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def declare(app: App, name: str) -> tuple[Edit, ...]:
    """Return the edits that declare the variable ``name`` for every module of ``app``, as a secret if it tells one.

    The block goes behind the last `env` of the application, or else to its top. Empty where that cannot be
    done: the manifest does not parse or has no place for a line, the name cannot be a variable's, or anything
    in the manifest has it already.
    """
    if not is_free(app, name):
        return ()
    return insert(app, "env", name, "secret = true" if tells_secret(name) else "")


def is_free(app: App, name: str) -> bool:
    """Say whether a variable can be called ``name``, and nothing on any `Env` is."""
    taken = {*app.binding_names, *DEFAULT_BINDINGS, *PROTECTED_BINDINGS, *(each.name for each in app.variables)}
    return bool(_NAME.fullmatch(name)) and name not in taken and not name.startswith(RESERVED_PREFIX)


def insert(app: App, kind: str, name: str, attribute: str = "") -> tuple[Edit, ...]:
    """Return the edits that put the block ``kind "name"`` into the application, behind the last one of its kind.

    Where there is none, a variable goes to the top and everything else to the end. ``kind``, ``name`` and
    ``attribute``, which is all that the block holds, are written as they are. Empty where that cannot be done.
    """
    application = _only_application(app)
    if application is None:
        return ()
    source = app.sources[application.span.path]
    return _place(source, application, kind, Style(source, application).block(kind, name, attribute))


def move(app: App, block: Block) -> tuple[Edit, ...]:
    """Return the edits that move ``block``, which stands anywhere in the manifest, up into the application.

    Empty where its lines are not its own, hold a secret, or a comment above them would stay behind.
    """
    application = _only_application(app)
    if application is None or app.manifest is None:
        return ()
    source = app.sources[application.span.path]
    removed = take_out(app, block)
    indent = indentation(source, block.span.start)
    lines = _LINE_END.split(source.text(block.span))
    is_open = any(block.span.contains(each) for each in app.manifest.secrets) or "<<" in "".join(lines)
    if (
        not removed
        or indent is None
        or is_open
        or any(each.strip() and not each.startswith(indent) for each in lines[1:])
    ):
        return ()
    outer = Style(source, application).inner
    text = "\n".join([outer + lines[0], *(each and outer + each.removeprefix(indent) for each in lines[1:])])
    return (*_place(source, application, block.kind, text), *removed)


def take_out(app: App, block: Block) -> tuple[Edit, ...]:
    """Return the edits that take ``block`` out of the manifest, with its lines and a comment above that names it.

    Empty where the lines are not its own, or a comment above says something else: what it is for, or its section.
    """
    source = app.sources[block.span.path]
    is_told = bool(block.remark) and not is_about(source, source.line_of(block.span.start) - 1, block.name)
    return without(source, block.span, block.name) if app.is_known and not is_told else ()


def _only_application(app: App) -> Block | None:
    """Return the only application of a manifest that parses."""
    tops = app.manifest.blocks if app.manifest else ()
    return app.application if app.is_known and sum(each.kind == "application" for each in tops) == 1 else None


def _place(source: Source, application: Block, kind: str, text: str) -> tuple[Edit, ...]:
    """Put the lines ``text``, a block of ``kind``, into ``application``."""
    others = [] if kind == "env" else [*application.blocks]
    before = [each for each in application.blocks if each.kind == kind] or others
    return _behind(source, before, text) if before else _at_top(source, application, text)


def _behind(source: Source, before: list[Block], text: str) -> tuple[Edit, ...]:
    """Put ``text`` on the next line behind the last of ``before``, with an empty line between if they have one."""
    last = before[-1]
    end = line_rest(source, last.span.end)
    if end is None or indentation(source, last.span.start) is None:
        return ()
    gap = "\n" * (len(before) > 1 and is_parted(source, before[-2].span.end, last.span.start))
    return (Edit(source.span(end, end), f"\n{gap}{text}"),)


def _at_top(source: Source, application: Block, text: str) -> tuple[Edit, ...]:
    """Put ``text`` on the next line behind the opening brace of ``application``."""
    outer, brace = indentation(source, application.span.start), application.body.start - 1
    end = line_rest(source, application.body.start)
    if outer is None:
        return ()
    if not source.text(application.body).strip():
        return (Edit(source.span(brace, application.span.end), f"{{\n{text}\n{outer}}}"),)
    if end is None:
        return ()
    both = application.blocks[:2]
    is_parted_here = len(both) > 1 and is_parted(source, both[0].span.end, both[1].span.start)
    gap = "\n" * (is_parted_here and bool(line_text(source, source.line_of(brace) + 1).strip()))
    if end == brace + 1:  # replaced, so that a second block waits until this one is there, and goes behind it
        return (Edit(source.span(brace, end), f"{{\n{text}{gap}"),)
    return (Edit(source.span(end, end), f"\n{text}{gap}"),)
