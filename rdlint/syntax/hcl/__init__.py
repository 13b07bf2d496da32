"""HCL, the language of manifests, read whole or damaged.

The reader takes what readers of HCL take, and reads on after each error: half a file gives half
its blocks. Where readers of HCL differ in the layout of lines (two attributes on one line, a `{`
on a line of its own) it is lenient and silent.
"""

from __future__ import annotations

from functools import cached_property

from rdlint.source import Source
from rdlint.syntax.hcl.brackets import Group, opens_statement
from rdlint.syntax.hcl.tokens import STRINGS
from rdlint.syntax.hcl.tree import Attribute, Block, Expression, File, Label
from rdlint.syntax.hcl.values import ASSIGNS, CLOSERS, MAX_DEPTH, TOO_DEEP, Reader

__all__ = ["MAX_DEPTH", "Attribute", "Block", "Expression", "File", "Label", "parse"]

_NO_STATEMENT = (
    "expected an attribute or a block",
    'write `name = value` or `kind "name" { … }`, or begin the line with `#`',
)
_LONE_NAME = ("expected `=` or `{` after this name", "write `name = value`, or `kind { … }`")
_HEADER_WORDS = STRINGS | {"name", "{"}
_CONSTANTS = frozenset({"true", "false", "null"})


def parse(source: Source) -> File:
    """Read ``source`` as HCL; whatever its bytes are, nothing is raised."""
    return _Parser(source).parse()


