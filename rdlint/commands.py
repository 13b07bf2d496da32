"""The commands of rdlint: `rdlint check`, which is also what `rdlint PATHS` does, and those beside it."""

from __future__ import annotations

from typing import Any

import click

from rdlint import __version__
from rdlint.check import FAIL_ON, Options
from rdlint.check import check as run
from rdlint.output import Output, parse
from rdlint.report import FORMATS
from rdlint.schema import SCHEMAS, text
from rdlint.shells import SHELLS


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


def _outputs(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[Output, ...]:
    """Read `--output-format FORMAT[=FILE]`, as often as it is given."""
    try:
        return tuple(map(parse, values))
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


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
@click.option("--fix", is_flag=True, help="Apply the safe fixes to the files, and report what is left.")
@click.option(
    "--unsafe-fixes", is_flag=True, help="With `--fix` or `--diff`: those that may change what is meant as well."
)
@click.option("--diff", is_flag=True, help="Show what `--fix` would change, and write nothing.")
@click.option("--add-ignores", is_flag=True, help="Write comments that silence what is found.")
@click.option("--reason", metavar="TEXT", help="With `--add-ignores`: why, for the comments.")
@click.option(
    "--fail-on", type=click.Choice(list(FAIL_ON)), help="The least severity that makes the exit status 1 [warning]."
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 although there are findings.")
@click.option(
    "--output-format",
    "outputs",
    multiple=True,
    callback=_outputs,
    metavar="FORMAT[=FILE]",
    help=f"How to print findings, and to which file; may be repeated [text]. One of: {', '.join(FORMATS)}.",
)
@click.option("--output-file", metavar="FILE", help="Write to this file what would go to standard output.")
@click.option("--statistics", is_flag=True, help="Print how often each rule has found something.")
@click.option("-q", "--quiet", is_flag=True, help="Print findings, and nothing else.")
@click.option("--show-files", is_flag=True, help="List the files that are read.")
@click.option("--show-settings", is_flag=True, help="Print the settings of each app.")
@click.option("--stdin-filename", metavar="PATH", help="Judge standard input in place of this file.")
@click.option("--baseline", metavar="FILE", help="Hide the findings that this file holds [rdlint-baseline.json].")
@click.option("--write-baseline", is_flag=True, help="Write all that is found into the baseline.")
@click.option("--prune-baseline", is_flag=True, help="Take out of the baseline what is found no more.")
@click.option("--diff-base", metavar="REV", help="Report only what is new since this commit.")
def check(outputs: tuple[Output, ...], output_file: str | None, statistics: bool, diff: bool, **given: Any) -> int:
    """Judge the apps that PATHS (files or folders; here when none) belong to.

    For files and for folders inside an app, only findings that involve them are printed.

    Exit status: 0 clean, 1 findings (with `--diff`: something to change), 2 wrong usage or settings or no app,
    3 incomplete.
    """
    if diff and (outputs or output_file or statistics):
        raise click.UsageError("`--diff` prints changes in place of findings: give it without an output option")
    return run(Options(outputs=_destined(outputs, output_file, statistics), diff=diff, **given))


def _destined(outputs: tuple[Output, ...], output_file: str | None, statistics: bool) -> tuple[Output, ...]:
    """Return what is to be written and where, as three options say it together."""
    outputs = outputs or (Output("statistics" if statistics else "text"),)
    if statistics and all(each.format != "statistics" for each in outputs):
        outputs += (Output("statistics"),)
    if output_file is None:
        return outputs
    if sum(not each.path for each in outputs) != 1:
        raise click.UsageError("`--output-file` is for one format; name files with `--output-format FORMAT=FILE`")
    return tuple(each._replace(path=each.path or output_file) for each in outputs)


@cli.command("rule")
@click.argument("name", metavar="[RULE]", required=False)
@click.option("--all", "is_all", is_flag=True, help="List every rule.")
@click.option(
    "--output-format",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How to print it.",
)
def show_rule(name: str | None, is_all: bool, output_format: str) -> int:
    """Explain RULE (its name or code), or list them all.

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


@cli.command()
@click.argument("folder", default=".", type=click.Path())
@click.option("--no-hook", is_flag=True, help="Leave `.pre-commit-config.yaml` out.")
@click.option("--no-workflow", is_flag=True, help="Leave the workflow for GitHub out.")
def init(folder: str, no_hook: bool, no_workflow: bool) -> int:
    """Start with rdlint in the repository of FOLDER: settings, a hook for pre-commit, a workflow for GitHub.

    What is there already is left as it is, and what to put into it is said.

    Exit status: 0, 2 wrong settings or no app, 3 a file cannot be written, and then none is.
    """
    from rdlint.scaffold import scaffold

    for line in scaffold(folder, with_hook=not no_hook, with_workflow=not no_workflow):
        click.echo(line)
    return 0


@cli.command()
@click.argument("name", metavar="SCHEMA", type=click.Choice(SCHEMAS))
def schema(name: str) -> int:
    """Print the JSON Schema of the `settings`, or of the `output` in the format `json`."""
    click.echo(text(name), nl=False)
    return 0


@cli.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> int:
    """Print a script that completes commands, options, rules and files in SHELL.

    bash: put `eval "$(rdlint completion bash)"` into `~/.bashrc`.

    zsh: put `eval "$(rdlint completion zsh)"` into `~/.zshrc`, behind `compinit`.

    fish: `rdlint completion fish > ~/.config/fish/completions/rdlint.fish`.
    """
    from rdlint.completion import script

    click.echo(script(cli, shell), nl=False)
    return 0
