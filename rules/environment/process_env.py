"""RD102: worker code reads the environment of a machine that a worker does not have."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.declaration import Variable
from rdlint.app.model import App, HostEnvUse
from rdlint.app.typecheck import is_typescript
from rdlint.facts.root import Certainty
from rdlint.facts.worker import HostEnvRead
from rdlint.finding import Edit, Finding, Fix, Related, Severity
from rdlint.fixes.manifest import declare
from rdlint.nearest import nearest
from rdlint.platform.manifest import env_block
from rdlint.rule import rule

#: Build tools put a constant in its place, so that the read does work after all.
_BUILT_IN = frozenset({"NODE_ENV", "MODE", "DEV", "PROD", "SSR"})


@rule("RD102", "process-env", Severity.ERROR, since="0.1", fixable=True)
def process_env(app: App) -> Iterator[Finding]:
    """Worker code reads `process.env` or its kin, where no variable of the app ever arrives."""
    for use in app.host_env_uses:
        read = use.read
        what = _shown(read)
        yield Finding(
            read.span,
            f"`{what}` is empty in a worker: the app's variables are on `env`",
            help=_help(app, use),
            related=tuple(
                Related(each.span, "declared here") for each in app.variables if each.name == read.name and read.name
            )[:1],
            fix=_fix(app, use),
            subject=read.name or read.accessor,
            severity=Severity.HINT if read.name in _BUILT_IN else None,
        )


def _shown(read: HostEnvRead) -> str:
    if not read.name:
        return read.accessor
    forms = {"os.environ": f'os.environ["{read.name}"]', "os.getenv": f'os.getenv("{read.name}")'}
    return forms.get(read.accessor, f"{read.accessor}.{read.name}")


def _help(app: App, use: HostEnvUse) -> str:
    name = use.read.name
    if not name:
        own = "self.env" if use.read.accessor.startswith("os.") else "this.env"
        return f"take the variables from `{own}`, or from an `env` parameter"
    way = (
        f"write `{use.read.receiver}.{name}`"
        if use.read.receiver
        else f"hand `env` to this code and write `env.{name}`"
    )
    if all(app.provides(module, name) for module in use.modules):
        return way
    return f"{way}, and add this to `application` in `raindrop.manifest`:\n{env_block(name)}"


def _fix(app: App, use: HostEnvUse) -> Fix | None:
    """Read the variable from the environment that is at hand; one that nothing declares is declared, too."""
    read = use.read
    if not read.is_replaceable or read.name in _BUILT_IN or not _is_known_to_types(app, read):
        return None
    mend = Edit(read.span, f"{read.receiver}.{read.name}")
    on_env = [app.environments[module.name] for module in use.modules]
    if all(isinstance(each.get(read.name), Variable) for each in on_env):
        return Fix(f"write `{mend.text}`", (mend,), safe=True)
    if any(read.name in each for each in on_env) or nearest(read.name, {each.name for each in app.variables}):
        return None
    declaration = declare(app, read.name)
    message = f"write `{mend.text}`, and declare `{read.name}` in `raindrop.manifest`"
    return Fix(message, (*declaration, mend), safe=False) if declaration else None


def _is_known_to_types(app: App, read: HostEnvRead) -> bool:
    """Say whether the type check finds the variable on the environment, once that is generated."""
    if not is_typescript(read.span.path):
        return True
    is_typed = read.root is not None and read.root.certainty >= Certainty.HERITAGE
    promised = app.promises.get(read.span.path)
    return is_typed and (promised is None or any(each.name == read.name for each in promised))
