"""RD707: code made from a text, which the platform refuses."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.facts.start import Evaluation, Loading
from rdlint.finding import Finding, Severity
from rdlint.rule import rule

_TIMERS = frozenset({"setTimeout", "setInterval"})


@rule("RD707", "code-from-strings", Severity.ERROR, since="0.1")
def code_from_strings(app: App) -> Iterator[Finding]:
    """`eval`, `new Function` or a timer with a text: workers make no code from texts."""
    for file in app.worker_files.values():
        for evaluation in file.evaluations:
            yield Finding(
                evaluation.span,
                _message(evaluation),
                help=_help(evaluation),
                subject=evaluation.call,
                severity=_severity(evaluation),
            )


def _severity(evaluation: Evaluation) -> Severity | None:
    if evaluation.is_guarded or evaluation.loading is not Loading.NEVER:
        return Severity.HINT
    return None


def _message(evaluation: Evaluation) -> str:
    if evaluation.call in _TIMERS:
        return f"`{evaluation.call}` is given a text to run, which a worker refuses: it takes a function"
    if evaluation.loading is not Loading.NEVER:
        return f"`{evaluation.call}` makes code, which a worker allows at most while it is loaded"
    what = "bytes" if evaluation.call.startswith("WebAssembly") else "a text"
    return (
        f"`{evaluation.call}` makes code from {what}, which a worker refuses: `Code generation from strings disallowed`"
    )


def _help(evaluation: Evaluation) -> str:
    if evaluation.call in _TIMERS:
        return f"write `{evaluation.call}(() => {{ … }}, …)`"
    if evaluation.call.startswith("WebAssembly"):
        return "import the `.wasm` file as a module, and give that to `WebAssembly.instantiate`"
    return "write the code out, read data with `JSON.parse`, or take a parser for the expressions that are needed"
