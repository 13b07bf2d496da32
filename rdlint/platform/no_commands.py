"""What people type and `raindrop` does not have: commands, flags and files that no version knew.

Source: counted over the scripts and documents of 26 repositories (platform reference F.3, E.2, D.3),
each compared with both official pages and the help text, as of 2026-11.
"""

from __future__ import annotations

from typing import NamedTuple


class Instead(NamedTuple):
    """What to type in place of something that does not exist, in words: it stands behind ``type``, or alone."""

    words: str
    is_command: bool = True

    @property
    def help(self) -> str:
        """The whole help."""
        return f"type `{self.words}`" if self.is_command else self.words


def _no(words: str) -> Instead:
    return Instead(words, is_command=False)


_SET = Instead("raindrop build env set env:NAME <value>")
_GET = Instead("raindrop build env get env:NAME")
_TAIL = Instead("raindrop logs tail")
_NO_LIST = _no("no command lists values: type `raindrop build env get env:NAME` for each")
_NO_DELETE = _no("no command takes a value away: take the `env` block out of `raindrop.manifest`, or set another value")
_NO_SQL = _no("no command reads a database: migrations in `db/<name>/` run when you deploy, queries in worker code")
_NO_QUEUE = _no("no command sends to a queue: worker code does, with `send` of the queue's binding")
_NO_TASK = _no("no command starts a task: its `cron` in `raindrop.manifest` does")
_NO_LOCAL = _no(
    "nothing runs locally: `raindrop build validate` checks the code, `raindrop build deploy --start` runs it"
)
_NO_MODULE = _no("add a block to `raindrop.manifest`, then type `raindrop build generate`")

#: Commands that do not exist, by their first words; the longest beginning counts.
NO_COMMANDS: dict[tuple[str, ...], Instead] = {
    ("app",): Instead("raindrop build list"),
    ("app", "list"): Instead("raindrop build list"),
    ("auth", "whoami"): Instead("raindrop auth list"),
    ("build", "env", "delete"): _NO_DELETE,
    ("build", "env", "list"): _NO_LIST,
    ("build", "env", "unset"): _NO_DELETE,
    ("build", "info"): Instead("raindrop build status"),
    ("build", "logs"): _TAIL,
    ("build", "restart"): Instead("raindrop build deploy --start"),
    ("build", "rollback"): Instead("raindrop build checkout <version id>"),
    ("build", "run"): Instead("raindrop build start"),
    ("build", "unlock"): _no(
        "a lock goes when its deploy ends: resume that with `raindrop build deploy --lock '<the lock>'`, "
        'or take the `"lock"` line out of `.raindrop/config.json` when nobody is deploying'
    ),
    ("db",): _NO_SQL,
    ("db", "migrate"): _NO_SQL,
    ("db", "query"): _NO_SQL,
    ("deploy",): Instead("raindrop build deploy"),
    ("dev",): _NO_LOCAL,
    ("env",): _SET,
    ("env", "get"): _GET,
    ("env", "list"): _NO_LIST,
    ("env", "set"): _SET,
    ("init",): Instead("raindrop build init"),
    ("login",): Instead("raindrop auth login"),
    ("logs", "follow"): _TAIL,
    ("logs", "stream"): _TAIL,
    ("module",): _NO_MODULE,
    ("module", "create"): _NO_MODULE,
    ("observer",): Instead("raindrop build status"),
    ("observer", "status"): Instead("raindrop build status"),
    ("queue",): _NO_QUEUE,
    ("queue", "send"): _NO_QUEUE,
    ("queue", "stats"): _NO_QUEUE,
    ("run",): Instead("raindrop build start"),
    ("secret",): _SET,
    ("secret", "get"): _GET,
    ("secret", "list"): _NO_LIST,
    ("secret", "set"): _SET,
    ("sql",): _NO_SQL,
    ("sql", "execute"): _NO_SQL,
    ("task",): _NO_TASK,
    ("task", "trigger"): _NO_TASK,
}

#: Flags that a command does not have although scripts use them.
NO_FLAGS: dict[tuple[str, ...], dict[str, Instead]] = {
    ("build", "deploy"): {
        "--services": _no("a deploy takes all modules of `raindrop.manifest`"),
        "--with-sql": _no("a deploy takes all databases of `raindrop.manifest`, and runs their migrations"),
    },
    ("build", "start"): {
        "--branch": _no("`start` takes the current version, or one by `-v <version id>`"),
        "--local": _NO_LOCAL,
    },
}

#: Names of files in `.raindrop/` that nothing writes or reads, by what is really meant. The only file
#: there that counts is `config.json`, which holds `sandbox` and `lock` as keys (D.1, D.3).
NO_FILES: dict[str, Instead] = {
    "sandbox": Instead("raindrop build unsandbox"),
    "lock": _no('the lock is a key: take the `"lock"` line out of `.raindrop/config.json` when nobody is deploying'),
}
