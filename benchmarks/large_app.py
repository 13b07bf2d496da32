"""Writes a large Raindrop app, and measures how rdlint's time and memory grow with it.

    python benchmarks/large_app.py FOLDER                  writes 300 modules with 3,000 worker files
    python benchmarks/large_app.py FOLDER --measure        and runs rdlint on an eighth, a quarter, a half and all of it

It needs nothing but Python and rdlint. The same numbers give the same app, byte for byte.
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

#: Modules that share a folder of helpers, and how many files are in it; files that all modules share.
GROUP, GROUP_FILES, COMMON_FILES = 10, 6, 8
#: The sizes that are measured.
SHARES = (1 / 8, 1 / 4, 1 / 2, 1.0)
FRAMEWORK = "@liquidmetal-ai/raindrop-framework"


class Run(NamedTuple):
    """One run of rdlint: processor time in seconds, peak memory in MiB, and the worker files that it read."""

    files: int
    seconds: float
    wall: float
    memory: float


def kind_of(number: int) -> str:
    """Return the kind of module ``number``: of ten, six services, two observers, a task and an actor."""
    return ("service", "service", "observer", "service", "task", "service", "actor", "service", "observer", "service")[
        number % 10
    ]


def name_of(number: int) -> str:
    """Return the name of module ``number``."""
    return f"{kind_of(number)}-{number:03}"


def manifest(modules: int) -> str:
    """Return the manifest of an app of so many modules."""
    lines = ['application "large" {']
    for each in range(modules):
        secret = "secret = true" if each % 3 == 0 else f'default = "value {each}"'
        lines.append(f'  env "SETTING_{each:03}" {{\n    {secret}\n  }}')
    lines += [
        f'  env "COMMON_{each}" {{\n    default = "https://common-{each}.example.com"\n  }}' for each in range(10)
    ]
    for each in range(modules):
        kind, name = kind_of(each), name_of(each)
        if kind == "observer":
            lines.append(f'  queue "jobs-{each:03}" {{}}')
            lines.append(f'  observer "{name}" {{\n    source {{\n      queue = "jobs-{each:03}"\n    }}\n  }}')
        elif kind == "task":
            lines.append(f'  task "{name}" {{\n    type = "cron"\n    cron = "0 3 * * *"\n  }}')
        else:
            visibility = '    visibility = "public"\n' if kind == "service" and each % 4 == 0 else ""
            lines.append(f'  {kind} "{name}" {{\n{visibility}  }}')
        if each % 5 == 0:
            lines.append(f'  kv_cache "cache-{each:03}" {{}}\n  smartsql "sql-{each:03}" {{}}')
    return "\n".join([*lines, "}", ""])


def entry(number: int, modules: int) -> str:
    """Return the `index.ts` of module ``number``."""
    kind, setting = kind_of(number), f"SETTING_{number:03}"
    services = [each for each in range(max(0, number - 4), number) if kind_of(each) == "service"]
    call = f"await this.env.{binding(name_of(services[0]))}.summary('day');" if services else ""
    cache = number - number % 5
    head = f"""\
import {{ {_bases(kind)} }} from '{FRAMEWORK}';
import {{ Hono, type Context }} from 'hono';
import {{ Env }} from './raindrop.gen';
import {{ step0 }} from './step0';
import {{ describe }} from '../common/common0';
"""
    if kind == "service":
        return (
            head
            + f"""\
