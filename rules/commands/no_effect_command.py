"""RD507: a script deletes or makes a file in `.raindrop/` that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.finding import Finding, Severity
from rdlint.platform.no_commands import NO_FILES
from rdlint.rule import rule

_COMMANDS = frozenset("del erase mv remove-item rename-item ri rimraf rm shred shx touch trash unlink".split())


@rule("RD507", "no-effect-command", Severity.WARNING, since="0.2")
def no_effect_command(app: App) -> Iterator[Finding]:
    """A script handles a file of `.raindrop/` that does not exist, such as `.raindrop/sandbox`; that does nothing."""
    for script in app.scripts:
        for other in script.others if not script.is_document else ():
            for file, place in other.kept if other.name.lower() in _COMMANDS else ():
                instead = NO_FILES.get(file.lstrip(".").removesuffix(".json"))
                if instead is not None:
                    yield Finding(
                        place,
                        f"`{other.name}` does nothing here: there is no file `.raindrop/{file}`, "
                        f"`{file}` is a key of `.raindrop/config.json`",
                        help=instead.help,
                        subject=f".raindrop/{file}",
                    )
