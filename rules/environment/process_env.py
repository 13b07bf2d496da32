"""RD102: worker code reads the environment of a machine that a worker does not have."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App, HostEnvUse
from rdlint.facts.worker import HostEnvRead
from rdlint.finding import Finding, Related, Severity
from rdlint.platform.manifest import env_block
from rdlint.rule import rule

#: Build tools put a constant in its place, so that the read does work after all.
_BUILT_IN = frozenset({"NODE_ENV", "MODE", "DEV", "PROD", "SSR"})


@rule("RD102", "process-env", Severity.ERROR, since="0.1")
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
