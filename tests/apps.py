"""Small apps for tests: files by path, written to a folder."""

from __future__ import annotations

from pathlib import Path

from rdlint.app.discover import discover
from rdlint.app.model import App
from rdlint.app.relate import relate
from rdlint.extraction import Extraction
from rdlint.facts.root import Certainty
from rdlint.settings import load

SERVICE = """\
import { Service } from '@liquidmetal-ai/raindrop-framework';
import { Env } from './raindrop.gen';

export default class extends Service<Env> {
  async fetch(): Promise<Response> {
    return new Response(this.env.REGION);
  }
}
"""

MANIFEST = 'application "shop" {\n  service "api" {}\n}\n'
#: How files of worker code begin: with the type of the environment, the framework, Hono, an app of Hono's.
ENV = "import { Env } from './raindrop.gen';\n"
FRAMEWORK = "import { Service, Task, Actor, Each, Every } from '@liquidmetal-ai/raindrop-framework';\n" + ENV
HONO = "import { Hono, Context } from 'hono';\n" + ENV
APP = HONO + "export const app = new Hono<{ Bindings: Env }>();\n"

SHOP = {
    "raindrop.manifest": 'application "shop" {\n  env "REGION" {\n    default = "eu"\n  }\n  service "api" {}\n}\n',
    "src/api/index.ts": SERVICE,
}


def service(code: str) -> str:
    """Return a service whose `fetch` holds ``code``."""
    return FRAMEWORK + f"export default class extends Service<Env> {{ async fetch(request: Request) {{ {code} }} }}\n"


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write ``files`` below ``folder`` and return it."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def app_in(folder: Path) -> App:
    """Return the app in ``folder``."""
    discovery = discover([str(folder)])
    return relate(Extraction(discovery.tree), "", discovery.folders, load(discovery.tree, ""), 0.0)


def env_names(folder: Path) -> list[str]:
    """Return the names that the app in ``folder`` surely reads from its environment, sorted."""
    uses = app_in(folder).env_uses
    return sorted(use.read.name for use in uses if use.read.root.certainty > Certainty.NAME)
