"""What a script does from its first command to its last, the scripts that it runs included."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import NamedTuple

from rdlint.app.commands import EnvAddress, env_command
from rdlint.app.typed import Typed, read
from rdlint.facts.commands import Command, Export, ScriptFile, Sourced
from rdlint.facts.others import Other, Target, Ways
from rdlint.span import Span

#: Scripts that run scripts are followed this deep, and as many steps are kept, of one sequence and of all.
_DEEPEST = 6
_MOST_STEPS = 1000
_MOST_OF_ALL = 30_000
#: As many calls of one command are looked at in one sequence.
_MOST_CALLS = 50
_MAKEFILES = ("Makefile", "makefile", "GNUmakefile", "justfile", ".justfile", "Justfile")


class Reach(Enum):
    """What is known of a command beside `raindrop`."""

    PLAIN = "it calls nothing of this repository"
    FOLLOWED = "the steps of the script that it runs follow"
    UNKNOWN = "it runs a script that cannot be told, or read"


_What = Command | Export | Sourced | Other


class Step(NamedTuple):
    """One step: a `raindrop` call with what it is ``typed``, an export, a sourced file, or another command.

    ``ways`` are the branches that lead to it, each with the script that holds it. ``place`` is where
    the script itself stands for it: the step, or the command that runs the script with the step. ``at``
    is its number in the sequence.
    """

    what: _What
    ways: tuple[tuple[str, int, int], ...]
    place: Span
    typed: Typed | None = None
    reach: Reach = Reach.PLAIN
    at: int = 0

    @property
    def is_call(self) -> bool:
        """Whether this surely is a call of `raindrop`."""
        return isinstance(self.what, Command) and self.what.is_certain

    @property
    def name(self) -> str:
        """The `raindrop` command without `raindrop`, empty for anything else."""
        return self.typed.name if self.typed else ""

    def may_meet(self, other: Step) -> bool:
        """Say whether both can run, one after the other, in one run of the script."""
        if not self.ways or not other.ways:
            return True
        mine = {(script, place): branches for script, place, branches in self.ways}
        return all(mine.get((script, place), branches) & branches for script, place, branches in other.ways)


@dataclass(frozen=True, slots=True)
class Sequence:
    """One script, with its ``steps`` in the order of execution.

    ``file`` holds it: a shell file is one script, a `package.json`, a Makefile, a workflow hold several.
    """

    file: ScriptFile
    script: str
    steps: tuple[Step, ...]

    @property
    def is_ci(self) -> bool:
        """Whether a service runs it on each push, on a machine that knows nothing of earlier runs."""
        return bool(self.file.jobs)

    def calls(self, *names: str) -> Iterator[Step]:
        """Yield the steps that surely are one of the `raindrop` commands ``names``, up to some number."""
        return islice((step for step in self.steps if step.name in names and step.is_call), _MOST_CALLS)

    def behind(self, step: Step) -> tuple[Step, ...]:
        """Return the steps behind ``step`` that can follow it in one run."""
        return tuple(other for other in self.steps[step.at + 1 :] if other.may_meet(step))

    def before(self, step: Step) -> tuple[Step, ...]:
        """Return the steps before ``step`` that can precede it in one run."""
        return tuple(other for other in self.steps[: step.at] if other.may_meet(step))

    def names_set(self, steps: Iterable[Step]) -> frozenset[str] | None:
        """Return the variables that ``steps``, calls of `build env set`, set; ``None`` when some cannot be told."""
        found: set[str] = set()
        for step in steps:
            names = _names_of(step)
            if names is None:
                return None
            found |= names
        return frozenset(found)


def sequences(
    scripts: Iterable[ScriptFile], script_at: Callable[[str], ScriptFile | None], is_plain: Callable[[str], bool]
) -> tuple[Sequence, ...]:
    """Return the sequences of ``scripts``.

    ``script_at`` returns another script by its path, ``is_plain`` says of a file that it is there and
    never says `raindrop`.
    """
    follow = _Follower({file.path: file for file in scripts}, script_at, is_plain)
    return tuple(
        Sequence(file, script, tuple(follow.steps(file, script)))
        for file in follow.files.values()
        for script in _names(file)
    )


class _Follower:
    """Reads scripts through the commands that run scripts."""

    def __init__(
        self,
        files: Mapping[str, ScriptFile],
        script_at: Callable[[str], ScriptFile | None],
        is_plain: Callable[[str], bool],
    ) -> None:
        self.files = files
        self._script_at = script_at
        self._is_plain = is_plain
        self._left = _MOST_OF_ALL
        self._scripts_of: dict[str, dict[str, list[_What]]] = {}

    def steps(self, file: ScriptFile, script: str) -> Iterator[Step]:
        """Yield the steps of ``script``, as many as are kept."""
        for number, step in enumerate(self._steps(file, script, (), None, ())):
            if number >= _MOST_STEPS or not self._left:
                return
            self._left -= 1
            yield step._replace(at=number)

    def _steps(
        self,
        file: ScriptFile,
        script: str,
        around: tuple[tuple[str, int, int], ...],
        place: Span | None,
        active: tuple[tuple[str, str], ...],
    ) -> Iterator[Step]:
        active = (*active, (file.path, script))
        if file.path not in self._scripts_of:
            self._scripts_of[file.path] = _by_script(file)
        own = self._scripts_of[file.path]
        for each in (*(own.get("", ()) if script else ()), *own.get(script, ())):
            ways = (*around, *_named(file.path, script, each.ways))
            here = place or each.span
            if isinstance(each, Command):
                yield Step(each, ways, here, read(each))
            elif isinstance(each, Other) and each.target is not None:
                found = list(self._scripts(each.target, active)) if len(active) <= _DEEPEST else []
                reach = Reach.FOLLOWED if found else self._reach(each.target)
                yield Step(each, ways, here, None, reach)
                for run, name in found:
                    yield from self._steps(run, name, ways, here, active)
            else:
                yield Step(each, ways, here)

    def _scripts(self, target: Target, active: tuple[tuple[str, str], ...]) -> Iterator[tuple[ScriptFile, str]]:
        """Yield the scripts that ``target`` is, with those that `npm` runs before and behind."""
        for path, names in _paths(target):
            file = self.files.get(path) or self._script_at(path)
            if file is None:
                continue
            if path not in self._scripts_of:
                self._scripts_of[path] = _by_script(file)
            known = self._scripts_of[path]
            for name in names:
                if name and name in known and (path, name) not in active:
                    yield file, name
            return

    def _reach(self, target: Target) -> Reach:
        """Return what is known of a script that has no steps to follow."""
        for path, names in _paths(target):
            if self._is_plain(path):
                return Reach.PLAIN
            file = self.files.get(path) or self._script_at(path)
            if file is not None and target.kind != "file" and names[-1]:
                return Reach.PLAIN  # the file is read, and this script of it does nothing that counts
        return Reach.UNKNOWN


def _by_script(file: ScriptFile) -> dict[str, list[_What]]:
    """Return the steps of each script of ``file``, in the order of execution; what holds for all is without a name."""
    everything: list[_What] = [*file.commands, *file.exports, *file.sourced, *file.others]
    found: dict[str, list[_What]] = {}
    for each in sorted(everything, key=lambda one: one.order):
        found.setdefault(each.script, []).append(each)
    return found


def _names(file: ScriptFile) -> dict[str, None]:
    """Return the names of the scripts of ``file``, in the order of their first commands."""
    found = sorted(
        [(each.order, each.script) for each in file.commands] + [(each.order, each.script) for each in file.others]
    )
    return dict.fromkeys(script for _, script in found)


def _names_of(step: Step) -> frozenset[str] | None:
    """Return the variables that one call of `build env set` sets, ``None`` when they cannot be told."""
    command = env_command(step.what) if isinstance(step.what, Command) else None
    if command is None or not command.address.values:
        return None
    addresses = (EnvAddress.parse(text) for text in command.address.values)
    return frozenset(address.name for address in addresses if address is not None)


def _paths(target: Target) -> list[tuple[str, tuple[str, ...]]]:
    """Return the files that may hold ``target``, with the names it has there in order of execution."""
    place, name = target.place, target.name
    if place is None:
        return []
    if target.kind == "file":
        return [(place, (place,))]
    if target.kind == "script":
        return [(posixpath.join(place, "package.json"), (f"pre{name}", name, f"post{name}"))]
    return [(posixpath.join(place, file), (name,)) for file in _MAKEFILES]


def _named(path: str, script: str, ways: Ways) -> tuple[tuple[str, int, int], ...]:
    return tuple((f"{path}\n{script}", place, branches) for place, branches in ways)
