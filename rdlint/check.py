"""One run of `rdlint check`: judge, mend if asked to, print, and say how it ended."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TextIO

import click

from rdlint.adoption import demand_baselines
from rdlint.engine import lint
from rdlint.finding import Severity
from rdlint.output import Output, write
from rdlint.progress import Progress
from rdlint.report.place import Place
from rdlint.report.terminal import Terminal, visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rdlint.diagnostic import Diagnostic
    from rdlint.finding import Fix
    from rdlint.fix import Judge, Mended
    from rdlint.run_report import Report
    from rdlint.settings import Settings

FAIL_ON = {severity.label: severity.value for severity in Severity} | {"never": Severity.ERROR + 1}
_STDIN_AT_MOST = 1 << 24


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for; names are those of `rdlint check --help`.

    ``select``, ``extend_select`` and ``ignore`` are ``None`` where the option is not given.
    """

    paths: tuple[str, ...] = ()
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    fail_on: str | None = None
    exit_zero: bool = False
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    add_ignores: bool = False
    reason: str | None = None
    outputs: tuple[Output, ...] = (Output("text"),)
    quiet: bool = False
    show_files: bool = False
    show_settings: bool = False
    stdin_filename: str | None = None
    baseline: str | None = None
    write_baseline: bool = False
    prune_baseline: bool = False
    diff_base: str | None = None


def check(options: Options) -> int:
    """Do what ``options`` ask for and return the exit status: 0 clean, 1 findings or changes to be made, 3 incomplete.

    Raises what `lint` raises, `click.UsageError`, and `WriteError` when fixes or outputs cannot be written.
    """
    return _Check(options).status()