class _Parser(Reader):
    """Recursive descent over ranges of tokens; how brackets pair is known before it begins."""

    def parse(self) -> File:
        """Read the whole file."""
        attributes, blocks = self.body(0, len(self.tokens), 0)
        problems = sorted(dict.fromkeys(self.problems), key=lambda problem: problem.span)
        return File(attributes, blocks, tuple(problems))

    def body(self, at: int, end: int, depth: int) -> tuple[tuple[Attribute, ...], tuple[Block, ...]]:
        """Read the statements from ``at`` to ``end``."""
        attributes: list[Attribute] = []
        blocks: list[Block] = []
        while at < end:
            if self.tokens[at].kind == "name" or (self.tokens[at].kind in STRINGS and self.assigns(at, end)):
                node, at = self.statement(at, end, depth, among_blocks=bool(blocks) and not attributes)
                if isinstance(node, Block):
                    blocks.append(node)
                elif node:
                    attributes.append(node)
            else:
                at = self.no_statement(at, end)
        return tuple(attributes), tuple(blocks)

    def statement(self, at: int, end: int, depth: int, *, among_blocks: bool) -> tuple[Attribute | Block | None, int]:
        """Read what begins with a name: an attribute, a block, or neither.

        ``among_blocks``: blocks stand before it in the same body, and no attribute.
        """
        labels: list[int] = []
        strays: list[int] = []
        here = at + 1
        while here < end and here not in self.brackets.implied:
            token = self.tokens[here]
            if token.kind == "{" or (token.first and not self.continues_header(here, end)):
                break
            is_sign = token.kind in ASSIGNS or self.data_of(token) in (b"==", b"=>")
            if is_sign and here + 1 not in self.brackets.implied:
                self.report_strays(strays)
                return self.assignment(at, labels, here, end, depth)
            if token.kind == "name" or token.kind in STRINGS:
                labels.append(here)
            elif not labels and self.is_lone_value(here, end) and here + 1 not in self.brackets.implied:
                return self.attribute(at, at, end, depth)
            else:
                strays.append(here)
            here += 1
        group = self.brackets.implied.get(here) if here < end else None
        if here < end and not group and self.tokens[here].kind == "{":
            group = self.brackets.groups[here]
        if not group and self.lacks_sign(at, labels, among_blocks=among_blocks):
            return self.attribute(at, at, end, depth)
        self.report_strays(strays)
        if group or (labels and all(self.is_text(each) for each in labels)):
            return self.block(at, labels, here, group, depth)
        self.report(
            self.tokens[at], self.tokens[labels[-1] if labels else at], *(_NO_STATEMENT if labels else _LONE_NAME)
        )
        return None, here

    def lacks_sign(self, at: int, labels: list[int], *, among_blocks: bool) -> bool:
        """Say whether a name and one word behind it are more like an attribute than like a block."""
        if len(labels) != 1:
            return False
        if self.is_text(labels[0]):
            return not among_blocks and self.text(self.tokens[at]) not in self.block_kinds
        return self.text(self.tokens[labels[0]]) in _CONSTANTS

    def is_text(self, at: int) -> bool:
        """Say whether the token at ``at`` is a string, well formed or not."""
        return self.tokens[at].kind in STRINGS

    def report_strays(self, strays: list[int]) -> None:
        """Report the tokens at ``strays``."""
        for each in strays:
            self.stray(each)

    def is_lone_value(self, at: int, end: int) -> bool:
        """Say whether a number or list stands at ``at``, and no label behind it."""
        if self.tokens[at].kind == "[":
            return self.brackets.groups[at].is_closed
        is_last = not self.follows(at + 1, end)
        return self.tokens[at].kind == "number" and (is_last or self.tokens[at + 1].kind not in _HEADER_WORDS)

    def continues_header(self, at: int, end: int) -> bool:
        """Say whether the line that begins at ``at`` goes on with the header of the line before."""
        kind = self.tokens[at].kind
        return kind == "{" or (kind in STRINGS and not self.assigns(at, end))

    def assignment(
        self, at: int, labels: list[int], sign: int, end: int, depth: int
    ) -> tuple[Attribute | Block | None, int]:
        """Read an attribute whose `=` stands at ``sign``; words before it may not belong to it."""
        found = self.tokens[sign]
        words = labels.copy()
        brace = sign + 1
        while self.follows(brace, end) and (self.tokens[brace].kind == "name" or self.tokens[brace].kind in STRINGS):
            words.append(brace)
            brace += 1
        is_body = self.follows(brace, end) and self.tokens[brace].kind == "{" and self.brackets.groups[brace].is_closed
        if is_body and self.tokens[at].kind == "name" and (words or found.kind == ":"):  # `queue = "jobs" {`
            self.report(found, found, f"a block takes no `{self.text(found)}` in its header", "remove it")
            return self.block(at, words, brace, self.brackets.groups[brace], depth)
        if labels and self.tokens[labels[-1]].kind == "name":
            self.report(self.tokens[at], self.tokens[labels[-1] - 1], *_NO_STATEMENT)
            return None, labels[-1]
        if labels:
            label = self.tokens[labels[-1]]
            self.report(self.tokens[labels[0]], label, f"expected `=` after `{self.meaning(at)}`", "remove this")
        if self.tokens[at].kind in STRINGS:
            self.report(self.tokens[at], self.tokens[at], "attribute names take no quotes", "remove the quotes")
        return self.attribute(at, sign, end, depth)

    def no_statement(self, at: int, end: int) -> int:
        """Pass over what begins no statement: a character too many, or a line that is no HCL."""
        if self.tokens[at].kind in CLOSERS or self.tokens[at].kind == "{":
            self.stray(at)
            return at + 1
        stop = at + 1
        while self.follows(stop, end) and self.tokens[stop].kind not in ("{", "}"):
            if opens_statement(self.tokens, stop):
                break
            stop += 1
        first, last = self.tokens[at], self.tokens[stop - 1]
        if self.follows(stop, end) and stop == at + 1:
            self.stray(at)
        else:
            self.report(first, last, *_NO_STATEMENT)
        return stop

    @cached_property
    def block_kinds(self) -> frozenset[str]:
        """The names that begin a block with a label somewhere in this file."""
        triples = zip(self.tokens, self.tokens[1:], self.tokens[2:], strict=False)
        return frozenset(
            self.text(name)
            for name, label, brace in triples
            if name.kind == "name" and label.kind in STRINGS and brace.kind == "{"
        )

    def block(self, at: int, labels: list[int], here: int, group: Group | None, depth: int) -> tuple[Block, int]:
        """Read a block with the body ``group``, or without one.

        ``here`` is the index of its `{`, or of what stands where that is missing.
        """
        name, last = self.tokens[at], self.tokens[labels[-1] if labels else at]
        for each in labels:
            self.check(each)
        kind = self.text(name)
        named = tuple(Label(self.meaning(each), self.inner(each), self.tokens[each].kind != "name") for each in labels)
        header = self.source.span(name.start, last.end)
        shown = f'{kind} "{named[0].text}"' if named else kind
        start = end = header.end
        if group and here < group.first:
            last = self.tokens[here]
            start = end = last.end
        else:
            self.report(last, last, f"expected `{{` after `{shown}`", f"write `{shown} {{ … }}`")
        attributes: tuple[Attribute, ...] = ()
        blocks: tuple[Block, ...] = ()
        if group and group.first < group.end:
            if depth < MAX_DEPTH:
                attributes, blocks = self.body(group.first, group.end, depth + 1)
            else:
                self.report(name, name, *TOO_DEEP)
            last = self.tokens[group.end - 1]
            end = max(end, last.end)
        block_end = end
        if group and group.is_closed:
            end, block_end = self.tokens[group.end].start, self.tokens[group.end].end
        elif group:
            message = f"expected `}}` to close `{shown}`, opened on line {name.line + 1}"
            self.report(last, last, message, "type `}` after this")
        span = self.source.span(name.start, block_end)
        block = Block(kind, self.inner(at), named, header, self.source.span(start, end), span, attributes, blocks)
        return block, group.after if group else here
