"""Classes of other files that have the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.apps import ENV, FRAMEWORK, MANIFEST, env_names, service, write

FORMS = {
    "base across files": (
        {
            "index.ts": FRAMEWORK
            + ("import { Base } from './base';\nexport default class extends Base { f() { this.env.FIRST_KEY; } }"),
            "base.ts": FRAMEWORK
            + ("export class Base extends Service<Env> { g() { return this.env.SECOND_KEY } fetch(r: Request) {} }"),
        },
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "base reexported": (
        {
            "index.ts": (
                "import { Base } from './re';\nexport default class extends Base { f() { this.env.FIRST_KEY; } }"
            ),
            "re.ts": "export * from './base';",
            "base.ts": FRAMEWORK + "export abstract class Base extends Service<Env> { fetch(r: Request) {} }",
        },
        ["FIRST_KEY"],
    ),
    "base reexported named": (
        {
            "index.ts": (
                "import { Root } from './re';\nexport default class extends Root { f() { this.env.FIRST_KEY; } }"
            ),
            "re.ts": "export { Base as Root } from './base';",
            "base.ts": FRAMEWORK + "export abstract class Base extends Service<Env> { fetch(r: Request) {} }",
        },
        ["FIRST_KEY"],
    ),
    "base imported then exported": (
        {
            "index.ts": (
                "import { Base } from './re';\nexport default class extends Base { f() { this.env.FIRST_KEY; } }"
            ),
            "re.ts": ("import { Base } from './base';\nexport { Base };"),
            "base.ts": FRAMEWORK + "export abstract class Base extends Service<Env> { fetch(r: Request) {} }",
        },
        ["FIRST_KEY"],
    ),
    "base default": (
        {
            "index.ts": (
                "import Base from './base';\nexport default class extends Base { f() { this.env.FIRST_KEY; } }"
            ),
            "base.ts": FRAMEWORK + "export default class extends Service<Env> { fetch(r: Request) {} }",
        },
        ["FIRST_KEY"],
    ),
    "base default named": (
        {
            "index.ts": (
                "import Base from './base';\nexport default class extends Base { f() { this.env.FIRST_KEY; } }"
            ),
            "base.ts": FRAMEWORK + ("class Base extends Service<Env> { fetch(r: Request) {} }\nexport default Base;"),
        },
        ["FIRST_KEY"],
    ),
    "base namespace": (
        {
            "index.ts": (
                "import * as b from './base';\nexport default class extends b.Base { f() { this.env.FIRST_KEY; } }"
            ),
            "base.ts": FRAMEWORK + "export class Base extends Service<Env> { fetch(r: Request) {} }",
        },
        ["FIRST_KEY"],
    ),
    "framework reexported": (
        {
            "index.ts": (
                "import { Service } from './fw';\n"
                "import { Env } from './raindrop.gen';\n"
                "export default class extends Service<Env> { f() { this.env.FIRST_KEY; } fetch(r: Request) {} }"
            ),
            "fw.ts": "export * from '@liquidmetal-ai/raindrop-framework';",
        },
        ["FIRST_KEY"],
    ),
    "framework reexported named": (
        {
            "index.ts": (
                "import { Svc } from './fw';\n"
                "import { Env } from './raindrop.gen';\n"
                "export default class extends Svc<Env> { f() { this.env.FIRST_KEY; } fetch(r: Request) {} }"
            ),
            "fw.ts": "export { Service as Svc } from '@liquidmetal-ai/raindrop-framework';",
        },
        ["FIRST_KEY"],
    ),
    "framework reexported imported": (
        {
            "index.ts": (
                "import { Service } from './fw';\n"
                "import { Env } from './raindrop.gen';\n"
                "export default class extends Service<Env> { f() { this.env.FIRST_KEY; } fetch(r: Request) {} }"
            ),
            "fw.ts": ("import { Service } from '@liquidmetal-ai/raindrop-framework';\nexport { Service };"),
        },
        ["FIRST_KEY"],
    ),
    "mixin across": (
        {
            "index.ts": FRAMEWORK
            + (
                "import { Logged } from './mix';\n"
                "export default class extends Logged(Service) { f() { this.env.FIRST_KEY; } }"
            ),
            "mix.ts": "export function Logged(Base: any) { return class extends Base {}; }",
        },
        ["FIRST_KEY"],
    ),
    "inherited field across": (
        {
            "index.ts": ENV
            + ("import { Repo } from './repo';\nexport class Users extends Repo { f() { this.env.FIRST_KEY } }"),
            "repo.ts": ENV + "export class Repo { constructor(protected env: Env) {} g() { this.env.SECOND_KEY } }",
        },
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "inherited other field across": (
        {
            "index.ts": ENV
            + ("import { Repo } from './repo';\nexport class Users extends Repo { f() { this.bindings.FIRST_KEY } }"),
            "repo.ts": ENV + "export class Repo { constructor(protected bindings: Env) {} }",
        },
        ["FIRST_KEY"],
    ),
    "inherited untyped field across": (
        {
            "index.ts": FRAMEWORK
            + (
                "import { Users } from './users';\n"
                "export default class extends Service<Env> { async fetch(request: Request) { new "
                "Users(this.env).f() } }"
            ),
            "users.ts": (
                "import { Repo } from './repo';\nexport class Users extends Repo { f() { this.env.FIRST_KEY } }"
            ),
            "repo.ts": "export class Repo { constructor(env: any) { this.env = env; } env: any }",
        },
        ["FIRST_KEY"],
    ),
    "instance across": (
        {
            "index.ts": ENV
            + (
                "import { Repo } from './repo';\n"
                "export function f(env: Env) { const r = new Repo(env); return r.env.FIRST_KEY }"
            ),
            "repo.ts": ENV + "export class Repo { constructor(public env: Env) {} }",
        },
        ["FIRST_KEY"],
    ),
    "instance type across": (
        {
            "index.ts": ("import type { Repo } from './repo';\nexport function f(r: Repo) { return r.env.FIRST_KEY }"),
            "repo.ts": ENV + "export class Repo { constructor(public env: Env) {} }",
        },
        ["FIRST_KEY"],
    ),
    "super constructor across": (
        {
            "index.ts": ENV
            + (
                "import { Repo } from './repo';\n"
                "export class Users extends Repo { constructor(env: Env) { super(env) } }"
            ),
            "repo.ts": (
                "export class Repo { store; constructor(store: any) { this.store = store; } f() { return "
                "this.store.A_KEY, this.store.FIRST_KEY } }"
            ),
        },
        ["A_KEY", "FIRST_KEY"],
    ),
    "two hop class": (
        {
            "index.ts": service("new Outer(this.env).go()") + "import { Outer } from './o';",
            "o.ts": (
                "import { Inner } from './i';\n"
                "export class Outer { inner; constructor(env) { this.inner = new Inner(env) } go() { return "
                "this.inner.get() } }"
            ),
            "i.ts": (
                "export class Inner { env; constructor(env) { this.env = env } get() { return this.env.FIRST_KEY } }"
            ),
        },
        ["FIRST_KEY"],
    ),
    "class from this": (
        {
            "index.ts": FRAMEWORK
            + (
                "import { Helper } from './h';\n"
                "export default class X extends Service<Env> { h = new Helper(this); fetch(r: Request) { return "
                "this.h.go() } }"
            ),
            "h.ts": "export class Helper { constructor(private svc: any) {} go() { return this.svc.env.FIRST_KEY } }",
        },
        ["FIRST_KEY"],
    ),
    "class from this env": (
        {
            "index.ts": FRAMEWORK
            + (
                "import { Helper } from './h';\n"
                "export default class X extends Service<Env> { h = new Helper(this.env); fetch(r: Request) { "
                "return this.h.go() } }"
            ),
            "h.ts": "export class Helper { constructor(private e: any) {} go() { return this.e.FIRST_KEY } }",
        },
        ["FIRST_KEY"],
    ),
}


@pytest.mark.parametrize(("files", "expected"), FORMS.values(), ids=FORMS)
def test_reads_over_files(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    write(tmp_path, {"raindrop.manifest": MANIFEST, **{f"src/api/{path}": code for path, code in files.items()}})
    assert env_names(tmp_path) == expected
