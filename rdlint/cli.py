"""The command line. Imports late: what `--version` does not need, it does not load."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run rdlint with the arguments of this process, and leave with its exit status.

    0: clean; 1: findings; 2: wrong usage or settings, or no app; 3: the analysis is incomplete.
    """
    if sys.argv[1:] in (["--version"], ["-V"]):
        from rdlint import __version__

        print(f"rdlint {__version__}")
        return
    from rdlint.commands import cli
    from rdlint.shells import VARIABLE

    if VARIABLE in os.environ:
        from rdlint.completion import prepare

        prepare(cli)
    try:
        status = cli.main(prog_name="rdlint", standalone_mode=False)
    except Exception as error:
        status = _status_of(error)
    sys.exit(status if isinstance(status, int) else 0)


def _status_of(error: Exception) -> int:
    """Say on standard error what stopped the run, and return the exit status."""
    import click

    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    if isinstance(error, click.Abort):  # the user has pressed Ctrl-C
        return 130
    if isinstance(error, BrokenPipeError):  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    from rdlint.app.discover import NoAppError
    from rdlint.report.terminal import Terminal, visible
    from rdlint.revision import RevisionError
    from rdlint.selection import LockedRuleError, UnknownRuleError
    from rdlint.settings import SettingsError
    from rdlint.transaction import WriteError

    if isinstance(error, WriteError):
        print(Terminal.of(sys.stderr).inert(f"rdlint: {visible(str(error))}"), file=sys.stderr)
        return 3
    if isinstance(
        error, NoAppError | SettingsError | LockedRuleError | UnknownRuleError | RevisionError | FileNotFoundError
    ):
        print(Terminal.of(sys.stderr).inert(f"rdlint: {visible(str(error))}"), file=sys.stderr)
        return 2
    import traceback

    where = traceback.extract_tb(error.__traceback__)[-1]
    print(
        f"rdlint: a defect of rdlint stopped the run, please report it: "
        f"{type(error).__name__} in {where.name} ({where.filename.rpartition('rdlint')[2]}, line {where.lineno})",
        file=sys.stderr,
    )
    return 3
