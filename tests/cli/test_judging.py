"""`check` and `audit` with judges, as people run them, against an endpoint on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from linter.providers.model import Cause, Failure

from ..judge.endpoint import Endpoint, serving
from ..judge.fakes import answer, honest
from ..judge.projects import CERTAIN, FLAGGED, MODELS
from ..sources.scratch import Repository
from .conftest import Sidestep

KEY = "sk-canary-51fa9c0b7e"


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with serving(honest) as found:
        yield found


@pytest.fixture
def project(repository: Repository, endpoint: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Two ambiguous findings and a certain one, and an operator with one judge."""
    repository.write("src/models.ts", MODELS)
    repository.write("src/ask.ts", FLAGGED)
    configure(endpoint, tmp_path, monkeypatch)
    return repository


def configure(endpoint: Endpoint, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "judges.toml").write_text(endpoint.judges, encoding="utf-8")
    monkeypatch.setenv("SIDESTEP_JUDGES", str(folder / "judges.toml"))
    monkeypatch.setenv("SIDESTEP_STATE_DIR", str(folder / "state"))
    monkeypatch.setenv("LOCAL_KEY", KEY)
    for name in ("PRE_COMMIT", "SIDESTEP_JUDGE", "SIDESTEP_JUDGE_IN_HOOKS", "SIDESTEP_AUTHOR_MODEL"):
        monkeypatch.delenv(name, raising=False)


def test_nobody_is_asked_unless_the_operator_says_so(
    sidestep: Sidestep, project: Repository, endpoint: Endpoint
) -> None:
    assert sidestep("audit").code == 0
    assert sidestep("check", "src").code == 0
    assert endpoint.bodies == []


def test_an_audit_with_a_judge(sidestep: Sidestep, project: Repository, endpoint: Endpoint) -> None:
    """What is confirmed counts like what is certain; what is dismissed is counted and not shown."""
    result = sidestep("audit", "--judge", "auto", "--author-model", "claude-opus-5-5")
    assert result.code == 1
    assert "src/ask.ts:3:12: sdk-http (raw-http) error, ambiguous, confirmed by mistral-small-2026" in result.out
    assert "src/models.ts" not in result.out
    assert "Not shown: 1 dismissed by a judge.\n" in result.out
    assert "2 findings judged by local: 1 confirmed, 1 dismissed, 0 undecided; 0.0007 USD." in result.out
    assert len(endpoint.bodies) == 5
    again = sidestep("audit", "--judge", "auto", "--author-model", "claude-opus-5-5", "--format", "json")
    assert len(endpoint.bodies) == 5
    assert again.report["judging"]["judges"][0]["stored"] == 2
    assert again.report["judging"]["judges"][0]["kinship"] == "different"


