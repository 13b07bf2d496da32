"""Tracing: from an expression of a Python file to what it is.

Names are followed to what binds them, attributes to the classes of this file, calls to what they
return, parameters to their types, to their defaults and to what the platform calls them with.

Importing this module imports LibCST, so it is imported only where a Python file is read.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence

import libcst as cst

from rdlint.facts.callee import Callee
from rdlint.facts.python.code import Code
from rdlint.facts.python.imports import imported, imported_modules, specifier
from rdlint.facts.python.origin import Env, Given, HostEnv, Imported, Instance, Local, Made, Member, Origin, Unset
from rdlint.facts.python.types import Plain, Types
from rdlint.facts.root import Certainty, Root
from rdlint.platform.base_classes import FRAMEWORK_BASES
from rdlint.platform.python_workers import BASES, ENV_DEPENDENCY, ENV_IMPORTS, HANDLERS, WORKER_MODULES
from rdlint.syntax.python.classes import decorators
from rdlint.syntax.python.format import call_arguments
from rdlint.syntax.python.scope import Binding, Declares
from rdlint.syntax.python.tree import string
from rdlint.syntax.python.values import subscript_text

_DEPTH = 24
#: A name that is bound more often is not followed.
_BINDINGS = 32
#: Packages whose classes have nothing to do with an environment.
_PLAIN_PACKAGES = frozenset({"pydantic", "fastapi", "starlette", "typing_extensions", "attr", "attrs", "msgspec"})
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]+")
_ENV_NAME = re.compile(r"(?:\w*_)?env(?:ironment)?|bindings")


class Tracer:
    """Traces the expressions of one file."""

    def __init__(self, code: Code) -> None:
        self._code = code
        self._types = Types(code, self.binding)
        self._known: dict[cst.CSTNode, Origin] = {}
        self._bound: dict[cst.CSTNode, Origin] = {}
        self._fields: dict[tuple[cst.ClassDef, str], Origin] = {}
        self._level = 0
        self._modules = frozenset(imported_modules(code))
        stars = (specifier(each) for each in code.tree.all(cst.ImportFrom) if isinstance(each.names, cst.ImportStar))
        self._fetching_stars = [each for each in stars if each == "js" or each in WORKER_MODULES]

    def of(self, node: cst.CSTNode) -> Origin:
        """Return what the value of ``node`` is, ``None`` if it cannot be traced."""
        if node not in self._known:
            if self._level > _DEPTH:
                return None
            self._known[node] = Unset()  # while it is being found, should it depend on itself
            self._level += 1
            self._known[node] = self._of(node)
            self._level -= 1
        return self._known[node]

    def root(self, origin: Origin, member: str = "") -> Root | None:
        """Return the root of an environment; a parameter of unknown type is one if its name or ``member`` says so."""
        if isinstance(origin, Env):
            return origin.root
        if isinstance(origin, Given) and (_ENV_NAME.fullmatch(origin.name) or _VARIABLE.fullmatch(member)):
            return Root(Certainty.FLOW, origin.parameter)
        return None

    def held_root(self, origin: Origin) -> Root | None:
        """Return the root of the environment that an object holds as its attribute `env`."""
        held = self.field(origin.node, "env") if isinstance(origin, Instance) else None
        return held.root if isinstance(held, Env) and held.root.certainty > Certainty.NAME else None

    def is_builtin(self, node: cst.CSTNode, *names: str) -> bool:
        """Say whether ``node`` is one of the builtins ``names``, which the file does not bind itself."""
        return isinstance(node, cst.Name) and node.value in names and not self._code.scopes.resolve(node.value, node)

    def _of(self, node: cst.CSTNode) -> Origin:
        if isinstance(node, cst.Name):
            return self._name(node)
        if isinstance(node, cst.Attribute):
            return self.attribute(self.of(node.value), node.attr.value)
        if isinstance(node, cst.Subscript):
            return self._entry(node)
        if isinstance(node, cst.Call):
            return self._call(node)
        if isinstance(node, cst.Await):
            return self.of(node.expression)
        if isinstance(node, cst.NamedExpr):
            return self.of(node.value)
        if isinstance(node, cst.IfExp):
            return _unified((self.of(node.body), self.of(node.orelse)))
        if isinstance(node, cst.BooleanOperation):
            is_or = isinstance(node.operator, cst.Or)
            return _unified((self.of(node.left), self.of(node.right))) if is_or else self.of(node.right)
        return None

    def _name(self, node: cst.Name) -> Origin:
        if node.value == "None":
            return Unset()
        bindings = self._code.scopes.resolve(node.value, node)
        if bindings:
            return self.named(bindings)
        if node.value == "fetch" and self._fetching_stars:
            return Imported(self._fetching_stars[0], "fetch")
        return Env(Root(Certainty.NAME)) if node.value == "env" else None

    def named(self, bindings: Sequence[Binding]) -> Origin:
        """Return what a name is that is bound by ``bindings``."""
        return _unified(self.binding(each) for each in bindings) if len(bindings) <= _BINDINGS else None

    def binding(self, binding: Binding) -> Origin:
        """Return what ``binding`` binds its name to."""
        if binding.node not in self._bound:
            self._bound[binding.node] = Unset()
            self._bound[binding.node] = self._binding(binding)
        return self._bound[binding.node]

    def _binding(self, binding: Binding) -> Origin:
        owner = binding.owner
        if isinstance(owner, (cst.FunctionDef, cst.ClassDef)):
            return Local(owner)
        if isinstance(owner, (cst.Import, cst.ImportFrom)) and isinstance(binding.node, cst.ImportAlias):
            return _special(imported(owner, binding.node))
        if isinstance(owner, cst.Param):
            return self._parameter(binding, owner)
        if isinstance(owner, cst.AnnAssign):
            typed = self._types.of(owner.annotation.annotation)
            if isinstance(typed, (Env, Instance, Made)):
                return typed
        if binding.declares is Declares.VARIABLE:
            return Unset() if binding.value is None else self.of(binding.value)
        if binding.declares is Declares.ENTERED and binding.value is not None:
            entered = self.of(binding.value)
            return entered if isinstance(entered, (Made, Instance)) else None
        return None

    # Attributes and entries.

    def attribute(self, owner: Origin, name: str) -> Origin:
        """Return what the attribute ``name`` of an object is."""
        if isinstance(owner, Env):
            return Member(name)
        if isinstance(owner, Given):
            if self.root(owner, name) is not None:
                return Member(name)
            is_held = name == "env" and not owner.parameter.endswith(".env")
            return Env(Root(Certainty.FLOW, f"{owner.parameter}.env")) if is_held else None
        if isinstance(owner, Imported):
            path = f"{owner.path}.{name}"
            is_module = path in self._modules or (owner.module.strip(".") == "" and owner.name == "*")
            if is_module:
                return Imported(path, "*")
            return _special(Imported(owner.module, name if owner.name == "*" else f"{owner.name}.{name}"))
        if isinstance(owner, Instance):
            return self.field(owner.node, name)
        if isinstance(owner, Local) and isinstance(owner.node, cst.ClassDef):
            return self._static(owner.node, name)
        if isinstance(owner, Made) and _is_class(owner.maker.name):
            if name == "env" and is_own(owner.maker.module):
                return Env(Root(Certainty.FLOW, f"{owner.maker.name}.this.env@{owner.maker.module}"))
            return Imported(owner.maker.module, f"{owner.maker.name}.{name}")
        return None

    def _entry(self, node: cst.Subscript) -> Origin:
        owner = self.of(node.value)
        name = subscript_text(node)
        if name is None:
            return None
        if self.root(owner, name) is not None:
            return Member(name)
        is_scope = isinstance(node.value, cst.Attribute) and node.value.attr.value == "scope"
        return Env(Root(Certainty.FLOW)) if is_scope and name == "env" else None  # FastAPI: request.scope["env"]

    def field(self, node: cst.ClassDef, name: str) -> Origin:
        """Return what the attribute ``name`` of instances of the class ``node`` is."""
        key = (node, name)
        if key not in self._fields:
            self._fields[key] = Unset()
            self._fields[key] = self._field(node, name)
        return self._fields[key]

    def _field(self, node: cst.ClassDef, name: str) -> Origin:
        for each in self._code.classes.line(node):
            found = self._own(each, name)
            if found is not None and not isinstance(found, Unset):
                return found
        return self._inherited(node) if name == "env" else None

    def _own(self, node: cst.ClassDef, name: str) -> Origin:
        """Return what the class ``node`` itself says of the attribute ``name``."""
        found: list[Origin] = []
        for binding in self._code.classes.own(node, name):
            if isinstance(binding.owner, cst.FunctionDef) and "property" in decorators(binding.owner):
                found.append(self.result(binding.owner))
            else:
                found.append(self.binding(binding))
        for value, owner in self._code.classes.assigned(node, name):
            typed = self._types.of(owner.annotation.annotation) if isinstance(owner, cst.AnnAssign) else None
            found.append(typed if isinstance(typed, (Env, Instance, Made)) else self.of(value))
        return _unified(found) if found else None

    def _static(self, node: cst.ClassDef, name: str) -> Origin:
        for each in self._code.classes.line(node):
            bindings = self._code.classes.own(each, name)
            if bindings:
                return self.named(bindings)
        return None

    def _inherited(self, node: cst.ClassDef) -> Origin:
        """Return the attribute `env` that instances of ``node`` have by a base class of another file."""
        if self.is_worker(node):
            return Env(Root(Certainty.HERITAGE))
        for each in self._code.classes.line(node):
            for base in self.foreign_bases(each):
                if is_own(base.module):
                    return Env(Root(Certainty.FLOW, f"{self._code.name(each)}.this.env"))
        return None

    def foreign_bases(self, node: cst.ClassDef) -> list[Imported]:
        """Return the imported classes that ``node`` itself extends."""
        found = (self.of(base) for base in self._code.classes.bases(node))
        return [base for base in found if isinstance(base, Imported)]

    def is_worker(self, node: cst.ClassDef) -> bool:
        """Say whether ``node`` extends one of the platform's classes."""
        bases = (base for each in self._code.classes.line(node) for base in self.foreign_bases(each))
        return any(is_worker_base(base) for base in bases)

    # Parameters.

    def _parameter(self, binding: Binding, owner: cst.Param) -> Origin:
        parameters = self._code.tree.parent(owner)
        function = self._code.tree.parent(parameters) if parameters is not None else None
        if not isinstance(function, cst.FunctionDef):
            return None
        holder = self._code.classes.receiver(binding)
        if holder is not None:
            is_class = "classmethod" in decorators(function) or function.name.value == "__new__"
            return Local(holder) if is_class else Instance(holder)
        index = self._code.position(function, owner)
        if index is None:
            return None
        if owner.annotation is not None:
            typed = self._types.of(owner.annotation.annotation)
            if isinstance(typed, (Env, Instance, Made)):
                return typed
            if typed is Plain.OTHER:
                return None
        if index == 1 and self._is_called_by_platform(function):
            return Env(Root(Certainty.HERITAGE))
        if owner.default is not None:
            depended = self._dependency(owner.default)
            if depended is not None:
                return depended
        return Given(f"{self._code.name(function)}#{index}", owner.name.value)

    def _is_called_by_platform(self, function: cst.FunctionDef) -> bool:
        """Say whether the runtime calls ``function`` with the environment as its second argument."""
        name = function.name.value
        holder = self._code.scopes.class_of(function)
        if holder is None:
            is_top = self._code.scopes.around(function).outer is None
            return is_top and name.startswith("on_") and name.removeprefix("on_") in HANDLERS
        is_handler = name == "__init__" or name.removeprefix("on_") in HANDLERS
        return is_handler and self.is_worker(holder)

    def _dependency(self, default: cst.BaseExpression) -> Origin:
        """Read FastAPI's `env=asgi.env` and `env=Depends(function)`."""
        origin = self.of(default)
        if isinstance(origin, Imported) and origin.path == ENV_DEPENDENCY:
            return Env(Root(Certainty.FLOW))
        is_depends = isinstance(origin, Made) and origin.maker.path in ("fastapi.Depends", "fastapi.params.Depends")
        given = default.args[0].value if is_depends and isinstance(default, cst.Call) and default.args else None
        function = self.of(given) if given is not None else None
        if isinstance(function, Imported) and function.path == ENV_DEPENDENCY:
            return Env(Root(Certainty.FLOW))
        if isinstance(function, Local) and isinstance(function.node, cst.FunctionDef):
            result = self.result(function.node)
            return result if isinstance(result, (Env, Made, Instance)) else None
        return None

    # Calls.

    def _call(self, node: cst.Call) -> Origin:
        arguments = call_arguments(node)
        if self.is_builtin(node.func, "getattr") and 0 in arguments:
            name = string(arguments.get(1))
            return self.attribute(self.of(arguments[0]), name) if name is not None else None
        origin = self.of(node.func)
        if isinstance(origin, Local):
            return Instance(origin.node) if isinstance(origin.node, cst.ClassDef) else self.result(origin.node)
        if isinstance(origin, Imported):
            if origin.path == "typing.cast" and 1 in arguments:
                typed = self._types.of(arguments[0])
                return typed if isinstance(typed, (Env, Instance)) else self.of(arguments[1])
            if origin.path == "workers.import_from_javascript":
                return Imported(string(arguments.get(0)) or "", "*")
            return Made(origin, node)
        return None

    def result(self, function: cst.FunctionDef) -> Origin:
        """Return what ``function`` returns."""
        if function.returns is not None:
            typed = self._types.of(function.returns.annotation)
            if isinstance(typed, (Env, Instance, Made)):
                return typed
        returned = self._code.values.returned(function)
        return _unified(self.of(value) for value in returned[:_DEPTH]) if returned else None

    def callee(self, call: cst.Call) -> Callee | None:
        """Return the function that ``call`` goes to."""
        func = call.func
        holder = func.value if isinstance(func, cst.Attribute) else None
        if isinstance(func, cst.Attribute) and isinstance(holder, cst.Call) and self.is_builtin(holder.func, "super"):
            return self._base_method(call, func.attr.value)
        return self.callable(self.of(func))

    def callable(self, origin: Origin) -> Callee | None:
        """Return what is called when something with this origin is."""
        if isinstance(origin, Local):
            if isinstance(origin.node, cst.FunctionDef):
                return Callee("", self._code.name(origin.node))
            made = self._code.classes.method(origin.node, "__init__")
            return Callee("", self._code.name(made) if made else f"{self._code.name(origin.node)}.constructor")
        if isinstance(origin, Instance):
            method = self._code.classes.method(origin.node, "__call__")
            return Callee("", self._code.name(method)) if method else None
        if isinstance(origin, Imported) and origin.name != "*":
            return Callee(origin.module, f"{origin.name}.constructor" if _is_class(origin.name) else origin.name)
        return None

    def _base_method(self, call: cst.Call, name: str) -> Callee | None:
        """Return the method that `super().name(…)` calls."""
        function = self._code.scopes.function_around(call)
        holder = self._code.scopes.class_of(function) if function is not None else None
        if holder is None:
            return None
        for each in list(self._code.classes.line(holder))[1:]:
            method = next((b.owner for b in self._code.classes.own(each, name)), None)
            if isinstance(method, cst.FunctionDef):
                return Callee("", self._code.name(method))
        for base in self.foreign_bases(holder):
            return Callee(base.module, f"{base.name}.{'constructor' if name == '__init__' else name}")
        return None


