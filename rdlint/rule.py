"""What a rule is, and the catalogue of all rules.

A rule is a function from the app to findings, decorated with its code, name and severity::

    @rule("RD101", "undeclared-env", Severity.ERROR, since="0.1")
    def undeclared_env(app: App) -> Iterator[Finding]: ...

A rule about the run itself, such as one about comments that silence nothing, is decorated with
`run.run_rule` and is given the `Run`, too. It is asked when all rules about apps have spoken.

A rule lives in `rules/<area>/<name>.py` beside its page `<name>.md`. Nothing is registered: the
catalogue is what lies in that folder.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rdlint import __version__
from rdlint.finding import Finding, Severity

if TYPE_CHECKING:
    from pathlib import Path

    from rdlint.app.model import App

#: Where the project lives.
HOME = "https://github.com/rdlint/rdlint"

#: The first digit of a code tells the area; the name is also the rule's folder.
AREAS = {
    "0": "files",
    "1": "environment",
    "2": "bindings",
    "3": "network",
    "4": "state",
    "5": "commands",
    "6": "manifest",
    "7": "worker",
    "8": "data",
    "9": "project",
}

Check = Callable[["App"], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check with its identity.

    ``since`` is the version of rdlint that first had it. ``fixable``: some of its findings come with a fix.
    ``is_local``: what it finds also depends on what one machine alone has, such as the state file, an env
    file or the time, so that another machine may find what this one does not. ``judges_run``: its check is
    given the `Run` beside the app.
    """

    code: str
    name: str
    severity: Severity
    since: str
    check: Callable[..., Iterator[Finding]]
    fixable: bool = False
    is_local: bool = False
    judges_run: bool = False

    @property
    def area(self) -> str:
        """The area by which rules are selected together, such as ``environment``."""
        return AREAS[self.code[2]]

    @property
    def summary(self) -> str:
        """What the rule finds, in one line."""
        return (self.check.__doc__ or "").strip().partition("\n")[0]

    @property
    def page(self) -> Path:
        """The Markdown page that explains the rule and holds its examples."""
        from pathlib import Path  # only `rdlint rule` asks

        return Path(self.check.__code__.co_filename).with_suffix(".md")

    @property
    def url(self) -> str:
        """Where `page` can be read in a browser, as it was in this version of rdlint."""
        return f"{HOME}/blob/v{__version__}/rules/{self.area}/{self.page.name}"


def rule(
    code: str, name: str, severity: Severity, *, since: str, fixable: bool = False, is_local: bool = False
) -> Callable[[Check], Rule]:
    """Make a rule of the function below. ``code`` is ``RD`` and three digits, ``name`` kebab-case."""

    def decorate(check: Check) -> Rule:
        return Rule(code, name, severity, since, check, fixable, is_local)

    return decorate


@cache
def catalogue() -> tuple[Rule, ...]:
    """Return every rule, by code. Importing them is left until somebody asks."""
    package = importlib.import_module("rdlint.rules")
    found: list[Rule] = []
    for area in sorted(AREAS.values()):
        try:
            folder = importlib.import_module(f"{package.__name__}.{area}")
        except ModuleNotFoundError:  # no rule of this area yet
            continue
        for module in pkgutil.iter_modules(folder.__path__):
            members = vars(importlib.import_module(f"{folder.__name__}.{module.name}")).values()
            found += [member for member in members if isinstance(member, Rule)]
    return tuple(sorted(found, key=lambda each: each.code))


@cache
def find(code: str) -> Rule | None:
    """Return the rule that has exactly this code; ``None`` for codes of the engine's own findings."""
    return next((each for each in catalogue() if each.code == code), None)
