"""Rules that a fork gathers beside the rest of a run: the report is the same."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from linter import aside
from linter.extraction import Extracting, Failed, Outcome, Task, extract_all
from linter.report import Report
from linter.request import Request
from linter.run import run
from linter.sources import Readings, WatchedTree, WorkTree, list_files
from linter.workspace import open_workspace
from tests.projects import TODAY

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes do not fork here")

_HERE = os.getpid()
_PADDING = "// nothing to see here, and much of it\n" * 1400

_FILES = {
    "task.ts": """\
import { z } from "zod";
export const Task = z.object({ status: z.string() });
type Task = z.infer<typeof Task>;
export const isOpen = (task: Task) => task.status === "open" || task.status === "new" || task.status === "late";
""",
    "state.ts": 'export const STATES = ["on", "off"] as const;\nexport type State = (typeof STATES)[number];\n',
    "lamp.ts": 'import { z } from "zod";\nimport type { State } from "./state";\n'
    "export const Lamp = z.object({ state: z.string() });\nexport type Lit = State;\n",
    "orders.prisma": "model Order {\n  stage Stage\n}\nenum Stage {\n  PAID\n  SENT\n}\n",
    "order.ts": 'import { z } from "zod";\nexport const Order = z.object({ stage: z.string() });\n',
    "broken.ts": """\
import { z } from "zod";
export const Half = z.object({ kind: z.string() });
type Half = z.infer<typeof Half>;
export const isWhole = (half: Half) => half.kind === "one" || half.kind === "two" || half.kind === "many";
const left = ( ] ;
""",
    "ask.ts": 'import OpenAI from "openai";\nexport const ask = () => new OpenAI().chat.completions.create({});\n',
    "tsconfig.json": '{"extends": "./missing.json"}\n',
    **{f"large/{number}.ts": f"export const n{number} = {number};\n{_PADDING}" for number in range(40)},
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("aside")
    for path, text in _FILES.items():
        target = root / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return root


def _audited(root: Path, jobs: int, extract: Extracting = extract_all) -> tuple[Report, Readings]:
    listing = list_files(root)
    with WatchedTree(WorkTree(root, listing)) as tree:
        request = Request("audit", listing, whole=True, today=TODAY, jobs=jobs, forks=True, extract=extract)
        return run(open_workspace(tree, root), request), tree.readings()


class _Counting:
    """Reads files, and says of which ones this process was asked for the shapes."""

    def __init__(self, outcome: Callable[[Task, Outcome], Outcome] = lambda _, outcome: outcome) -> None:
        self._outcome = outcome
        self.shaped: list[str] = []

    def __call__(self, tasks: Sequence[Task], jobs: int) -> dict[str, Outcome]:
        self.shaped += [task.path for task in tasks if task.words]
        found = extract_all(tasks, jobs)
        return {task.path: self._outcome(task, found[task.path]) for task in tasks}


def test_the_report_and_what_was_read_are_the_same(project: Path) -> None:
    alone, beside = _Counting(), _Counting()
    report, readings = _audited(project, 1, alone)
    assert {each.rule for each in report.findings} == {"enum-string", "sdk-direct"}
    assert report.blind
    assert [each.path for each in report.files.partial] == ["broken.ts"]
    assert _audited(project, 2, beside) == (report, readings)
    assert (bool(alone.shaped), beside.shaped) == (True, [])


@pytest.mark.parametrize("shapes", [True, False])
def test_files_that_cannot_be_read(project: Path, shapes: bool) -> None:
    """Whether the fork or this process finds that out."""

    def failing(task: Task, outcome: Outcome) -> Outcome:
        return Failed(task.path, "crashed") if task.path == "ask.ts" or bool(task.words) is shapes else outcome

    report, readings = _audited(project, 1, _Counting(failing))
    assert report.files.skipped
    assert _audited(project, 2, _Counting(failing)) == (report, readings)


def test_a_fork_that_dies_costs_no_finding(project: Path) -> None:
    def dying(task: Task, outcome: Outcome) -> Outcome:
        if task.words and os.getpid() != _HERE:
            os._exit(3)
        return outcome

    assert _audited(project, 2, _Counting(dying)) == _audited(project, 1)


def test_nothing_but_what_forks_tell_is_read() -> None:
    with pytest.raises(pickle.UnpicklingError, match="system is nothing that a fork tells"):
        aside.loads(pickle.dumps(os.system))
    with pytest.raises(pickle.UnpicklingError, match="not what a fork tells"):
        aside.loads(pickle.dumps([]))
