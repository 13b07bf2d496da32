"""The commands in the recipes of a Makefile or a justfile."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable

from rdlint.facts.commands import ScriptFile
from rdlint.facts.others import Target
from rdlint.facts.scripts.shell import Transcript
from rdlint.source import Source
from rdlint.syntax import justfile, makefile, shell
from rdlint.syntax.makefile import Definition
from rdlint.syntax.shell.scope import Scope
from rdlint.syntax.shell.words import Text, Value, literal


def extract(source: Source) -> ScriptFile:
    """Return the commands of the recipes; they run in the folder of the file."""
    transcript = Transcript(source)
    folder = posixpath.dirname(source.path)
    is_just = posixpath.basename(source.path).lower().endswith(("justfile", ".just"))
    found = justfile.read(source) if is_just else makefile.read(source)
    variables = _variables(found.definitions)
    for definition in found.definitions:
        transcript.hide_assigned(definition.name, _value(definition), definition.value_span)
        if definition.is_exported:
            transcript.add_export(definition.name, definition.span, _value(definition), "")
    for word in found.exports:
        transcript.add_export(word.text, word.span, variables.get(word.text, Value()), "")
    for word in found.includes:
        path = Scope(folder=folder).path(literal(word.text, word.span))
        if path:
            transcript.add_sourced(path, word.span, "")
    for recipe in found.recipes:
        for need in recipe.needs:
            transcript.add_run(recipe.target, Target("recipe", folder, need.text), need.span)
        for script in recipe.scripts:
            transcript.add(recipe.target, shell.read(script, folder=folder, variables=variables))
    return transcript.file()


def _variables(definitions: Iterable[Definition]) -> dict[str, Value]:
    """Return the variables that are set once, to a text."""
    definitions = tuple(definitions)
    counts = Counter(definition.name for definition in definitions)
    return {each.name: _value(each) for each in definitions if counts[each.name] == 1}


def _value(definition: Definition) -> Value:
    if definition.value is None:
        return Value(variables=(definition.name,))
    if not definition.is_fixed:
        return Value(variables=(definition.name,), likely=Text(definition.value, definition.value_span))
    return literal(definition.value, definition.value_span)
