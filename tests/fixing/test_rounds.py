"""Fixing, looking again, and ending."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from linter.findings import Evidence, Existing, Finding, Fix, Place, Ruling, Severity
from linter.fixing import Rewritten, Surroundings, rewrite, rounds
from linter.fixing.rounds import Mended, mend
from linter.report import FileAccount, Report
from linter.resolution import ModuleResolver

from .trees import Files

ZOD = 'import { z } from "zod";\n'


class Analysis:
    """Finds every `z.string()` with a comment behind it that lists values: `/* a|b */`, `/* ? a|b */` if unsafe."""

    def __init__(self, files: Mapping[str, str], *, pattern: str = r"z\.string\(\)(?=.*?/\* (\? )?([\w|]+))") -> None:
        self.files = files
        self.looks = 0
        self.existing: dict[str, Existing] = {}
        self._pattern = re.compile(pattern)

    def __call__(self, contents: Mapping[str, bytes]) -> tuple[Report, Surroundings]:
        self.looks += 1
        files = {**self.files, **{path: data.decode() for path, data in contents.items()}}
        findings = [
            self._finding(path, match) for path, text in files.items() for match in self._pattern.finditer(text)
        ]
        tree = Files(files)
        around = Surroundings(tree.read, ModuleResolver(tree), frozenset(files))
        return Report("audit", tuple(findings), FileAccount(len(files))), around

    def _finding(self, path: str, match: re.Match[str]) -> Finding:
        start, end = match.span()
        values = tuple(match[2].split("|"))
        line = match.string.count("\n", 0, start) + 1
        fix = Fix(start, end, values, self.existing.get(path), safe=not match[1])
        place = Place(path, line, 1, line, 2)
        evidence = Evidence(place, "", "bare-string", f"field:{start}", "zod", "A bare string.", fix=fix)
        return Finding("enum-string", Severity.WARNING, evidence, Ruling.CONFIRMED, "static", "", "")


def mended(look: Analysis, *, unsafe: bool = False, refusing: Callable[[str], str | None] = lambda _: None) -> Mended:
    return mend(look, refusing, unsafe=unsafe)


def test_what_is_fixed_is_gone_and_counted() -> None:
    look = Analysis({"a.ts": ZOD + "z.string(); // x /* a|b */\n", "b.ts": "1\n"})
    done = mended(look)
    assert dict(done.contents) == {"a.ts": (ZOD + 'z.enum(["a", "b"]); // x /* a|b */\n').encode()}
    assert (dict(done.fixed), done.declined, done.report.findings, look.looks) == ({"a.ts": 1}, (), (), 2)


def test_a_second_run_changes_nothing() -> None:
    first = mended(Analysis({"a.ts": ZOD + "z.string(); // /* a|b */\n"}))
    again = mended(Analysis({path: data.decode() for path, data in first.contents.items()}))
    assert not again.contents


def test_unsafe_fixes_wait_for_the_operator() -> None:
    files = {"a.ts": ZOD + "z.string(); // /* ? a|b */\nz.string(); // /* c|d */\n"}
    careful, bold = mended(Analysis(files)), mended(Analysis(files), unsafe=True)
    assert (careful.fixed, careful.unsafe, len(careful.report.findings)) == ({"a.ts": 1}, 1, 1)
    assert (bold.fixed, bold.unsafe, bold.report.findings) == ({"a.ts": 2}, 0, ())


def test_a_fix_after_which_the_finding_stands_is_taken_back() -> None:
    look = Analysis(
        {"a.ts": ZOD + "z.string(); // /* a|b */\n"}, pattern=r"z\.(?:string|enum)\(.*?\)(?=.*/\* (\? )?([\w|]+))"
    )
    done = mended(look)
    assert not done.contents
    assert [each.reason for each in done.declined] == ["the finding would still stand"]
    assert len(done.report.findings) == 1


def test_a_fix_that_fails_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(path: str, *rest: Any) -> Rewritten:
        if path == "a.ts":
            raise KeyError(path)
        return rewrite(path, *rest)

    monkeypatch.setattr(rounds, "rewrite", failing)
    done = mended(Analysis(dict.fromkeys(("a.ts", "b.ts"), ZOD + "z.string(); // /* a|b */\n")))
    assert list(done.contents) == ["b.ts"]
    assert ["KeyError" in each.reason for each in done.declined] == [True]


def test_files_that_must_not_change_do_not() -> None:
    files = dict.fromkeys(("a.ts", "b.ts"), ZOD + "z.string(); // /* a|b */\n")
    done = mended(Analysis(files), refusing=lambda path: "unmerged" if path == "a.ts" else None)
    assert list(done.contents) == ["b.ts"]
    assert [(each.path, each.reason) for each in done.declined] == [("a.ts", "unmerged")]


def test_imports_that_would_run_in_a_circle_together_are_not_made_together() -> None:
    code = 'import { z } from "zod";\nexport const LEVELS = ["a"] as const;\nz.string(); // /* a */\n'
    middle = 'export { LEVELS } from "./b";\n'
    look = Analysis({"a.ts": code, "b.ts": code.replace("LEVELS", "KINDS"), "c.ts": middle})
    look.existing = {"a.ts": Existing("b.ts", "KINDS", "array"), "b.ts": Existing("a.ts", "LEVELS", "array")}
    done = mended(look)
    imports = [path for path, data in done.contents.items() if b"import { KINDS" in data or b"import { LEVELS" in data]
    assert "a.ts" in imports
    assert done.contents["a.ts"].count(b"z.enum(KINDS)") == 1
