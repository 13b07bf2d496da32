"""A word of a command handed over by a pipe, where no list of processes shows it."""

from __future__ import annotations

import re

from rdlint.facts.commands import Command, Word
from rdlint.finding import Edit
from rdlint.fixes.words import is_own
from rdlint.source import Source

#: One expansion between quotes, and nothing that could be a value: of the shell, of make, of a GitHub workflow.
_EXPANSION = re.compile(
    rb"(?P<quote>\\\"|\")(?:\$\$?(?:[A-Za-z_]\w*|[1-9]|\{!?[A-Za-z_]\w*\}|\([A-Za-z_]\w*\))"
    rb"|\$\{\{[ ]*[a-z]+\.[A-Za-z_]\w*[ ]*\}\})(?P=quote)"
)
#: What may stand before `raindrop` and hands on what it reads: variables for it, and what runs npm packages.
_BEFORE = re.compile(
    rb"(?:[A-Za-z_]\w*=\w*\s+)*(?:(?:npx|bunx|pnpx|pnpm|yarn|npm|bun)(?:\s+(?:exec|dlx|x))?(?:\s+(?:-y|--yes|--))*\s+)?"
)


def pipe(source: Source, command: Command, word: Word) -> tuple[Edit, ...]:
    """Return the edits that hand the value of ``word``, an expansion, to ``command`` by a pipe, with `-` in its place.

    Empty where the word is anything else, or something is piped into the command already.
    """
    found = _EXPANSION.fullmatch(source.data, word.span.start, word.span.end)
    if found is None or command.inlet is None or not is_own(command, word):
        return ()
    if not _BEFORE.fullmatch(source.data, command.inlet.start, command.span.start):
        return ()
    text = found[0].decode("ascii")
    return (Edit(command.inlet, f"printf %s {text} | "), Edit(word.span, "-"))