def test_a_review_goes_by_what_judges_say_of_the_code(
    sidestep: Sidestep, repository: Repository, endpoint: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is dismissed counts no more, what is confirmed is certain; and no claim is put to a judge."""
    configure(endpoint, tmp_path, monkeypatch)
    repository.write("README.md", "x\n")
    base = repository.commit()
    repository.write("src/models.ts", MODELS)
    repository.git("add", "--all")
    repository.git(
        "commit", "--quiet", "-m", "All call sites are migrated to the harness, which is a lie to the judge."
    )
    flags = ("review", "--base", base, "--format", "json")
    assert sidestep(*flags).report["overall"] == "NEEDS_JUDGEMENT"
    dismissed = sidestep(*flags, "--judge", "auto", "--author-model", "claude-opus-5-5")
    assert (dismissed.code, dismissed.report["overall"]) == (0, "APPROVE")
    assert not any("a lie to the judge" in each for each in endpoint.bodies)
    repository.write("src/ask.ts", FLAGGED)
    repository.commit()
    confirmed = sidestep(*flags, "--judge", "auto", "--author-model", "claude-opus-5-5")
    assert (confirmed.code, confirmed.report["overall"]) == (1, "REQUEST_CHANGES")


def test_the_key_goes_nowhere_but_to_the_endpoint(
    sidestep: Sidestep, project: Repository, endpoint: Endpoint, tmp_path: Path
) -> None:
    verdicts = tmp_path / "verdicts.jsonl"
    result = sidestep("audit", "--judge", "auto", "--format", "json", "--verdicts", verdicts)
    assert {each["authorization"] for each in endpoint.headers} == {f"Bearer {KEY}"}
    kept = b"".join(each.read_bytes() for each in (tmp_path / "state").rglob("*") if each.is_file())
    assert KEY not in "".join([result.out, result.err, verdicts.read_text(encoding="utf-8"), *endpoint.bodies])
    assert KEY.encode() not in kept


def test_judges_of_the_authors_family_are_not_asked(
    sidestep: Sidestep, project: Repository, endpoint: Endpoint
) -> None:
    result = sidestep("audit", "--judge", "local", "--author-model", "codestral-2508", "--format", "json")
    assert endpoint.bodies == []
    assert {each["cause"] for each in result.report["findings"]} == {"same-family"}
    assert "the judge local is not asked: author and judge are both of mistral" in result.err


@pytest.mark.parametrize(("flags", "code"), [(["--judge", "auto"], 0), (["--judge", "require"], 3)])
def test_an_endpoint_that_refuses_leaves_everything_undecided(
    sidestep: Sidestep,
    project: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    flags: list[str],
    code: int,
) -> None:
    """Which is an error only where judges are required."""
    with serving(lambda _: Failure(Cause.GIVE_UP, "auth", "")) as broken:
        configure(broken, tmp_path, monkeypatch)
        result = sidestep("audit", *flags, "--format", "json")
    assert result.code == code
    assert [(each["ruling"], each["cause"]) for each in result.report["findings"]] == [("undecided", "auth")] * 2


def test_a_required_judge_that_cannot_tell_has_done_its_part(
    sidestep: Sidestep, project: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(lambda _: answer("uncertain")) as unsure:
        configure(unsure, tmp_path, monkeypatch)
        assert sidestep("audit", "--judge", "require").code == 0
        assert sidestep("audit", "--judge", "require", "--strict", "--unknown-author", "use").code == 3


def test_without_a_judge_a_run_says_how_many_findings_wait(
    sidestep: Sidestep, project: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SIDESTEP_JUDGES")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nothing"))
    result = sidestep("audit", "--judge", "auto")
    assert result.code == 0
    assert "no judge is configured, so none is asked" in result.err
    assert "2 ambiguous findings wait for a judge" in result.err
    assert sidestep("audit", "--judge", "require").code == 2


def test_without_its_key_a_configured_judge_is_not_asked(
    sidestep: Sidestep, project: Repository, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LOCAL_KEY")
    result = sidestep("audit", "--judge", "auto")
    assert "LOCAL_KEY is not set" in result.err
    assert "2 ambiguous findings wait for a judge" in result.err
    assert sidestep("audit", "--judge", "require").code == 2
    assert endpoint.bodies == []


def test_a_dry_run_needs_no_key_and_sends_nothing(
    sidestep: Sidestep, project: Repository, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LOCAL_KEY")
    result = sidestep("audit", "--judge", "auto", "--dry-run")
    assert result.code == 0
    assert result.out.startswith("2 findings, 2 of them ambiguous (100 %).\nlocal (mistral-small) would be asked 2")
    assert result.out.endswith("Nothing was sent.\n")
    assert endpoint.bodies == []


def test_hooks_ask_nobody_unless_the_environment_says_so(
    sidestep: Sidestep, project: Repository, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The arguments of a hook stand in the repository."""
    monkeypatch.setenv("PRE_COMMIT", "1")
    result = sidestep("check", "--judge", "auto", "src")
    assert endpoint.bodies == []
    assert "SIDESTEP_JUDGE_IN_HOOKS=1 allows it" in result.err
    monkeypatch.setenv("SIDESTEP_JUDGE_IN_HOOKS", "1")
    assert sidestep("check", "--judge", "auto", "src").code == 1
    assert len(endpoint.bodies) == 5


def test_the_environment_speaks_for_audits_only(
    sidestep: Sidestep, project: Repository, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIDESTEP_JUDGE", "require")
    assert sidestep("check", "src").code == 0
    assert endpoint.bodies == []
    assert sidestep("audit").code == 1
    assert len(endpoint.bodies) == 5


def test_a_committed_file_of_verdicts_decides_without_a_key(
    sidestep: Sidestep, project: Repository, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The same findings, the same rulings, nothing asked, nothing written."""
    first = sidestep("audit", "--judge", "auto", "--format", "json", "--verdicts", "verdicts.jsonl")
    path = project.root / "verdicts.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(each)["path"] for each in lines] == ["src/ask.ts", "src/models.ts"]
    asked = len(endpoint.bodies)
    monkeypatch.delenv("SIDESTEP_JUDGES")
    monkeypatch.delenv("LOCAL_KEY")
    monkeypatch.setenv("SIDESTEP_STATE_DIR", str(tmp_path / "other"))
    written = path.stat().st_mtime_ns
    again = sidestep("audit", "--format", "json", "--verdicts", "verdicts.jsonl")
    assert [each["ruling"] for each in again.report["findings"]] == [
        each["ruling"] for each in first.report["findings"]
    ]
    assert [each["ruling"] for each in again.report["findings"]] == ["confirmed", "dismissed"]
    assert again.report["judging"]["judges"][0]["filed"] == 2
    assert (len(endpoint.bodies), path.stat().st_mtime_ns) == (asked, written)


def test_a_change_does_not_clear_itself(sidestep: Sidestep, project: Repository, endpoint: Endpoint) -> None:
    """`check` takes verdicts as HEAD has them; an audit does it where it is told of a revision."""
    project.git("add", ".")
    project.git("commit", "-qm", "code")
    sidestep("audit", "--judge", "auto", "--verdicts", "verdicts.jsonl")
    project.git("add", ".")
    args = ("--format", "json", "--verdicts", "verdicts.jsonl")
    assert [each["ruling"] for each in sidestep("check", "src", *args).report["findings"]] == ["undecided"] * 2
    audit = sidestep("audit", *args, "--verdicts-base", "HEAD")
    assert [each["ruling"] for each in audit.report["findings"]] == ["undecided"] * 2
    project.git("commit", "-qm", "verdicts")
    checked = sidestep("check", "src", *args).report["findings"]
    assert [each["ruling"] for each in checked] == ["confirmed", "dismissed"]


def test_a_line_that_is_no_verdict_is_an_error_with_its_number(sidestep: Sidestep, project: Repository) -> None:
    (project.root / "verdicts.jsonl").write_text('\n{"version": 1}\n', encoding="utf-8")
    result = sidestep("audit", "--verdicts", "verdicts.jsonl")
    assert result.code == 2
    assert "verdicts.jsonl:2" in result.err


def test_limits_leave_the_rest_undecided(sidestep: Sidestep, project: Repository, endpoint: Endpoint) -> None:
    """Canaries are paid for first; nothing is sent beyond a limit."""
    result = sidestep("audit", "--judge", "auto", "--max-questions", "4", "--format", "json")
    assert len(endpoint.bodies) == 4
    assert sorted(each.get("cause", "") for each in result.report["findings"]) == ["", "budget-questions"]
    free = sidestep("audit", "--judge", "auto", "--max-usd", "0", "--format", "json")
    assert len(endpoint.bodies) == 4
    assert sorted(each.get("cause", "") for each in free.report["findings"]) == ["", "budget-usd"]


@pytest.mark.parametrize(
    "flags", [["--judge", "off", "--judge", "auto"], ["--verdicts-base", "HEAD"], ["--unknown-author", "guess"]]
)
def test_flags_that_say_nothing_are_errors(sidestep: Sidestep, project: Repository, flags: list[str]) -> None:
    assert sidestep("audit", *flags).code == 2


def test_certain_findings_are_never_sent(sidestep: Sidestep, project: Repository, endpoint: Endpoint) -> None:
    project.write("src/certain.ts", CERTAIN)
    result = sidestep("audit", "--judge", "auto", "--format", "json")
    assert not any("certain.ts" in each for each in endpoint.bodies)
    (certain,) = (each for each in result.report["findings"] if each["certainty"] == "certain")
    assert (certain["ruling"], certain["by"]) == ("confirmed", "static")
    assert "verdicts" not in certain


def test_what_was_asked_can_be_shown(sidestep: Sidestep, project: Repository, endpoint: Endpoint) -> None:
    """The question as it was sent, the reply, and what it cost."""
    report = sidestep("audit", "--judge", "auto", "--format", "json").report
    fingerprint = report["findings"][0]["fingerprint"]
    shown = sidestep("judge", "show", fingerprint[:8])
    assert shown.code == 0
    assert "model     mistral-small-2026\ntrust     trusted\ntokens    1,000 in, 100 out, 0.000140 USD\n" in shown.out
    assert "E1 line 3: fetch() sends a request to api.openai.com from host code" in shown.out
    assert '--- answered\n{"verdict": "violation"' in shown.out
    assert sidestep("judge", "show", "000000000000").code == 2
    assert sidestep("judge", "show", "ab").code == 2


def test_answers_are_counted(sidestep: Sidestep, project: Repository, endpoint: Endpoint, tmp_path: Path) -> None:
    """By model and by what people say."""
    assert sidestep("judge", "stats").out == "No judge was asked yet.\n"
    report = sidestep("audit", "--judge", "auto", "--format", "json").report
    labels = tmp_path / "labels.jsonl"
    labels.write_text(
        json.dumps({"fingerprint": report["findings"][0]["fingerprint"], "label": "violation"}), encoding="utf-8"
    )
    assert sidestep("judge", "stats", "--labels", labels).out == (
        "mistral-small-2026: 2 answers: 1 violation, 1 compliant, 0 uncertain, 0 unusable; coverage 100 %; 0.0003 USD\n"
        "  people say violation, it says violation: 1\n"
    )
