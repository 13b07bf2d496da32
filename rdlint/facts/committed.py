"""Files of an app that are read for the credentials in them and for nothing else."""

from __future__ import annotations

import posixpath
import re

from rdlint.facts.credential import CredentialFile
from rdlint.facts.literals import find_literals
from rdlint.facts.scripts import is_script
from rdlint.facts.written.ecmascript import LITERALS as ECMASCRIPT
from rdlint.facts.written.python import LITERALS as PYTHON
from rdlint.facts.written.script import LITERALS as SCRIPT
from rdlint.source import Source

_CODE = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".html", ".vue", ".svelte", ".astro")
#: What editors and people put behind the name of a file that they keep.
_KEPT = re.compile(r"(?:\.(?:backup|bak|old|orig|copy|disabled)|~)\Z")
#: Tests and what they stand on: the credentials there are made up.
_TEST = re.compile(
    r"(?:^|/)(?:tests?|__tests__|__mocks__|mocks?|fixtures?|e2e|cypress|examples?)/|[._-](?:test|spec|mocks?|stories)\.\w+\Z"
)
_MADE = (".min.js", ".gen.ts", ".d.ts", ".bundle.js")


def is_committed_code(path: str) -> bool:
    """Say whether ``path`` may hold credentials that are meant, by its name alone.

    >>> is_committed_code("web/map.tsx"), is_committed_code("web/map.test.tsx"), is_committed_code("index.ts.bak")
    (True, False, True)
    """
    name = _KEPT.sub("", path)
    is_code = name.endswith((*_CODE, ".py")) or is_script(name)
    return is_code and not name.endswith(_MADE) and not _TEST.search(name)


def extract(source: Source) -> CredentialFile:
    """Return the credentials in ``source``; never raises."""
    name = _KEPT.sub("", posixpath.basename(source.path))
    pattern = ECMASCRIPT if name.endswith(_CODE) else PYTHON if name.endswith(".py") else SCRIPT
    secrets, credentials = find_literals(source, pattern)
    return CredentialFile(source.path, credentials, secrets)
