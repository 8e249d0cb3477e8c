"""The verifier of pipelines: one review, and one JSON object as the last line of stdout.

The contract is that of recipe verifiers and custom gates: the working directory is the repository, the environment
names the folder of the run, and the last line says `{"verifier", "pass", "evidence_path", "error_summary"}` with pass
true, false, or null for "not measured".
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from linter.cli import terminal
from linter.cli.output import replace_file
from linter.errors import SidestepError

if TYPE_CHECKING:
    from linter.cli.hook_flags import Flags
    from linter.report import Report

_RUN_FOLDER = "MINI_ORK_RUN_DIR"
_PLAN = "MINI_ORK_PLAN_PATH"


def verify(flags: Flags) -> int:
    """Reviews once, prints the result, and gives the exit code: 0 passed or not measured, 1 failed.

    With `gate`: 0 passed, 1 failed or in error, 2 for "let somebody decide".
    """
    try:
        report = _review(flags)
        passed, why = _measured(report)
        evidence = _evidence(flags, report)
    except Exception as error:  # whatever it is, the pipeline has to hear of it in its own form
        why = str(error).partition("\n")[0] or type(error).__name__
        if not isinstance(error, (SidestepError, OSError)):
            import traceback

            terminal.say_bug(traceback.format_exc())
        passed, evidence = (False if flags.fail_closed or flags.gate else None), None
    terminal.write(f"sidestep: {'approved' if passed else 'not measured' if passed is None else 'failed'}\n")
    last = {"verifier": flags.name, "pass": passed, "evidence_path": evidence, "error_summary": why}
    terminal.write(json.dumps(last) + "\n")
    if passed is None:
        return 2 if flags.gate else 0
    return 0 if passed else 1


def _review(flags: Flags) -> Report:
    from linter.cli.documents import document
    from linter.cli.hook_flags import path_or_none
    from linter.cli.hook_work import review_worktree
    from linter.review import Paper, Papers
    from linter.sources import find_root

    kickoff, plan = path_or_none(flags.kickoff), path_or_none(os.environ.get(_PLAN, ""))
    papers = Papers(
        kickoff=Paper(kickoff.name, document(kickoff)) if kickoff is not None else None,
        plan=Paper(plan.name, document(plan)) if plan is not None and plan.is_file() else None,
    )
    return review_worktree(find_root(Path.cwd()), flags.base or "HEAD", papers)


def _measured(report: Report) -> tuple[bool | None, str]:
    from linter.ledger import Overall

    review = report.review
    if review is None:
        return None, "nothing was reviewed"
    why = "; ".join(review.why)
    answers = {Overall.APPROVE: True, Overall.REQUEST_CHANGES: False, Overall.NEEDS_JUDGEMENT: None}
    return answers[review.overall], "" if review.overall is Overall.APPROVE else why


def _evidence(flags: Flags, report: Report) -> str | None:
    """Writes the review as JSON into the folder of the run, if the environment names one."""
    from linter import __version__
    from linter.formats import FORMATS, Options

    folder = os.environ.get(_RUN_FOLDER, "")
    if not folder:
        return None
    name = "".join(each for each in flags.name if each.isalnum() or each in "-_") or "sidestep"
    path = Path(folder) / f"verifier_{name}.evidence.json"
    replace_file(path, FORMATS["json"].render(report, Options(color=False, width=100, version=__version__)))
    return str(path)
