"""`--fix`, `--unsafe-fixes` and `--diff`, as people run them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from ..sources.scratch import Repository
from .conftest import Sidestep

SCHEMA = """import { z } from "zod";
import type { Finding } from "./types";

export const FindingSchema = z.object({
  severity: z.string().min(1), // how bad
  title: z.string(),
});
export const read = (raw: unknown): Finding => FindingSchema.parse(raw) as Finding;
"""
TYPES = 'export interface Finding {\n  severity: "low" | "high";\n  title: string;\n}\n'
FIXED = SCHEMA.replace("z.string().min(1)", 'z.enum(["low", "high"])')
MODEL = """from pydantic import BaseModel, field_validator


class Finding(BaseModel):
    severity: str = "low"  # how bad

    @field_validator("severity")
    @classmethod
    def known(cls, value: str) -> str:
        if value not in ("low", "high"):
            raise ValueError(value)
        return value
"""
FIXED_MODEL = "from typing import Literal\n\n" + MODEL.replace(": str =", ': Literal["low", "high"] =')


@pytest.fixture
def findings(repository: Repository) -> Repository:
    """A repository with one field to mend in each language."""
    repository.write("src/types.ts", TYPES)
    repository.write("src/schema.ts", SCHEMA)
    repository.write("models.py", MODEL)
    repository.commit()
    return repository


def text(repository: Repository, path: str) -> str:
    return (repository.root / path).read_bytes().decode()


def test_fields_are_mended_and_gone_from_the_report(findings: Repository, sidestep: Sidestep) -> None:
    before = sidestep("audit", "--format", "json").report["findings"]
    assert [(each["path"], each["fix"]["values"]) for each in before] == [
        ("models.py", ["low", "high"]),
        ("src/schema.ts", ["low", "high"]),
    ]
    done = sidestep("audit", "--fix")
    assert (done.code, "fixed 2 findings in 2 files, declined 0" in done.err) == (0, True)
    assert "No findings." in done.out
    assert (text(findings, "src/schema.ts"), text(findings, "models.py")) == (FIXED, FIXED_MODEL)


def test_a_list_that_the_project_has_already_is_imported(repository: Repository, sidestep: Sidestep) -> None:
    repository.write(
        "src/levels.ts",
        'export const LEVELS = ["low", "high"] as const;\nexport type Level = (typeof LEVELS)[number];\n',
    )
    repository.write(
        "src/types.ts", 'import { type Level } from "./levels.js";\nexport interface Finding { severity: Level }\n'
    )
    repository.write("src/schema.ts", SCHEMA.replace("./types", "./types.js"))
    assert sidestep("audit", "--fix").code == 0
    imports = 'import type { Finding } from "./types.js";\nimport { LEVELS } from "./levels.js";\n'
    assert imports in text(repository, "src/schema.ts")
    assert "severity: z.enum(LEVELS), // how bad" in text(repository, "src/schema.ts")


def test_a_second_time_nothing_changes(findings: Repository, sidestep: Sidestep) -> None:
    sidestep("audit", "--fix")
    stamps = {path: path.stat().st_mtime_ns for path in findings.root.rglob("*.*")}
    again = sidestep("audit", "--fix")
    assert (again.code, "fixed 0 findings, declined 0" in again.err) == (0, True)
    assert {path: path.stat().st_mtime_ns for path in findings.root.rglob("*.*")} == stamps


def test_a_diff_changes_nothing_and_applies(findings: Repository, sidestep: Sidestep) -> None:
    shown = sidestep("audit", "--diff")
    assert (shown.code, "would fix 2 findings in 2 files" in shown.err) == (1, True)
    assert (text(findings, "src/schema.ts"), text(findings, "models.py")) == (SCHEMA, MODEL)
    subprocess.run(["git", "apply"], cwd=findings.root, input=shown.out.encode(), check=True)
    assert (text(findings, "src/schema.ts"), text(findings, "models.py")) == (FIXED, FIXED_MODEL)
    assert sidestep("audit", "--diff").code == 0


def test_a_diff_can_go_to_a_file(findings: Repository, sidestep: Sidestep, tmp_path: Path) -> None:
    shown = sidestep("audit", "--diff")
    sidestep("audit", "--diff", "--output", tmp_path / "fix.patch")
    assert (tmp_path / "fix.patch").read_text() == shown.out


def test_named_files_alone_are_mended(findings: Repository, sidestep: Sidestep) -> None:
    done = sidestep("check", "--fix", "models.py")
    assert done.code == 0
    assert (text(findings, "src/schema.ts"), text(findings, "models.py")) == (SCHEMA, FIXED_MODEL)


def test_what_is_staged_is_mended_on_disk_and_has_to_be_staged_again(findings: Repository, sidestep: Sidestep) -> None:
    findings.write("models.py", MODEL + "\n\nX = 1\n")
    findings.write("src/schema.ts", SCHEMA + "\n// staged\n")
    findings.git("add", ".")
    findings.write("src/schema.ts", SCHEMA + "\n// not staged\n")
    done = sidestep("check", "--fix")
    assert done.code == 1
    assert "not fixed: src/schema.ts:5: enum-string: has changes that are not staged" in done.err
    assert text(findings, "models.py") == FIXED_MODEL + "\n\nX = 1\n"
    assert text(findings, "src/schema.ts") == SCHEMA + "\n// not staged\n"
    assert findings.git("diff", "--cached", "--", "models.py").count("Literal") == 0


def test_mended_files_alone_do_not_let_the_commit_through(findings: Repository, sidestep: Sidestep) -> None:
    findings.write("models.py", MODEL + "\n\nX = 1\n")
    findings.git("add", ".")
    done = sidestep("check", "--fix")
    assert (done.code, "stage them, and commit again" in done.err) == (1, True)
    findings.git("add", ".")
    assert sidestep("check", "--fix").code == 0


def test_encodings_line_ends_and_modes_are_kept(findings: Repository, sidestep: Sidestep) -> None:
    raw = b"\xef\xbb\xbf" + SCHEMA.rstrip("\n").replace("\n", "\r\n").encode()
    findings.write("src/schema.ts", raw).chmod(0o640)
    latin = "# coding: latin-1\n# é\n" + MODEL
    findings.write("models.py", latin.encode("latin-1"))
    sidestep("audit", "--fix")
    assert (findings.root / "src/schema.ts").read_bytes() == raw.replace(
        b"z.string().min(1)", b'z.enum(["low", "high"])'
    )
    assert (findings.root / "src/schema.ts").stat().st_mode & 0o777 == 0o640
    assert (findings.root / "models.py").read_bytes() == ("# coding: latin-1\n# é\n" + FIXED_MODEL).encode("latin-1")


def test_suppressed_and_known_findings_are_not_mended(findings: Repository, sidestep: Sidestep) -> None:
    silenced = MODEL.replace("# how bad", "# sidestep-ignore[enum-string]: texts of old clients come through here")
    findings.write("models.py", silenced)
    sidestep("audit", "--write-baseline")
    done = sidestep("audit", "--fix")
    assert "fixed 0 findings" in done.err
    assert (text(findings, "src/schema.ts"), text(findings, "models.py")) == (SCHEMA, silenced)


def test_links_are_not_followed(findings: Repository, sidestep: Sidestep, tmp_path: Path) -> None:
    outside = tmp_path / "outside.py"
    outside.write_text(MODEL)
    (findings.root / "models.py").unlink()
    (findings.root / "models.py").symlink_to(outside)
    sidestep("audit", "--fix")
    assert outside.read_text() == MODEL


def test_a_file_that_crashes_libcst_is_declined_and_no_other_is(findings: Repository, sidestep: Sidestep) -> None:
    findings.write("models.py", MODEL + f"\n\nX = {'(' * 1_500}1{')' * 1_500}\n")
    done = sidestep("audit", "--fix")
    assert (done.code, "libcst gave up on the file: a crash" in done.err) == (1, True)
    assert text(findings, "src/schema.ts") == FIXED
    assert text(findings, "models.py").startswith(MODEL)


def test_nothing_of_the_repository_is_imported(findings: Repository, sidestep: Sidestep) -> None:
    for name in ("libcst", "ast", "json", "typing", "re"):
        findings.write(f"{name}.py", f"open({str(findings.root / 'ran')!r}, 'w')\n")
    sidestep("audit", "--fix")
    assert text(findings, "models.py") == FIXED_MODEL
    assert not os.path.lexists(findings.root / "ran")


@pytest.mark.parametrize(
    "arguments",
    [
        ["audit", "--unsafe-fixes"],
        ["audit", "--diff", "--format", "json"],
        ["audit", "--fix", "--write-baseline"],
        ["audit", "--diff", "--write-baseline"],
    ],
)
def test_flags_that_say_nothing_together_are_refused(
    arguments: list[str], findings: Repository, sidestep: Sidestep
) -> None:
    assert sidestep(*arguments).code == 2
    assert text(findings, "models.py") == MODEL


def test_a_repository_cannot_ask_for_it(findings: Repository, sidestep: Sidestep) -> None:
    findings.write("sidestep.toml", "fix = true\n")
    assert sidestep("audit").code == 2
    assert text(findings, "models.py") == MODEL


def test_a_ci_runner_is_shown_no_commands(
    findings: Repository, sidestep: Sidestep, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings.write(
        "models.py", MODEL.replace("\n\nclass", "\n::error::x\n\nclass", 1).replace("::error", "# \x1b ::error", 1)
    )
    exact = sidestep("audit", "--diff")
    assert "# \x1b ::error::x" in exact.out
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    shown = sidestep("audit", "--diff")
    assert "# \\x1b \\x3a:error" in shown.out
    assert "use --output" in shown.err
