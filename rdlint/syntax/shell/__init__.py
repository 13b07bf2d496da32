"""Which commands a shell script runs, in order, with what is known of their words."""

from __future__ import annotations

from collections.abc import Mapping

from rdlint.syntax.excerpt import Excerpt, unix_lines
from rdlint.syntax.shell.call import Call
from rdlint.syntax.shell.interpreter import Interpreter
from rdlint.syntax.shell.scope import Scope
from rdlint.syntax.shell.words import Value

__all__ = ["Call", "read"]


def read(
    script: Excerpt, *, folder: str | None = "", path: str | None = None, variables: Mapping[str, Value] | None = None
) -> list[Call]:
    """Return the commands of ``script`` in the order in which they run.

    It starts in ``folder`` (relative to the tree, ``None``: not known) with ``variables`` set;
    ``path`` is the file that ``$0`` names. Never raises; what is nested too deep or called too often
    is left out.
    """
    interpreter = Interpreter(unix_lines(script))
    interpreter.program(Scope(dict(variables or {}), script=path, folder=folder, start=folder))
    return interpreter.calls
