"""How a shell script is followed: what each statement does to the variables, and which commands it runs.

Nothing is run. It is followed as the shell would, but nobody knows how its tests end: both ways are
taken, and what they leave behind is joined. A function is entered at each call with its arguments,
so a command in it is found once for each call; a loop is gone through once, with all its words at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from rdlint.syntax.excerpt import Excerpt
from rdlint.syntax.shell.assignment import Assignment, assign_all, declared
from rdlint.syntax.shell.builtins import BUILTINS
from rdlint.syntax.shell.call import Call
from rdlint.syntax.shell.expansion import Expander
from rdlint.syntax.shell.filters import output
from rdlint.syntax.shell.output import Heredoc, heredoc, redirected_input
from rdlint.syntax.shell.scope import Array, Ending, Field, Scope
from rdlint.syntax.shell.tree import (
    Element,
    Step,
    Survey,
    command_words,
    is_test,
    parse,
    steps,
    stray_dash,
    stray_words,
    survey,
    touching,
)
from rdlint.syntax.shell.ways import Way, alone, left_open, through
from rdlint.syntax.shell.words import UNKNOWN, Value, literal, unite

if TYPE_CHECKING:
    from tree_sitter import Node

#: Statements inside statements, and functions that call functions, are followed this deep.
_DEEPEST = 60
#: As many commands are run inside functions: calls that multiply end here.
_MOST_INSIDE = 10_000
_READ = re.compile(r"\bread\b")
_SHELLS = frozenset({"bash", "dash", "sh", "zsh"})


class Interpreter:
    """One reading of one script."""

    def __init__(self, excerpt: Excerpt) -> None:
        self.excerpt = excerpt
        self.data = excerpt.data
        self.expander = Expander(excerpt)
        self.calls: list[Call] = []
        self.survey = Survey(0)
        self.functions: dict[str, Node] = {}
        self.entered: set[int] = set()  # functions, by where they begin
        self.active: list[int] = []
        self.locals: list[dict[str, Value | Array | None]] = []
        self.inside = 0  # commands that were run in functions
        self.depth = 0
        self.is_fed = False  # something is piped or redirected into what runs now
        self.ways: tuple[Way, ...] = ()
        self.is_background = False
        self.document: Heredoc | None = None
        self.is_nested = False  # what runs is the text of a word or a here-document

    def program(self, scope: Scope) -> None:
        """Run the whole script, then the functions that nothing in it has called."""
        root = parse(self.data)
        self.survey = survey(root, self.data)
        self.sequence(root.children, scope)
        scope.ending = Ending.NONE
        called = self.survey.called
        for is_called in (False, True):  # the latter by the former, or by nothing that runs
            for number, (name, definition) in enumerate(self.survey.functions):
                if (name in called) is is_called and definition.start_byte not in self.entered:
                    self.ways = (alone(number),)
                    self.enter(definition, scope.copy(), None)

    def nested(self, node: Node, scope: Scope) -> None:
        """Run the script that a quoted word is: the text of `eval` or of `sh -c`."""
        start, end = node.start_byte + 1, node.end_byte - 1
        if node.type in ("string", "raw_string") and start < end and b"\\" not in self.data[start:end]:
            self.script(start, end, scope)

    def script(self, start: int, end: int, scope: Scope) -> None:
        """Run the script that bytes ``start`` to ``end`` are."""
        outer, is_nested = self.survey, self.is_nested
        self.is_nested = True
        root = parse(self.data, start, end)
        self.survey = survey(root, self.data)
        self.survey.broken_at = min(self.survey.broken_at, outer.broken_at)
        self.sequence(root.children, scope)
        self.survey, self.is_nested = outer, is_nested

    def sequence(self, nodes: Iterable[Node], scope: Scope) -> None:
        """Run ``nodes`` one after the other, or beside what follows when ``&`` stands behind."""
        is_background = self.is_background
        for node, following in pairwise((*nodes, None)):
            if node is not None:
                self.is_background = is_background or (following is not None and following.type == "&")
                self.statement(node, scope)
        self.is_background = is_background

    def statement(self, node: Node, scope: Scope) -> None:
        """Run one node, whatever it is; what is nested too deep is left out."""
        if self.depth >= _DEEPEST:
            return
        self.depth += 1
        try:
            run = _STATEMENTS.get(node.type)
            if run:
                run(self, node, scope)
            elif node.child_count:
                self.sequence(node.children, scope)
        finally:
            self.depth -= 1

    # lists and pipelines

    def list_(self, node: Node, scope: Scope) -> None:
        """Run ``a && b || c``, a pipeline, or a statement with redirections."""
        skipped: list[Scope] = []
        before: Step | None = None
        for step in steps(node):
            if step.operator == "||":
                other = scope.copy()
                self.pipeline(step.elements, other)
                scope.become((scope.copy(), other))
            else:
                if before and is_test(before, self.data):
                    skipped.append(scope.copy())
                self.pipeline(step.elements, scope)
            before = step
        if skipped:
            scope.become((scope.copy(), *skipped))

    def pipeline(self, elements: tuple[Element, ...], scope: Scope) -> None:
        """Run the commands of a pipeline; in one of several, nothing that is set lasts."""
        line = UNKNOWN
        for number, element in enumerate(elements):
            inner = scope if len(elements) == 1 else scope.copy()
            is_fed = self.is_fed
            if number:
                inner.input, self.is_fed = line, True
            line = self.element(element, inner, is_piped=number > 0)
            self.is_fed = is_fed

    def element(self, element: Element, scope: Scope, *, is_piped: bool) -> Value:
        """Run one command of a pipeline and return a line of its output."""
        kept = scope.input, self.is_fed
        more: list[Field] = []
        for outer in element.outer:
            for redirect in outer.children_by_field_name("redirect"):
                self.substitutions(redirect, scope)
            is_piped = self.feed(outer, scope) or is_piped
            dash = stray_dash(outer, self.data)
            if dash >= 0:
                span = self.excerpt.span(dash, dash + 1)
                more.append(Field(literal("-", span), span, span))
            more += (field for word in stray_words(outer, self.data) for field in self.expander.fields(word, scope))
        line = UNKNOWN
        document = self.document
        self.document = heredoc(element.outer) if element.node.type == "command" else None
        if element.node.type == "command":
            line = self.command(element.node, scope, more, has_inlet=not is_piped)
        else:
            self.statement(element.node, scope)
        scope.input, self.is_fed = kept
        self.document = document
        return line

    def feed(self, node: Node, scope: Scope) -> bool:
        """Let the redirections of ``node`` be what is read from now on, and say whether there are any."""
        given = redirected_input(self.expander, node, scope)
        if given is not None:
            scope.input, self.is_fed = given, True
        return given is not None

    # commands

    def command(self, node: Node, scope: Scope, more: Iterable[Field] = (), *, has_inlet: bool = True) -> Value:
        """Run a simple command and return a line of its output."""
        self.substitutions(node, scope)
        assignments = assign_all(node, scope.copy(), self.expander)
        fields = [field for word in command_words(node, self.data) for field in self.expander.fields(word, scope)]
        fields += more
        kept = scope.input, self.is_fed
        has_inlet = not self.feed(node, scope) and has_inlet
        self.emit(node, fields, assignments, scope, has_inlet=has_inlet)
        line = UNKNOWN
        name = _name(fields)
        if name == "time":
            name = _name(fields := fields[1:])
        if name in self.functions:
            self.enter(self.functions[name], scope, fields[1:])
        elif name in BUILTINS:
            BUILTINS[name](fields[1:], {each.name: each.value for each in assignments}, scope)
        elif name == "eval" or name in _SHELLS:
            self.script_word(node, name, scope)
            if name != "eval" and self.document and _reads_script(fields):
                self.script(self.document.start, self.document.end, scope.copy())
        elif name:
            line = output([field.value for field in fields], scope.input or UNKNOWN, scope)
        scope.input, self.is_fed = kept
        return line

    def script_word(self, node: Node, name: str, scope: Scope) -> None:
        """Run the word of `eval` or behind the `-c` of a shell."""
        words = [word for word in command_words(node, self.data)[1:] if len(word) == 1]
        if name == "eval" and len(words) == 1:
            self.nested(words[0][0], scope)
        for option, script in pairwise(words) if name != "eval" else ():
            text = self.expander.text(option[0])
            if text.startswith("-") and text.endswith("c") and not text.startswith("--"):
                inner = scope.copy()
                inner.parameters = None
                self.nested(script[0], inner)
                break

    def declaration(self, node: Node, scope: Scope) -> None:
        """Run `export`, `local`, `declare` and their kin."""
        self.substitutions(node, scope)
        fields = declared(node, scope, self.expander, self.locals[-1] if self.locals else None)
        is_map = any(field.value.prefix.startswith("-") and "A" in field.value.prefix for field in fields)
        self.emit(node, fields, assign_all(node, scope, self.expander, is_map=is_map), scope)

    def assignment(self, node: Node, scope: Scope) -> None:
        """Run assignments that stand alone."""
        self.substitutions(node, scope)
        self.emit(node, (), assign_all(node, scope, self.expander), scope)

    def unset(self, node: Node, scope: Scope) -> None:
        """Run `unset`."""
        for child in node.named_children:
            scope.variables.pop(self.expander.text(child), None)

    def emit(
        self,
        node: Node,
        words: Sequence[Field],
        assignments: Iterable[Assignment],
        scope: Scope,
        *,
        has_inlet: bool = False,
    ) -> None:
        """Note that a command runs."""
        self.inside += bool(self.active)
        is_certain = node.end_byte <= self.survey.broken_at
        given = scope.input or UNKNOWN
        self.calls.append(
            Call(
                tuple(words),
                tuple(assignments),
                scope.folder,
                scope.has_moved,
                self.is_fed,
                given,
                is_certain,
                self.ways,
                self.is_background,
                _name(words) in self.functions,
                self.document.shown(self.excerpt) if self.document else None,
                self.excerpt.span(node.start_byte, node.start_byte) if has_inlet and not self.is_nested else None,
            )
        )

    def substitutions(self, node: Node, scope: Scope) -> None:
        """Run the commands inside the words of ``node``."""
        pending = [node]
        while pending:
            each = pending.pop()
            if each.type in ("command_substitution", "process_substitution"):
                self.statement(each, scope)
            elif each is node or each.type not in _STATEMENTS or each.type == "variable_assignment":
                pending += reversed(each.children)

    # compound statements

    def subshell(self, node: Node, scope: Scope) -> None:
        """Run ``( … )`` or ``$( … )``: what it sets does not last, and it is all that an `exit` in it leaves."""
        ways = self.ways
        self.sequence(node.children, scope.copy())
        self.ways = ways

    def function(self, node: Node, scope: Scope) -> None:
        """Remember a function."""
        name = node.child_by_field_name("name")
        if name:
            self.functions[self.expander.text(name)] = node

    def enter(self, definition: Node, scope: Scope, parameters: list[Field] | None) -> None:
        """Run the body of a function with ``parameters``, ``None`` when nobody knows them."""
        at, body = definition.start_byte, definition.child_by_field_name("body")
        if body is None or at in self.active or self.inside > _MOST_INSIDE:
            return
        self.entered.add(at)
        self.active.append(at)
        self.locals.append({})
        outer, ways = scope.parameters, self.ways
        scope.take(parameters)
        self.statement(body, scope)
        scope.parameters, self.ways = outer, ways
        for name, value in self.locals.pop().items():
            if value is None:
                scope.variables.pop(name, None)
            else:
                scope.variables[name] = value
        self.active.pop()
        scope.ending = Ending.NONE if scope.ending <= Ending.FUNCTION else scope.ending

    def if_(self, node: Node, scope: Scope) -> None:
        """Run all branches of an `if`."""
        ways: list[Scope] = []
        outer = self.ways
        later = self.branch(node, scope, ways)
        for clause in node.children:
            if clause.type == "elif_clause":
                later += self.branch(clause, scope, ways, node)
            elif clause.type == "else_clause":
                self.ways = through(outer, node, len(ways))
                self.sequence(clause.children, scope)
                later += self.ways[len(outer) + 1 :]
        self.ways = left_open((*outer, *later), node, [each.ending for each in (*ways, scope)])
        scope.become((scope.copy(), *ways))

    def branch(self, node: Node, scope: Scope, ways: list[Scope], around: Node | None = None) -> tuple[Way, ...]:
        """Run a condition, and on its own way what stands behind its `then`; ``around`` is the whole `if`.

        Return which ways inside of it do not lead to its end.
        """
        outer = self.ways
        parts = [child for child in node.children if child.type not in ("elif_clause", "else_clause")]
        then = next((at for at, child in enumerate(parts) if child.type == "then"), len(parts))
        self.sequence(parts[:then], scope)
        if then < len(parts):
            way = scope.copy()
            self.ways = through(outer, around or node, len(ways))
            self.sequence(parts[then + 1 :], way)
            ways.append(way)
        later, self.ways = self.ways[len(outer) + 1 :], outer
        return later

    def case(self, node: Node, scope: Scope) -> None:
        """Run all branches of a `case`."""
        value = node.child_by_field_name("value")
        if value:
            self.substitutions(value, scope)
        ways: list[Scope] = []
        has_default = False
        outer = self.ways
        later: tuple[Way, ...] = ()
        for item in node.children:
            if item.type == "case_item":
                patterns = item.children_by_field_name("value")
                has_default = has_default or any(self.expander.text(pattern) == "*" for pattern in patterns)
                way = scope.copy()
                self.ways = through(outer, node, len(ways))
                self.sequence(item.children, way)
                later += self.ways[len(outer) + 1 :]
                ways.append(way)
        self.ways = left_open((*outer, *later), node, [each.ending for each in (*ways, scope)])
        scope.become(ways if has_default else (scope.copy(), *ways))

    def for_(self, node: Node, scope: Scope) -> None:
        """Run a `for` or `select` once, its variable being any of its words."""
        variable = node.child_by_field_name("variable")
        if any(child.type == "in" for child in node.children):
            words = touching(node.children_by_field_name("value"), self.data)
            for word in words:
                for part in word:
                    self.substitutions(part, scope)
            fields = [field for word in words for field in self.expander.choices(word, scope)]
        else:
            fields = list(scope.parameters or ())
        value = unite([field.value for field in fields]) if fields else UNKNOWN
        self.loop(node, scope, {self.expander.text(variable): value} if variable else {})

    def loop(self, node: Node, scope: Scope, variables: Mapping[str, Value] | None = None) -> None:
        """Run a loop once: of what it changes nothing is known before it."""
        changed = self.survey.changed_in(node)
        if "$@" in changed:
            scope.parameters = None
        scope.forget(changed)
        for name, value in (variables or {}).items():
            scope.assign(name, value)
        is_fed = self.is_fed
        for condition in node.children_by_field_name("condition"):
            self.statement(condition, scope)
            if _READ.search(self.expander.text(condition)):
                self.is_fed = False  # what is piped into the loop is for its `read`
        way = scope.copy()
        body = node.child_by_field_name("body")
        if body:
            self.statement(body, way)
        way.ending = Ending.NONE if way.ending <= Ending.LOOP else way.ending
        self.is_fed = is_fed
        scope.become((scope.copy(), way))


def _name(fields: Sequence[Field]) -> str:
    """Return the name of the command that ``fields`` are, empty when it is not known."""
    return fields[0].value.only.text if fields and fields[0].value.only else ""


def _reads_script(fields: Sequence[Field]) -> bool:
    """Say whether a shell with these words runs what it reads: ``bash``, ``sh -eu``, ``bash -s -- a``."""
    texts = [field.value.only.text if field.value.only else "" for field in fields[1:]]
    return "-s" in texts or all(text.startswith("-") and not text.endswith("c") for text in texts)


_STATEMENTS: dict[str, Callable[[Interpreter, Node, Scope], object]] = {
    "c_style_for_statement": Interpreter.loop,
    "case_statement": Interpreter.case,
    "command": Interpreter.command,
    "command_substitution": Interpreter.subshell,
    "declaration_command": Interpreter.declaration,
    "for_statement": Interpreter.for_,
    "function_definition": Interpreter.function,
    "if_statement": Interpreter.if_,
    "list": Interpreter.list_,
    "pipeline": Interpreter.list_,
    "process_substitution": Interpreter.subshell,
    "redirected_statement": Interpreter.list_,
    "subshell": Interpreter.subshell,
    "test_command": Interpreter.substitutions,
    "unset_command": Interpreter.unset,
    "variable_assignment": Interpreter.assignment,
    "variable_assignments": Interpreter.assignment,
    "while_statement": Interpreter.loop,
}