const app = new Hono<{{ Bindings: Env }}>();
app.use('*', async (c, next) => {{
  if (!c.env.{setting}) return c.json({{ error: 'not configured' }}, 500);
  await next();
}});
app.get('/items/:id', async (c) => {{
  const {{ {setting}: setting, COMMON_1 }} = c.env;
  const cached = await c.env.CACHE_{cache:03}.get(c.req.param('id'));
  const response = await fetch(`${{c.env.COMMON_0}}/items/${{c.req.param('id')}}?from=${{COMMON_1}}`);
  return c.json({{ cached, setting, found: await response.json(), more: await step0(c.env, 3) }});
}});
app.post('/items', save);
async function save(c: Context<{{ Bindings: Env }}>) {{
  const env = c.env;
  await env.SQL_{cache:03}.executeQuery({{ sqlQuery: 'SELECT 1' }});
  return c.json(describe(env, '{number}'));
}}
export default class extends Service<Env> {{
  async fetch(request: Request): Promise<Response> {{
    {call}
    return app.fetch(request, this.env, this.ctx);
  }}
  async summary(period: string): Promise<string> {{
    return describe(this.env, `${{period}} ${{this.env.{setting}}}{_slip(number)}`);
  }}
}}
"""
        )
    if kind == "observer":
        return (
            head
            + f"""\
export interface Body {{ id: string; amount: number }}
export default class extends Each<Body, Env> {{
  async process(message: Message<Body>): Promise<void> {{
    {call}
    await step0(this.env, message.body.amount);
    this.env.logger.info(`${{message.id}} ${{this.env.{setting}}}{_slip(number)}`);
    message.ack();
  }}
}}
"""
        )
    if kind == "task":
        return (
            head
            + f"""\
export default class extends Task<Env> {{
  async handle(event: Event): Promise<void> {{
    {call}
    await this.env.JOBS_{number - 2:03}.send({{ id: event.cron, amount: 1 }});
    await step0(this.env, 1);
    this.env.logger.info(describe(this.env, this.env.{setting}));
  }}
}}
"""
        )
    return (
        head
        + f"""\
export class Actor{number:03} extends Actor<Env> {{
  async count(): Promise<string> {{
    {call}
    await step0(this.env, 2);
    return describe(this.env, this.env.{setting});
  }}
}}
"""
    )


def step(number: int, index: int, last: bool) -> str:
    """Return one of the files of module ``number`` that hand the environment on from one to the next."""
    group = number // GROUP
    following = "" if last else f"import {{ step{index + 1} }} from './step{index + 1}';\n"
    call = "return store.load(env, amount);" if last else f"return step{index + 1}(env, amount + store.size);"
    return f"""\
import {{ Store{index % GROUP_FILES} }} from '../group-{group:03}/store{index % GROUP_FILES}';
import {{ describe }} from '../common/common{index % COMMON_FILES}';
{following}
const BASE = 'https://step-{index}.example.com/v1';
export interface Row{index} {{ id: string; amount: number }}
export async function step{index}(env: any, amount: number): Promise<unknown> {{
  const store = new Store{index % GROUP_FILES}(env);
  const rows: Row{index}[] = [];
  if (amount > 10) {{
    const headers = {{ 'x-setting': env.SETTING_{number:03} }};
    const response = await fetch(`${{BASE}}/rows/${{amount}}`, {{ headers }});
    rows.push(...((await response.json()) as Row{index}[]));
  }}
  for (const row of rows) {{
    describe(env, `${{row.id}} ${{row.amount}}`);
  }}
  {call}
}}
"""


def store(group: int, index: int) -> str:
    """Return a class that the modules of a group share."""
    return f"""\
