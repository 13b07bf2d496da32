"""The commands of rdlint: `rdlint check`, which is also what `rdlint PATHS` does, and `rdlint rule`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

import click

from rdlint import __version__
from rdlint.adoption import demand_baselines, prune_baselines, write_baselines
from rdlint.diagnostic import Report
from rdlint.engine import lint
from rdlint.finding import Severity
from rdlint.progress import Progress
from rdlint.report import FORMATS, render
from rdlint.report.terminal import visible
from rdlint.settings import Settings

FAIL_ON = {severity.label: severity.value for severity in Severity} | {"never": Severity.ERROR + 1}
_STDIN_AT_MOST = 1 << 24


class DefaultCommand(click.Group):
    """A group whose first word may be left out: `rdlint src` is `rdlint check src`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `check` before arguments that name no command."""
        if not args or (args[0] not in self.commands and args[0] not in ("--help", "-h", "--version", "-V")):
            args = ["check", *args]
        return super().parse_args(ctx, args)


def _names(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...] | None:
    """Split `--select A,B --select C` into names; ``None`` when the option is not given."""
    names = tuple(name for value in values for name in (part.strip() for part in value.split(",")) if name)
    return names if values else None


@click.group(cls=DefaultCommand, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="rdlint %(version)s")
def cli() -> None:
    """Find what will break in a Raindrop app before it is deployed.

    `rdlint PATHS` is `rdlint check PATHS`.
    """


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--select", multiple=True, callback=_names, metavar="RULES", help="Run these rules only (codes, names, areas, ALL)."
)
@click.option(
    "--extend-select",
    multiple=True,
    callback=_names,
    metavar="RULES",
    help="Run these rules as well, with their hints.",
)
@click.option("--ignore", multiple=True, callback=_names, metavar="RULES", help="Do not run these rules.")
@click.option(
    "--fail-on", type=click.Choice(list(FAIL_ON)), help="The least severity that makes the exit status 1 [warning]."
)
@click.option(
    "--output-format",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How to print findings.",
)
@click.option("--stdin-filename", metavar="PATH", help="Judge standard input in place of this file.")
@click.option("--baseline", metavar="FILE", help="Hide the findings that this file holds [rdlint-baseline.json].")
@click.option("--write-baseline", is_flag=True, help="Write all that is found into the baseline.")
@click.option("--prune-baseline", is_flag=True, help="Take out of the baseline what is found no more.")
@click.option("--diff-base", metavar="REV", help="Report only what is new since this commit.")
def check(
    paths: tuple[str, ...],
    select: tuple[str, ...] | None,
    extend_select: tuple[str, ...] | None,
    ignore: tuple[str, ...] | None,
    fail_on: str | None,
    output_format: str,
    stdin_filename: str | None,
    baseline: str | None,
    write_baseline: bool,
    prune_baseline: bool,
    diff_base: str | None,
) -> int:
    """Judge the apps that PATHS (files or folders; here when none) belong to.

    For files and for folders inside an app, only findings that involve them are printed.

    Exit status: 0 clean, 1 findings, 2 wrong usage or settings or no app, 3 incomplete.
    """
    started = time.perf_counter()
    overlay: dict[str, bytes] = {}
    if stdin_filename is not None:
        if paths:
            raise click.UsageError("`--stdin-filename` takes the place of PATHS: give one or the other")
        overlay[stdin_filename] = sys.stdin.buffer.read(_STDIN_AT_MOST)
        paths = (stdin_filename,)
    if write_baseline + prune_baseline + (diff_base is not None) > 1:
        raise click.UsageError("`--write-baseline`, `--prune-baseline` and `--diff-base` go alone: type one of them")
    fail_at = Severity.WARNING.value

    def adjust(settings: Settings) -> Settings:
        nonlocal fail_at
        adjusted = replace(
            settings,
            select=settings.select if select is None else select,
            extend_select=(*settings.extend_select, *(extend_select or ())),
            ignore=(*settings.ignore, *(ignore or ())),
            baseline=settings.baseline if baseline is None else os.path.abspath(baseline),
        )
        fail_at = FAIL_ON[fail_on or adjusted.fail_on]
        return adjusted

    with Progress(sys.stderr) as progress:
        report = lint(paths or (".",), adjust=adjust, overlay=overlay, base=diff_base, observe=progress.observe)
    if write_baseline or prune_baseline:
        return _update_baseline(report, "--write-baseline" if write_baseline else "--prune-baseline")
    demand_baselines(report)
    render(report, output_format, sys.stdout, elapsed=time.perf_counter() - started)
    if output_format != "text":  # which says it itself
        for line in _unread(report):
            click.echo(f"rdlint: {visible(line)}", err=True)
    return status_of(report, fail_at)


@cli.command("rule")
@click.argument("name", required=False)
@click.option("--all", "is_all", is_flag=True, help="List every rule.")
@click.option(
    "--output-format",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How to print it.",
)
def show_rule(name: str | None, is_all: bool, output_format: str) -> int:
    """Explain the rule NAME (its name or code), or list them all.

    Exit status: 0, or 2 when there is no such rule.
    """
    from rdlint.explain import LISTS, page
    from rdlint.rule import catalogue
    from rdlint.selection import named

    if is_all == (name is not None):
        raise click.UsageError("name one rule, such as `rdlint rule stale-lock`, or type `rdlint rule --all`")
    for part in LISTS[output_format](catalogue()) if name is None else (page(named(name, catalogue()), output_format),):
        click.echo(part)
    return 0


def _update_baseline(report: Report, option: str) -> int:
    """Write or prune the baselines of a run, and return the exit status."""
    if report.is_focused:
        raise click.UsageError(f"`{option}` is about whole apps: type `rdlint {option}` without files")
    update = write_baselines if option == "--write-baseline" else prune_baselines
    for line in (*update(report), *_unread(report)):
        click.echo(f"rdlint: {visible(line)}", err=True)
    return 3 if report.is_incomplete else 0


def _unread(report: Report) -> Iterator[str]:
    return (f"{report.shown_path(path)} was not read: {reason}" for path, reason in report.unread)


def status_of(report: Report, fail_at: int) -> int:
    """Return the exit status of a run: 3 incomplete, 1 when a finding reaches ``fail_at``, else 0."""
    if report.is_incomplete:
        return 3
    return int(any(each.severity >= fail_at for each in report.diagnostics))
