"""What commands are given to read and what they write: substitutions, redirections, here-documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from rdlint.span import Span
from rdlint.syntax.excerpt import Excerpt
from rdlint.syntax.shell.filters import output
from rdlint.syntax.shell.scope import Scope
from rdlint.syntax.shell.tree import Element, command_words, steps
from rdlint.syntax.shell.words import UNKNOWN, Listing, Text, Value, of_texts

if TYPE_CHECKING:
    from tree_sitter import Node

    from rdlint.syntax.shell.expansion import Expander


def substitution(expander: Expander, node: Node, scope: Scope) -> Value:
    """Return what ``$(…)`` or ``<(…)`` gives: a line of it, or a folder for ``$(cd … && pwd)``."""
    redirected = redirected_input(expander, node, scope)
    if redirected is not None:
        return redirected  # $(< file)
    statements = [child for child in node.named_children if child.type != "comment"]
    found = [step for statement in statements for step in steps(statement)]
    inner = scope.copy()
    for step in found[:-1]:
        words = _words(expander, step.elements[0].node, inner)
        if len(words) != 2 or words[0].only is None or words[0].only.text not in ("cd", "pushd"):
            return UNKNOWN
        inner.move(words[1])
    value = _pipeline(expander, found[-1].elements, inner) if found else UNKNOWN
    return value if len(found) == 1 or (value.only and value.only.in_tree) else UNKNOWN


def redirected_input(expander: Expander, node: Node, scope: Scope) -> Value | None:
    """Return a line of what the redirections of ``node`` let it read, ``None`` without any."""
    found: Value | None = None
    for redirect in node.children_by_field_name("redirect"):
        if redirect.type == "herestring_redirect":
            found = expander.value(redirect.named_children, scope)
        elif redirect.type == "heredoc_redirect":
            found = _heredoc(expander, redirect)
        elif redirect.type == "file_redirect" and any(child.type == "<" for child in redirect.children):
            target = redirect.child_by_field_name("destination")
            if target and target.type == "process_substitution":
                found = substitution(expander, target, scope)
            else:
                path = scope.file(expander.value([target], scope)) if target else None
                found = UNKNOWN if path is None else Value(listing=Listing(path))
    return found


class Heredoc(NamedTuple):
    """A here-document: the bytes of its text. Not ``is_open``: what its command writes goes to a file or a pipe."""

    start: int
    end: int
    is_open: bool

    def shown(self, excerpt: Excerpt) -> Span | None:
        """Return its place if the terminal shows it."""
        return excerpt.span(self.start, self.end) if self.is_open and self.start < self.end else None


def heredoc(outer: Sequence[Node]) -> Heredoc | None:
    """Return the here-document among the redirections ``outer`` of a command."""
    redirects = [each for node in outer for each in node.children_by_field_name("redirect")]
    for redirect in redirects:
        body = next((child for child in redirect.children if child.type == "heredoc_body"), None)
        if redirect.type == "heredoc_redirect" and body is not None:
            others = [*redirects, *redirect.named_children]
            is_open = not any(each.type in ("file_redirect", "pipeline") for each in others)
            return Heredoc(body.start_byte, body.end_byte, is_open)
    return None


def _pipeline(expander: Expander, elements: Sequence[Element], scope: Scope) -> Value:
    line = UNKNOWN
    for element in elements:
        for outer in (element.node, *element.outer):
            given = redirected_input(expander, outer, scope)
            line = line if given is None else given
        line = output(_words(expander, element.node, scope), line, scope)
    return line


def _words(expander: Expander, node: Node, scope: Scope) -> list[Value]:
    """Return the words of a simple command, none for anything else."""
    words = command_words(node, expander.data) if node.type == "command" else []
    return [field.value for word in words for field in expander.fields(word, scope)]


def _heredoc(expander: Expander, redirect: Node) -> Value:
    """Return a line of a here-document that has no expansions."""
    body = next((child for child in redirect.children if child.type == "heredoc_body"), None)
    if body is None or body.child_count:
        return UNKNOWN
    texts: list[Text] = []
    at = body.start_byte
    for raw in expander.data[body.start_byte : body.end_byte].splitlines(keepends=True):
        line = raw.strip()
        start = at + len(raw) - len(raw.lstrip())
        if line:
            texts.append(Text(line.decode("utf-8", "replace"), expander.excerpt.span(start, start + len(line))))
        at += len(raw)
    return of_texts(texts)