class _Check:
    """The tree that is judged, perhaps several times, and what is shown of it."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self._started = time.perf_counter()
        self._now = time.time()
        self._fail_at = Severity.WARNING.value
        self._overlay: dict[str, bytes] = {}
        self._paths = options.paths or (".",)
        if options.stdin_filename is not None:
            if options.paths:
                raise click.UsageError("`--stdin-filename` takes the place of PATHS: give one or the other")
            self._overlay[options.stdin_filename] = sys.stdin.buffer.read(_STDIN_AT_MOST)
            self._paths = (options.stdin_filename,)

    def status(self) -> int:
        """Carry the run out and return its exit status."""
        terminal = Terminal.of(sys.stdout)
        if self.options.show_settings:
            from rdlint.overview import settings_of

            return _print(settings_of(self._paths, self._adjust, terminal), terminal)
        if self.options.add_ignores:
            return self._silence()
        if self.options.write_baseline or self.options.prune_baseline:
            return self._update_baseline()
        if self.options.fix or self.options.diff:
            return self._mend(self._judge)
        report = self._judge({})
        if self.options.show_files:
            from rdlint.overview import files_of

            return _print(files_of(report, terminal), terminal)
        return self._show(report)

    def _judge(self, overlay: Mapping[str, bytes], *, is_demanding: bool = True) -> Report:
        """Judge the tree with ``overlay``; ``is_demanding``: a baseline that is named must be there."""
        with Progress(None if self.options.quiet else sys.stderr) as progress:
            report = lint(
                self._paths,
                adjust=self._adjust,
                overlay={**self._overlay, **overlay},
                now=self._now,
                base=self.options.diff_base,
                observe=progress.observe,
            )
        if is_demanding:
            demand_baselines(report)
        return report

    def _adjust(self, settings: Settings) -> Settings:
        options = self.options
        adjusted = replace(
            settings,
            select=settings.select if options.select is None else options.select,
            extend_select=(*settings.extend_select, *(options.extend_select or ())),
            ignore=(*settings.ignore, *(options.ignore or ())),
            baseline=settings.baseline if options.baseline is None else os.path.abspath(options.baseline),
        )
        self._fail_at = FAIL_ON[options.fail_on or adjusted.fail_on]
        return adjusted

    def _update_baseline(self) -> int:
        options = self.options
        option = "--write-baseline" if options.write_baseline else "--prune-baseline"
        others = (options.prune_baseline and options.write_baseline, options.fix, options.diff, options.show_files)
        if any(others) or options.diff_base is not None:
            raise click.UsageError(f"`{option}` only writes the baseline: give it without another thing to do")
        report = self._judge({}, is_demanding=False)
        if report.is_focused:
            raise click.UsageError(f"`{option}` is about whole apps: type `rdlint {option}` without files")
        from rdlint.adoption import prune_baselines, write_baselines

        for line in (write_baselines if options.write_baseline else prune_baselines)(report):
            _complain(line)
        _complain_unread(report)
        return 3 if report.is_incomplete else 0

    def _silence(self) -> int:
        """Write comments that silence what is found, and say what they do not silence."""
        from rdlint.ignores import REASON, Left, insertions, with_ignores

        if self.options.fix:
            raise click.UsageError("`--add-ignores` silences what `--fix` mends: type `rdlint --fix` first")
        left: list[tuple[Place, Left]] = []

        def judge(overlay: Mapping[str, bytes]) -> Report:
            report = self._judge(overlay)
            inserted = insertions(report, self.options.reason or REASON)
            left[:] = ((Place.of(each.diagnostic.finding.span, report), each) for each in inserted.left)
            return with_ignores(report, inserted)

        status = self._mend(judge)
        for place, each in left:
            _complain(f"{place}: {each.diagnostic.name} is not silenced: {each.reason}")
        return status

    def _mend(self, judge: Judge) -> int:
        from rdlint.fix import mend

        mended = mend(judge, self._wants)
        for each in mended.refused:
            path = mended.before.shown_path(each.finding.span.path)
            _complain(f"a fix of `{each.name}` in `{path}` is left out: a file would no longer parse, please report it")
        if self.options.diff:
            from rdlint.diff import diff

            terminal = Terminal.of(sys.stdout)
            _print(diff(mended, terminal), terminal)
            _complain_unread(mended.after)
            return 3 if mended.after.is_incomplete else int(bool(mended.changes))
        report = mended.after if self.options.add_ignores else replace(mended.after, fixed=mended.fixed)
        if self.options.stdin_filename is None:
            from rdlint.transaction import commit

            commit(mended.changes, inside=report.tree)
            return self._show(report)
        self._write_buffer(mended)
        return self._show(report, sys.stderr)

    def _wants(self, diagnostic: Diagnostic, fix: Fix) -> bool:
        """Say whether to apply ``fix``: of a buffer on standard input, nothing but itself is changed."""
        if not fix.safe and not self.options.unsafe_fixes:
            return False
        path = diagnostic.finding.span.path
        return self.options.stdin_filename is None or all(edit.span.path == path for edit in fix.edits)

    def _write_buffer(self, mended: Mended) -> None:
        """Write what standard input is to become to standard output."""
        after = mended.changes[0].after if mended.changes else next(iter(self._overlay.values()))
        sys.stdout.buffer.write(after)

    def _show(self, report: Report, stream: TextIO | None = None) -> int:
        """Print ``report``, to standard output where no other stream is given, and return the exit status."""
        options = self.options
        elapsed = time.perf_counter() - self._started
        write(report, options.outputs, stream or sys.stdout, elapsed=elapsed, is_quiet=options.quiet)
        if not any(each.format == "text" and not each.path for each in options.outputs):  # which says it itself
            _complain_unread(report)
        if report.is_incomplete:
            return 3
        is_failed = any(each.severity >= self._fail_at for each in report.diagnostics)
        return int(is_failed and not options.exit_zero)


def _print(lines: Iterator[str], terminal: Terminal) -> int:
    for line in lines:
        click.echo(terminal.inert(line), color=True)
    return 0


def _complain(text: str) -> None:
    click.echo(Terminal.of(sys.stderr).inert(f"rdlint: {visible(text)}"), err=True)


def _complain_unread(report: Report) -> None:
    for path, reason in report.unread:
        _complain(f"{report.shown_path(path)} was not read: {reason}")
