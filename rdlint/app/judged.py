"""The files that an app is judged by: those in which rules look for something."""

from __future__ import annotations

from rdlint.app.model import App


def judged_files(app: App) -> frozenset[str]:
    """Return the paths of the files that were read as parts of ``app``.

    A file that was only looked up, such as one that is imported for its types alone, is none of them,
    nor is Markdown: what it shows may be an example.
    """
    files = (
        app.manifest,
        app.state,
        *app.env_files,
        *app.committed_env_files,
        *app.scripts,
        *app.packages,
        *app.migrations,
        *app.address_files,
        *(file for _, file in app.generated),
    )
    paths = {file.path for file in files if file}
    paths |= {leak.credential.span.path for leak in app.leaks}
    paths |= {each.imported.span.path for each in app.package_imports}
    paths |= {place.path for place in app.versioned.ignored.values()}
    paths |= {offer.path for offer in app.spare_offers.values()}
    return frozenset({*paths, *app.worker_files} - app.documents)
