"""A whole audit, with a model of 135 million parameters for a judge.

It understands nothing, so what it says is no subject here: only that it is asked, that what it says is looked at, and
that nothing gets lost.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ..cli.conftest import Sidestep, repository, sidestep
from ..cli.runs import Result
from ..judge.projects import CERTAIN, FLAGGED
from ..sources.scratch import Repository

__all__ = ["repository", "sidestep"]

pytestmark = pytest.mark.real_llm


def test_an_audit(
    real_server: str, repository: Repository, sidestep: Sidestep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "judges.toml").write_text(
        '[judges.small]\nprovider = "llama-cpp"\nmodel = "SmolLM2-135M-Instruct"\n'
        f'base-url = "{real_server}/v1"\nmax-output-tokens = 120\n'
    )
    monkeypatch.setenv("SIDESTEP_JUDGES", str(tmp_path / "judges.toml"))
    monkeypatch.setenv("SIDESTEP_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.delenv("SIDESTEP_AUTHOR_MODEL", raising=False)
    repository.write("src/ask.ts", FLAGGED)
    repository.write("src/sure.ts", CERTAIN)
    command = ("audit", "--judge", "small", "--author-model", "claude-opus-5-5", "--format", "json")
    first = sidestep(*command)
    assert first.code == 1, first.err
    judging = first.report["judging"]
    assert judging["escalated"] == 1
    assert judging["escalated"] == judging["confirmed"] + judging["dismissed"] + judging["undecided"]
    (judge,) = judging["judges"]
    assert judge["kinship"] == "different"
    assert judge["usd"] == 0
    for finding in first.report["findings"]:
        if finding["certainty"] == "certain":
            assert (finding["ruling"], finding["by"]) == ("confirmed", "static")
        else:
            assert finding["verdicts"]
    again = sidestep(*command)
    assert _ruled(again) == _ruled(first)
    assert again.report["judging"]["judges"][0]["requests"] == 0


def _ruled(result: Result) -> list[tuple[str, str, str]]:
    return [(each["path"], each["ruling"], each["reason"]) for each in result.report["findings"]]
