"""RD709: a member that the framework's messages and events do not have."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.facts.event import EventRead
from rdlint.finding import Finding, Fix, Severity
from rdlint.fixes.names import rename
from rdlint.nearest import is_mistyped, nearest, only_slip
from rdlint.platform.events import BUCKET_OBJECT, FIRST_VERSION, MEMBERS, MEMBERS_VERSION, MISTAKEN, OF_OBJECTS
from rdlint.rule import rule


@rule("RD709", "unknown-event-member", Severity.ERROR, since="0.1", fixable=True)
def unknown_event_member(app: App) -> Iterator[Finding]:
    """A member is taken from a message or event of the framework that it does not have."""
    version = app.framework_version
    if version is not None and version < FIRST_VERSION:
        return
    for file in app.worker_files.values():
        for read in file.event_reads:
            if read.name not in MEMBERS[read.type] and read.name not in OF_OBJECTS:
                yield _finding(app, read)


def _finding(app: App, read: EventRead) -> Finding:
    where, is_sure = _instead(read)
    version = app.framework_version
    is_sure = is_sure or (version is not None and version[:2] <= MEMBERS_VERSION[:2])
    severity = None if read.is_typed else Severity.WARNING
    if not is_sure:
        severity = Severity.HINT  # a later framework may have it
    effect = ", and the type check stops the deploy" if read.is_typed and is_sure else ""
    return Finding(
        read.span,
        f"{_thing(read)} has no member `{read.name}`{effect}",
        help=where,
        fix=_fix(app, read) if is_sure else None,
        subject=read.name,
        severity=severity,
    )


def _fix(app: App, read: EventRead) -> Fix | None:
    """Write the member that has the value."""
    if read.is_mistaken:
        return None  # its type is to be mended first
    if read.is_of_body:
        right: str | None = f"body.{read.name}"
    elif read.name in MISTAKEN.get(read.type, {}):
        right = MISTAKEN[read.type][read.name]
    else:
        right = only_slip(read.name, MEMBERS[read.type])
    if right is None:
        return None
    edits = rename(app, read.span, read.name, right, is_shorthand=read.is_shorthand)
    return Fix.of(f"write `{right}`", edits, safe=is_mistyped(read.name, right))


def _thing(read: EventRead) -> str:
    if read.type == BUCKET_OBJECT:
        return "the `object` of a `BucketEventNotification`"
    return f"a `{read.type}<{read.body}>`" if read.body and "\n" not in read.body else f"a `{read.type}`"


def _instead(read: EventRead) -> tuple[str, bool]:
    """Return where the value is, and whether that shows that the member surely is a mistake."""
    members = MEMBERS[read.type]
    if read.is_of_body:
        return f"the payload is in `body`: write `body.{read.name}`", True
    if read.name in MISTAKEN.get(read.type, {}):
        right = MISTAKEN[read.type][read.name]
        return (f"write `{right}`" if right else f"the platform does not send it; {_list(read)}"), True
    near = nearest(read.name, members)
    if near:
        return f"write `{near}`", True
    return _list(read), False


def _list(read: EventRead) -> str:
    return "it has " + ", ".join(f"`{each}`" for each in sorted(MEMBERS[read.type]))
