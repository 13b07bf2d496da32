"""What modules offer: the class or function that the platform and other modules call, with all its methods."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from rdlint.app.definitions import Definitions
from rdlint.app.typecheck import is_typescript
from rdlint.facts.callee import Callee
from rdlint.facts.default import Form
from rdlint.facts.worker import Class, Export, Method, WorkerFile
from rdlint.platform.base_classes import holds_environment

#: How many base classes are followed to the last.
_BASES_LIMIT = 8


class Line(NamedTuple):
    """A class and its bases, the class first.

    ``base`` is the framework's class that they lead to, ``None`` when the last extends nothing.
    ``is_known``: they could be followed so far.
    """

    classes: tuple[Class, ...] = ()
    base: Callee | None = None
    is_known: bool = False

    @property
    def is_complete(self) -> bool:
        """Say whether every member is known."""
        return self.is_known and all(each.is_complete for each in self.classes)

    @property
    def methods(self) -> Iterator[Method]:
        """The methods of instances with a body, the constructors left out; what a class has hides its bases'."""
        seen: set[str] = {"constructor"}
        for each in self.classes:
            for method in each.methods:
                if not (method.is_static or method.is_abstract or method.name in seen):
                    seen.add(method.name)
                    yield method

    def method(self, name: str) -> Method | None:
        """Return the method ``name`` of instances."""
        return next((each for each in self.methods if each.name == name), None)

    def has_property(self, name: str) -> bool:
        """Say whether ``name`` is a getter, a setter or another field that is no function."""
        return any(name in each.properties for each in self.classes)

    def has_static(self, name: str) -> bool:
        """Say whether ``name`` is a static method."""
        return any(each.name == name and each.is_static for own in self.classes for each in own.methods)


_UNKNOWN = Line()


@dataclass(frozen=True, slots=True)
class Offer:
    """What an entry, `src/<name>/index.*`, offers.

    ``form`` is what it exports as default, ``None`` when it surely has no such export. ``line`` is the
    class that it runs: for an actor its named class, else the default export.
    """

    file: WorkerFile
    form: Form | None
    line: Line = _UNKNOWN

    @property
    def path(self) -> str:
        """The entry."""
        return self.file.path

    @property
    def is_typescript(self) -> bool:
        """Say whether the compiler checks its types."""
        return is_typescript(self.path)

    def export(self, name: str) -> Export | None:
        """Return what it exports as ``name``, be it a type."""
        return next((each for each in self.file.exports if each.name == name), None)

    def lacks(self, name: str) -> bool:
        """Say whether it surely exports nothing as ``name``."""
        names = {each.name for each in self.file.exports}
        return self.file.is_whole and name not in names and "*" not in names


class Offers:
    """Reads what entries offer; ``read`` returns what a file says, ``None`` when it is not known."""

    def __init__(self, read: Callable[[str], WorkerFile | None], definitions: Definitions) -> None:
        self._read = read
        self._definitions = definitions

    def of(self, entry: str, name: str = "default") -> Offer | None:
        """Return what ``entry`` offers, where it runs the class that it exports as ``name``."""
        file = self._read(entry)
        if file is None:
            return None
        if entry.endswith(".py"):  # what the platform runs of it, it does not say
            return Offer(file, Form.OTHER)
        place = self._definitions.exported(entry, name)
        return Offer(file, self._form(file), self.line(*place) if place is not None else _UNKNOWN)

    def line(self, path: str, name: str) -> Line:
        """Return the class ``name`` of the file ``path`` with its bases."""
        classes: list[Class] = []
        for _ in range(_BASES_LIMIT):
            file = self._read(path)
            found = [each for each in file.classes if each.name == name] if file is not None else []
            if len(found) != 1:
                break
            classes.append(found[0])
            base = found[0].base
            if base is None and not found[0].is_complete:
                break  # a decorator or broken code may hide what it extends
            if base is None or holds_environment(base.module, base.name):
                return Line(tuple(classes), base, is_known=True)
            place = self._definitions.of(path, base)
            if place is None:
                break
            path, name = place
        return Line(tuple(classes))

    def _form(self, file: WorkerFile) -> Form | None:
        if not any(each.name == "default" and not each.is_type for each in file.exports):
            return None if file.is_whole else Form.OTHER
        place = self._definitions.exported(file.path, "default")
        target = self._read(place[0]) if place is not None else None
        if target is None or place is None:
            return Form.OTHER
        if target.default is not None and target.default.local == place[1]:
            return target.default.form
        if any(each.name == place[1] for each in target.classes):
            return Form.CLASS
        return Form.FUNCTION if any(each.name == place[1] for each in target.functions) else Form.OTHER
