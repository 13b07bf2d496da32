"""The `raindrop` commands among all commands of a shell, and the variables that they get to see."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from rdlint.facts.commands import Command, Export, ScriptFile, Sourced
from rdlint.facts.others import Job, Other, Printed, Target, Ways
from rdlint.facts.scripts.names import raindrop_call, without_wrappers
from rdlint.facts.scripts.printed import PRINTERS, printed
from rdlint.facts.scripts.targets import kept_file, target, text_of
from rdlint.facts.scripts.words import read_words
from rdlint.platform.credentials import find_credentials, is_placeholder, tells_secret
from rdlint.source import Source
from rdlint.span import Span
from rdlint.syntax import shell
from rdlint.syntax.excerpt import Excerpt
from rdlint.syntax.shell import Call
from rdlint.syntax.shell.assignment import Assignment
from rdlint.syntax.shell.scope import Field, Scope
from rdlint.syntax.shell.ways import AROUND
from rdlint.syntax.shell.words import Text, Value

#: Folders of scripts that are started from the folder around them.
_SCRIPT_FOLDERS = frozenset({".ci", ".github", ".husky", "bin", "ci", "hack", "script", "scripts", "tool", "tools"})
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SHELL_ENDINGS = (".sh", ".bash", ".zsh")


def extract(source: Source) -> ScriptFile:
    """Return the commands of a shell file."""
    transcript = Transcript(source)
    calls = shell.read(Excerpt.of(source), folder=_start(source.path), path=source.path)
    transcript.add(source.path, calls)
    return transcript.file()


def _start(path: str) -> str:
    """Return the folder in which people start the shell file ``path``, as far as custom goes."""
    folder = posixpath.dirname(path)
    while posixpath.basename(folder) in _SCRIPT_FOLDERS:
        folder = posixpath.dirname(folder)
    return folder


class Transcript:
    """Collects what the scripts of one file run. All orders are counted through the whole file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._commands: list[Command] = []
        self._exports: list[Export] = []
        self._sourced: list[Sourced] = []
        self._others: list[Other] = []
        self._printed: list[Printed] = []
        self._jobs: list[Job] = []
        self._secrets = {source.span(each.start, each.end) for each in find_credentials(source.data)}
        self._order = 0
        self._script = ""
        self._ways: Ways = ()
        self._number = 0  # of the scripts so far: their branches are not the same ones

    def file(self, *, is_document: bool = False) -> ScriptFile:
        """Return everything that was collected."""
        return ScriptFile(
            self.source.path,
            tuple(self._commands),
            tuple(self._exports),
            tuple(self._sourced),
            (),
            tuple(sorted(self._secrets)),
            tuple(self._others),
            tuple(self._printed),
            tuple(self._jobs),
            is_document,
        )

    def add(
        self, script: str, calls: Iterable[Call], folder: str | None = None, *, folder_is_unknown: bool = False
    ) -> None:
        """Add what ``script`` runs.

        ``folder`` is where it starts when something says so.
        """
        self._script = script
        self._number += 1
        exports_all = False
        for call in calls:
            self._ways = tuple(
                (place if place == AROUND else (self._number << 32) + place, branches) for place, branches in call.ways
            )
            for assignment in call.assignments:
                self.hide_assigned(assignment.name, assignment.value, assignment.value_span)
            texts = [word.value.only.text if word.value.only else "" for word in call.words]
            name = texts[0] if texts else ""
            if not call.words:
                self._export_assignments(call.assignments if exports_all else ())
            elif name == "export" or (name in ("declare", "typeset") and _has_letter(texts, "x")):
                self._export(call)
            elif name in ("source", "."):
                for word in call.words[1:2]:
                    self._source(word.value, word.span, call)
                    if word.value.only is None or text_of(word).endswith(_SHELL_ENDINGS):
                        self._add_other(call)
            elif name == "eval":
                self._source_listings(call.words[1:])
            elif name == "set":
                exports_all = _exports_all(texts, exports_all)
            elif not self._run(call, folder, folder_is_unknown) and not call.is_function:
                self._add_other(call)
        self._ways = ()

    def add_export(self, name: str, span: Span, value: Value, script: str) -> None:
        """Add a variable that the commands of ``script`` get to see (of all scripts, when it is empty)."""
        is_empty = bool(value.texts) and not any(text.text for text in value.texts)
        self._exports.append(Export(name, span, is_empty, script, self._next(), self._ways))

    def add_sourced(self, file: str, span: Span, script: str) -> None:
        """Add a file whose variables the commands of ``script`` get to see."""
        self._sourced.append(Sourced(file, span, script, self._next(), self._ways))

    def add_run(self, script: str, target: Target, span: Span) -> None:
        """Let ``script`` run another one at this point, for what stands at ``span``."""
        self._others.append(Other("", span, script, self._next(), (), target))

    def add_job(self, job: Job) -> None:
        """Add a job of a CI file."""
        self._jobs.append(job)

    def hide(self, span: Span, after_equals: bool = False) -> None:
        """Let what stands at ``span`` be masked wherever it is shown, quotes around it apart."""
        text = self.source.data[span.start : span.end]
        start, end = span.start, span.end
        if after_equals:
            start += text.find(b"=") + 1 if b"=" in text else len(text)
            text = self.source.data[start:end]
        if len(text) > 1 and text[:1] == text[-1:] and text[:1] in (b'"', b"'"):
            start, end = start + 1, end - 1
        if start < end and span.path == self.source.path:
            self._secrets.add(self.source.span(start, end))

    def hide_assigned(self, name: str, value: Value, span: Span) -> None:
        """Hide the literal that is given to a variable whose name tells that it is secret."""
        if not tells_secret(name):
            return
        for text in value.texts:
            if text.text and not is_placeholder(text.text):
                self.hide(text.span if text.span.path else span)
        if value.prefix and not value.texts:
            self.hide(span)

    def _next(self) -> int:
        self._order += 1
        return self._order

    def _export_assignments(self, assignments: Iterable[Assignment]) -> None:
        for each in assignments:
            if not each.is_item:
                self.add_export(each.name, each.span, each.value, self._script)

    def _export(self, call: Call) -> None:
        """Add what ``export NAME=value``, ``export NAME`` and ``export $(cat .env)`` give."""
        self._export_assignments(call.assignments)
        for word in call.words[1:]:
            name = word.value.prefix.partition("=")[0]
            if word.value.listing is None and _NAME.fullmatch(name):
                self.add_export(name, word.span, Value(), self._script)
        self._source_listings(call.words[1:])

    def _source(self, value: Value, span: Span, call: Call) -> None:
        path = Scope(folder=call.folder).file(value)
        if path:
            self.add_sourced(path, span, self._script)

    def _source_listings(self, words: Iterable[Field]) -> None:
        """Add the files whose lines are among ``words``."""
        for word in words:
            if word.value.listing and not word.value.listing.only_names:
                self.add_sourced(word.value.listing.file, word.span, self._script)

    def _add_other(self, call: Call) -> None:
        """Add a command beside `raindrop`, and the calls that it prints."""
        words = without_wrappers(call.words)
        if not words:
            return
        name = posixpath.basename(text_of(words[0]).replace("\\", "/"))
        kept = ((kept_file(text_of(word)), word.span) for word in words[1:])
        files = tuple((file, span) for file, span in kept if file is not None)
        run = target(words, call.folder)
        self._others.append(Other(name, words[0].span, self._script, self._next(), self._ways, run, files))
        if name == "cat" and call.shown:
            self._printed += printed(self.source, call.shown)
        if name.lower() in PRINTERS:
            for word in words[1:]:
                self._printed += printed(self.source, word.span)

    def _run(self, call: Call, folder: str | None, folder_is_unknown: bool) -> bool:
        """Add ``call`` if it is one of `raindrop`, and say whether it is."""
        found = raindrop_call(call.words, call.given)
        if found is None:
            return False
        self._export_assignments(call.assignments)
        for name, word in found.exports:
            self.hide_export(name, word)
            self.add_export(name, word.span, _behind_equals(word.value), self._script)
        self._source_listings(found.wrappers)
        for file, word in found.env_files:
            self._source(Value((Text(file, word.span),)), word.span, call)
        self._commands.append(
            Command(
                _span(found.name, found.words),
                tuple(read_words(found.words, call.given, self.hide)),
                self._script,
                self._next(),
                call.folder if call.has_moved else folder,
                call.is_fed and not found.by_xargs,
                call.folder is None if call.has_moved else folder_is_unknown,
                call.is_certain,
                self._ways,
                call.is_background,
                call.inlet if found.name.span == found.name.slot and not found.by_xargs else None,
            )
        )
        return True

    def hide_export(self, name: str, word: Field) -> None:
        """Hide the value in ``env NAME=value`` when the name tells that it is secret."""
        if tells_secret(name):
            self.hide(word.span, after_equals=True)


def _behind_equals(value: Value) -> Value:
    return value.map(lambda text: text.partition("=")[2])


def _span(name: Field, words: Sequence[Field]) -> Span:
    """Return the place of a call from its name to its last word."""
    if not words:
        return name.span
    is_direct = name.span == name.slot
    end = max(word.slot.end if is_direct else word.span.end for word in words)
    return Span(name.span.path, name.span.start, max(name.span.end, end))


def _has_letter(texts: Sequence[str], letter: str) -> bool:
    """Say whether ``letter`` is among the options of a command."""
    return any(text.startswith("-") and letter in text for text in texts[1:])


def _exports_all(texts: Sequence[str], before: bool) -> bool:
    """Say whether variables are exported as they are set, after a `set`."""
    for text, following in pairwise((*texts[1:], "")):
        if text[:1] in ("-", "+") and ("a" in text[1:] or (text[1:] == "o" and following == "allexport")):
            return text[0] == "-"
    return before