def is_own(module: str) -> bool:
    """Say whether ``module`` may be a file of the project, or know of the environment."""
    package = module.partition(".")[0]
    return package not in sys.stdlib_module_names and package not in _PLAIN_PACKAGES


def is_worker_base(base: Imported) -> bool:
    """Say whether ``base`` is one of the platform's classes."""
    if base.module in WORKER_MODULES:
        return base.name in BASES
    # Raindrop's own base classes, should it have them for Python as it does for TypeScript
    return "raindrop" in base.module.lower() and base.name.rpartition(".")[2] in FRAMEWORK_BASES | BASES


def _special(origin: Imported) -> Origin:
    """Return what the platform or the machine puts behind a name that is imported."""
    if origin.path in ENV_IMPORTS:
        return Env(Root(Certainty.HERITAGE))
    if origin.path == "os.environ":
        return HostEnv()
    return HostEnv(is_call=True) if origin.path == "os.getenv" else origin


def _unified(origins: Iterable[Origin]) -> Origin:
    """Return what something is that can be any of ``origins``, `None` left out; ``None`` if they differ."""
    found = list(dict.fromkeys(each for each in origins if not isinstance(each, Unset)))
    if len(found) == 1:
        return found[0]
    roots = [each.root for each in found if isinstance(each, Env)]
    if roots and len(roots) == len(found) and not any(root.parameter for root in roots):
        return Env(min(roots))
    if found and all(isinstance(each, Imported) for each in found):  # try: import …; except ImportError: import …
        return found[0]
    makers = {each.maker for each in found if isinstance(each, Made)}
    if len(makers) == 1 and all(isinstance(each, Made) for each in found):
        return Made(makers.pop(), None)
    return None if found else Unset()


def _is_class(name: str) -> bool:
    """Say whether ``name``, or its last part, is written as names of classes are."""
    last = name.rpartition(".")[2]
    return last[:1].isupper() and (len(last) == 1 or not last.isupper())
