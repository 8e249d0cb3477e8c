"""Small projects, and kickoffs in them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from linter.documents import Plan, read_kickoff
from linter.extraction import extract_all
from linter.kickoff.opening import Asked, Project, project_of
from linter.kickoff.situation import Situation, situation
from linter.sources import WatchedTree, WorkTree, list_files
from linter.workspace import open_workspace

from ..projects import TODAY

OUTLINE = """\
import OpenAI from "openai";
import { ask } from "../models/ask";

const openai = new OpenAI();

export async function generateOutline(topic: string) {
  const title = await makeTitle(topic);
  return ask(`${title}: ${topic}`);
}

async function makeTitle(topic: string) {
  return openai.responses.create({ model: "gpt-6-luna", input: topic });
}
"""
ASK = """\
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();

export const ask = (input: string) =>
  client.messages.create({ model: "claude-haiku-4-5", max_tokens: 100, messages: [{ role: "user", content: input }] });
"""
PLAIN = "export const answer = 42;\n"
HARNESS = (
    'export const runInHarness = (task: string, input: string) => fetch("http://harness/", { body: task + input });\n'
)

FILES: Mapping[str, str] = {
    "sidestep.toml": '[zones]\ngates = ["src/harness/**"]\n',
    "src/services/outline.ts": OUTLINE,
    "src/models/ask.ts": ASK,
    "src/plain.ts": PLAIN,
    "src/harness/run.ts": HARNESS,
}
KICKOFF = """\
# Outline service to the harness

## Files in scope (touch ONLY these)

- `src/services/outline.ts`

## Deliverables

1. `generateOutline` runs through `runInHarness`, off the direct SDK call.

## Done when

- `npm test` passes
"""


def written(folder: Path, files: Mapping[str, str] = FILES) -> Path:
    """The files below a folder."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def project(root: Path, kickoff: str = KICKOFF, *, remember: bool = False) -> Project:
    """A folder as a project that a kickoff is about."""
    listing = list_files(root)
    tree = WatchedTree(WorkTree(root, listing))
    asked = Asked(TODAY, 1, lambda *_: None, extract_all, remember)
    return project_of(os.path.realpath(root), open_workspace(tree, root), tree, listing, asked, [read_kickoff(kickoff)])


def situated(root: Path, kickoff: str = KICKOFF, plan: Plan | None = None, task: str | None = None) -> Situation:
    """A kickoff in the project of a folder."""
    return situation(project(root, kickoff), read_kickoff(kickoff), plan, task)
