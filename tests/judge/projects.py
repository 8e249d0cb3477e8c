"""Small projects with ambiguous findings, audited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from linter.judge import Brief, Memory, Model, Policy, judged
from linter.report import Report
from linter.request import Request
from linter.rule import Rule
from linter.rule_tests import ExampleTree
from linter.run import run
from linter.sources import Listing
from linter.workspace import open_workspace

MODELS = """\
export async function names(kind: "plans" | "regions"): Promise<string[]> {
  const found = await fetch(`https://aihubmix.com/${kind}`);
  return (await found.json()).data.map((each: { id: string }) => each.id);
}
"""
"""An ambiguous finding that is none: a list is read, by a path that is not known."""

FLAGGED = """\
export async function ask(prompt: string) {
  if (process.env.DIRECT === "1") {
    return fetch("https://api.openai.com/v1/chat/completions", { method: "POST", body: prompt });
  }
}
"""
"""An ambiguous finding that is one."""

CERTAIN = """\
export const ask = (prompt: string) =>
  fetch("https://api.openai.com/v1/chat/completions", { method: "POST", body: prompt });
"""
"""A finding that no judge is asked about."""


@dataclass(frozen=True)
class Audited:
    """A project and the report on it."""

    tree: ExampleTree
    rules: Mapping[str, Rule]
    report: Report

    def judged(self, *panel: Model, policy: Policy | None = None, memory: Memory | None = None) -> Report:
        """The report after these judges."""
        return judged(self.report, self.tree, self.rules, panel, policy or Policy(), memory or Brief())


def audited(files: Mapping[str, str]) -> Audited:
    """An audit of these files, in memory."""
    tree = ExampleTree(files)
    workspace = open_workspace(tree, None)
    report = run(workspace, Request("audit", Listing(tuple(tree.paths())), whole=True, today=date(2026, 1, 15)))
    return Audited(tree, {each.id: each for each in workspace.rules}, report)
