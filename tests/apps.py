"""Small apps for tests: files by path, written to a folder."""

from __future__ import annotations

from pathlib import Path

SERVICE = """\
import { Service } from '@liquidmetal-ai/raindrop-framework';
import { Env } from './raindrop.gen';

export default class extends Service<Env> {
  async fetch(): Promise<Response> {
    return new Response(this.env.REGION);
  }
}
"""

SHOP = {
    "raindrop.manifest": 'application "shop" {\n  env "REGION" {\n    default = "eu"\n  }\n  service "api" {}\n}\n',
    "src/api/index.ts": SERVICE,
}


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write ``files`` below ``folder`` and return it."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder
