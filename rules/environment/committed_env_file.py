"""RD111: an env file with values under version control."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.facts.environment import Content
from rdlint.finding import Finding, Fix, Severity
from rdlint.fixes.gitignore import ignore
from rdlint.platform.credentials import tells_secret
from rdlint.rule import rule

#: What front-end builds put into the page that everybody gets (Vite, Next.js, Create React App, Nuxt, Expo, Astro).
_PUBLIC = re.compile(r"(?:VITE|NEXT_PUBLIC|REACT_APP|NUXT_PUBLIC|EXPO_PUBLIC|PUBLIC|GATSBY|VUE_APP)_")
_SHOWN = 3


@rule("RD111", "committed-env-file", Severity.WARNING, since="0.2", fixable=True, is_local=True)
def committed_env_file(app: App) -> Iterator[Finding]:
    """An env file with values is under version control, for everybody to read who can read the repository."""
    for file in app.committed_env_files:
        entries = [each for each in file.entries if each.content is Content.VALUE]
        if file.is_template or not entries:
            continue
        secret = [each for each in entries if tells_secret(each.name) and not _PUBLIC.match(each.name)]
        own = [each for each in entries if not _PUBLIC.match(each.name)]
        name = file.path.rpartition("/")[2]
        if secret:
            shown = ", ".join(f"`{each.name}`" for each in secret[:_SHOWN]) + (", …" if len(secret) > _SHOWN else "")
            message = f"`{name}` is under version control with the values of {shown}"
            help = "have new ones issued, then type"
        else:
            message = f"`{name}` is under version control, and gives values to {len(entries)} variable"
            message += "s" * (len(entries) > 1)
            help = "unless they are meant for everybody, type"
        yield Finding(
            (secret or own or entries)[0].span,
            message,
            help=f"{help}\ngit rm --cached {file.path} && echo {name} >> .gitignore",
            fix=_ignored(app, file.path) if secret else None,
            subject=name,
            severity=None if secret else Severity.HINT,
        )


def _ignored(app: App, path: str) -> Fix | None:
    """Let git ignore the file, which is as much of the mend as an edit can do."""
    name = path.rpartition("/")[2]
    message = f"add `{name}` to `.gitignore`, before you type `git rm --cached {path}`"
    return Fix.of(message, ignore(app, path), safe=False)