import {{ describe }} from '../common/common{index % COMMON_FILES}';
export class Store{index} {{
  readonly size = {index};
  constructor(private readonly env: any) {{}}
  async load(env: any, amount: number): Promise<unknown> {{
    const url = new URL('/load', this.env.COMMON_{index});
    return (await fetch(url, {{ body: describe(env, String(amount) + this.env.SETTING_{group * GROUP:03}) }})).json();
  }}
}}
"""


def common(index: int) -> str:
    """Return a file that all modules share."""
    following = f"import {{ describe as next }} from './common{index + 1}';\n" if index + 1 < COMMON_FILES else ""
    call = "next(env, text)" if following else "text"
    return f"""\
{following}export function describe(env: any, text: string): string {{
  return env.COMMON_{index} + {call};
}}
"""


def binding(name: str) -> str:
    """Return the member of `Env` that ``name`` becomes."""
    return name.upper().replace("-", "_")


def write(folder: Path, modules: int, files: int) -> int:
    """Write an app of so many modules and about so many worker files; return how many it has."""
    app: dict[str, str] = {
        "raindrop.manifest": manifest(modules),
        "package.json": f'{{ "dependencies": {{ "{FRAMEWORK}": "0.10.0", "hono": "^4.6.0" }} }}\n',
        "scripts/deploy.sh": "".join(
            f'raindrop build env set env:SETTING_{each:03} "$SETTING_{each:03}"\n' for each in range(0, modules, 3)
        ),
    }
    app |= {f"src/common/common{each}.ts": common(each) for each in range(COMMON_FILES)}
    groups = -(-modules // GROUP)
    app |= {
        f"src/group-{group:03}/store{each}.ts": store(group, each)
        for group in range(groups)
        for each in range(GROUP_FILES)
    }
    steps = max(1, (files - COMMON_FILES - groups * GROUP_FILES - modules) // modules)
    for number in range(modules):
        own = f"src/{name_of(number)}"
        app[f"{own}/index.ts"] = entry(number, modules)
        app |= {f"{own}/step{each}.ts": step(number, each, each + 1 == steps) for each in range(steps)}
    for path, text in app.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return sum(path.endswith(".ts") for path in app)


def run(folder: Path, files: int) -> Run:
    """Run rdlint on ``folder`` in a process of its own."""
    command = [sys.executable, "-m", "rdlint", "--select", "ALL", "--output-format", "json", str(folder)]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"rdlint ended with status {process.returncode}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Run(files, usage.ru_utime + usage.ru_stime, time.perf_counter() - started, usage.ru_maxrss / unit)


def exponent(sizes: list[float], amounts: list[float]) -> float:
    """Return ``e`` of ``amount = c * size ** e``, fitted by least squares on logarithms."""
    xs, ys = [math.log(each) for each in sizes], [math.log(each) for each in amounts]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys)) / sum((a - x) ** 2 for a in xs)  # noqa: B905


def measure(folder: Path, modules: int, files: int) -> list[Run]:
    """Write and lint each of the sizes, print what it took, and return that."""
    runs: list[Run] = []
    print(f"{'modules':>8} {'files':>6} {'cpu s':>7} {'wall s':>7} {'MiB':>6} {'files/s':>8}")
    for share in SHARES:
        part = folder / f"{round(share * modules)}"
        written = write(part, max(1, round(share * modules)), max(1, round(share * files)))
        runs.append(run(part, written))
        each = runs[-1]
        speed = each.files / each.seconds
        shown = f"{each.seconds:7.2f} {each.wall:7.2f} {each.memory:6.0f} {speed:8.0f}"
        print(f"{part.name:>8} {each.files:6} {shown}", flush=True)
    sizes = [float(each.files) for each in runs]
    print(f"time grows with files to the power of {exponent(sizes, [each.seconds for each in runs]):.2f}, ", end="")
    print(f"memory of {exponent(sizes, [each.memory for each in runs]):.2f}")
    return runs


def _bases(kind: str) -> str:
    return {"service": "Service", "observer": "Each, Message", "task": "Event, Task", "actor": "Actor"}[kind]


def _slip(number: int) -> str:
    """Return a read of a variable that nobody declares, in one of ten modules."""
    return f" ${{this.env.SETING_{number:03}}}" if number % 10 in (2, 7) else ""


def main() -> None:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where to write; the files there are written over")
    parser.add_argument("--modules", type=int, default=300)
    parser.add_argument("--files", type=int, default=3_000, help="worker files, about")
    parser.add_argument("--measure", action="store_true", help="run rdlint on four sizes of it")
    given = parser.parse_args()
    if given.measure:
        measure(given.folder, given.modules, given.files)
    else:
        print(f"{write(given.folder, given.modules, given.files)} worker files")


if __name__ == "__main__":
    main()
