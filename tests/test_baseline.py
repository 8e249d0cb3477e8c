from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.baseline import Baseline, BaselineEntry, apply, entry_of, parse, read, render, write
from linter.errors import ConfigError, UsageError
from linter.findings import Evidence, Finding, Place, Ruling, Severity, fingerprinted

ENTRY = {"path": "a.ts", "rule": "sdk-direct", "symbol": "", "sink": "npm:openai", "fingerprint": "ab"}


def finding(path: str = "a.ts", line: int = 1, sink: str = "npm:openai", snippet: str = 'import "openai"') -> Finding:
    evidence = Evidence(Place(path, line, 1, line, 9), "run", "direct", sink, "openai", "message", snippet=snippet)
    return Finding("sdk-direct", Severity.ERROR, evidence, Ruling.CONFIRMED, "static", "", "")


def kept(*findings: Finding) -> Baseline:
    return parse(render(fingerprinted(findings)), "baseline")


def test_known_findings_are_not_open() -> None:
    known = fingerprinted([finding(), finding("b.ts")])
    new = fingerprinted([finding(), finding("b.ts"), finding("c.ts")])
    open_, baselined, stale = apply(new, kept(*known), complete_for=("sdk-direct",))
    assert [each.place.path for each in open_] == ["c.ts"]
    assert [each.place.path for each in baselined] == ["a.ts", "b.ts"]
    assert stale == ()


def test_a_finding_that_moved_is_still_known_and_a_swapped_one_is_new() -> None:
    baseline = kept(finding(line=5))
    assert apply(fingerprinted([finding(line=90)]), baseline)[0] == ()
    open_, _, stale = apply(fingerprinted([finding(sink="npm:cohere-ai")]), baseline, complete_for=("sdk-direct",))
    assert len(open_) == 1
    assert [each.sink for each in stale] == ["npm:openai"]


def test_one_more_of_the_same_is_new() -> None:
    open_, baselined, _ = apply(fingerprinted([finding(line=1), finding(line=2)]), kept(finding()))
    assert (len(open_), len(baselined)) == (1, 1)


def test_entries_are_stale_only_for_rules_that_ran_over_the_whole_tree() -> None:
    assert apply([], kept(finding()))[2] == ()
    assert apply([], kept(finding()), complete_for=("sdk-http",))[2] == ()
    assert len(apply([], kept(finding()), complete_for=("sdk-direct",))[2]) == 1


def test_the_file_has_identities_only_sorted_and_readable() -> None:
    names = [f"{letter}.ts" for letter in "hbdagcfeä"]
    text = render(fingerprinted(finding(name, 77) for name in names)).decode("ascii")
    content = json.loads(text)
    assert content["version"] == 1
    assert [each["path"] for each in content["entries"]] == sorted(names)
    assert {key for each in content["entries"] for key in each} == set(ENTRY)
    assert "77" not in [value for each in content["entries"] for value in each.values()]
    assert text.endswith("}\n")


@given(st.permutations([finding("a.ts"), finding("b.ts"), finding("b.ts", 4), finding("\udcff.py")]))
def test_the_same_findings_give_the_same_bytes(findings: list[Finding]) -> None:
    assert render(fingerprinted(findings)) == render(fingerprinted(sorted(findings, key=str)))


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    findings = fingerprinted([finding("a.ts"), finding("\udcff.py")])
    path = tmp_path / ".sidestep-baseline.json"
    write(path, [finding("old.ts")])
    write(path, findings)
    assert read(path) == Baseline(frozenset(map(entry_of, findings)))
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_link_is_replaced_and_its_target_left_alone(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link.json"
    target.write_text("precious")
    link.symlink_to(target)
    write(link, [])
    assert target.read_text() == "precious"
    assert read(link) == Baseline()


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match="cannot be written"):
        write(tmp_path / "folder", [finding()])
    with pytest.raises(UsageError, match="cannot be written"):
        write(tmp_path / "absent" / "file", [finding()])
    assert [each.name for each in tmp_path.iterdir()] == ["folder"]


def test_links_pipes_and_missing_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe", "absent", "."):
        with pytest.raises(ConfigError, match="cannot be read"):
            read(tmp_path / name)


def changed(**more: Any) -> bytes:
    return json.dumps({"version": 1, "entries": [{**ENTRY, **more}]}).encode()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "not valid JSON"),
        (b"{", "not valid JSON"),
        (b'{"version": 1,\n<<<<<<< HEAD\n', "baseline.json:2"),
        (b"\xff\xfe\x00x", "not valid JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[]", "wrong at the file"),
        (b"{}", "wrong at version"),
        (b'{"version": 2, "entries": []}', "has version 2"),
        (b'{"version": "1", "entries": []}', "wrong at version"),
        (b'{"version": 1, "entries": {}}', "wrong at entries"),
        (b'{"version": 1, "entries": [], "x": 1}', "wrong at x"),
        (changed(line=4), "wrong at entries.0.line"),
        (changed(sink=None), "wrong at entries.0.sink"),
        (b" " * (16 * 1024 * 1024 + 1), "larger than 16 MiB"),
    ],
)
def test_a_wrong_file_is_refused_with_a_way_out(raw: bytes, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(raw, "baseline.json")
    assert words in str(caught.value)
    assert caught.value.hint


def test_a_right_file_is_read() -> None:
    assert parse(changed(), "baseline.json") == Baseline(frozenset({BaselineEntry(**ENTRY)}))
