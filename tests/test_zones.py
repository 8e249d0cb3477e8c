from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.config import ZoneSettings
from linter.zones import Zone, ZoneReason, Zones


def zones(
    *,
    files: tuple[str, ...] = (),
    packages: Mapping[str, str] | None = None,
    **lists: tuple[str, ...],
) -> Zones:
    present = {"/".join(file.split("/")[:end]) for file in files for end in range(1, file.count("/") + 2)}
    return Zones(ZoneSettings(**lists), present.__contains__, packages or {})


def test_a_file_that_no_list_names_is_host_code() -> None:
    assert zones().of("src/a.ts") is Zone.HOST
    assert zones(host=("lib/**",)).of("src/a.ts") is Zone.HOST
    assert zones().explain("src/a.ts") == ZoneReason(Zone.HOST, None, "in no other zone")


def test_the_order_is_gates_host_sandbox_tests() -> None:
    every = {"gates": ("a/g/",), "host": ("a/h/", "a/g/"), "sandbox": ("a/s/", "a/h/"), "tests": ("a/",)}
    found = {
        path: Zones(ZoneSettings(**every), lambda _: False).of(path)
        for path in ("a/g/x.ts", "a/h/x.ts", "a/s/x.ts", "a/x.ts", "b.ts")
    }
    assert list(found.values()) == [Zone.GATE, Zone.HOST, Zone.SANDBOX, Zone.TESTS, Zone.HOST]


def test_the_entry_that_decides_is_named() -> None:
    some = zones(gates=("src/harness/**", "@acme/h"), packages={"@acme/h": "packages/h"}, host=("x/**",))
    assert some.explain("src/harness/a.ts") == ZoneReason(Zone.GATE, "src/harness/**", "zones.gates")
    assert some.explain("packages/h/a.ts") == ZoneReason(Zone.GATE, "@acme/h", "zones.gates")
    assert some.explain("x/a.test.ts") == ZoneReason(Zone.HOST, "x/**", "zones.host")
    assert some.explain("y/a.test.ts") == ZoneReason(Zone.TESTS, "**/*.test.*", "default tests")
    assert zones(tests=("y",)).explain("y/a.ts") == ZoneReason(Zone.TESTS, "y", "zones.tests")


@pytest.mark.parametrize(
    "path",
    [
        "src/a.test.ts",
        "src/a.integration.test.tsx",
        "app.e2e-spec.ts",
        "src/a.test-d.ts",
        "src/__tests__/helpers.ts",
        "test/a.ts",
        "packages/x/tests/a.py",
        "test_a.py",
        "pkg/a_test.py",
        "pkg/conftest.py",
        "vitest.config.ts",
        "e2e/login.ts",
        "src/Button.stories.tsx",
        "src/a.cy.ts",
        "src/__mocks__/openai.ts",
    ],
)
def test_what_only_test_runners_load_is_known_without_configuration(path: str) -> None:
    assert zones().of(path) is Zone.TESTS


@pytest.mark.parametrize(
    "path",
    ["src/testing/a.ts", "src/latest.ts", "src/attest/a.ts", "src/test.ts", "fixtures/a.py", "spec/a.ts"],
)
def test_what_only_sounds_like_a_test_is_host_code(path: str) -> None:
    assert zones().of(path) is Zone.HOST


def test_an_own_list_of_tests_replaces_the_default() -> None:
    assert zones(tests=("checks/**",)).of("src/a.test.ts") is Zone.HOST
    assert zones(tests=()).of("src/a.test.ts") is Zone.HOST


@pytest.mark.parametrize(
    "entry",
    [
        "src/harness/**",
        "src/harness/",
        "./src/harness",
        "/src/harness",
        "src/{harness,x}",
        "src/harness/run.ts",
    ],
)
def test_gates_that_are_files_by_their_form(entry: str) -> None:
    some = zones(gates=(entry,))
    assert some.of("src/harness/run.ts") is Zone.GATE
    assert some.gate_modules == ()


def test_a_bare_name_is_what_the_tree_has_and_else_a_module() -> None:
    there = zones(gates=("openai", "src/harness"), files=("openai/a.py", "src/harness/b.ts"))
    assert there.of("openai/a.py") is Zone.GATE
    assert there.of("src/harness/b.ts") is Zone.GATE
    assert not there.is_gate_module("openai", ".")
    absent = zones(gates=("acme-harness", "acme-harness/run"))
    assert absent.of("acme-harness/a.ts") is Zone.HOST
    assert absent.is_gate_module("acme-harness", "/")


@pytest.mark.parametrize(
    ("name", "separator", "expected"),
    [
        ("@acme/harness", "/", True),
        ("@acme/harness/run.js", "/", True),
        ("@acme/harness-old", "/", False),
        ("@acme", "/", False),
        ("@team/anything", "/", True),
        ("@team", "/", False),
        ("acme.harness", ".", True),
        ("acme.harness.run", ".", True),
        ("acme.harnesses", ".", False),
        ("acme", ".", False),
        ("socket.io", "/", False),
        ("socket/x", "/", True),
        ("", "/", False),
    ],
)
def test_a_gate_module_covers_its_sub_paths_and_no_longer_name(name: str, separator: str, expected: bool) -> None:
    some = zones(gates=("@acme/harness", "@team/", "acme.harness", "socket"))
    assert some.is_gate_module(name, separator) is expected


def test_the_files_of_a_gate_module_of_the_tree_are_gate_files() -> None:
    files = ("src/acme/harness/run.py", "acme/gate.py", "packages/h/index.ts", "src/a/acme/harness/x.py")
    some = zones(gates=("acme.harness", "acme.gate", "@acme/h"), files=files, packages={"@acme/h": "packages/h"})
    found = [some.of(path) for path in (*files, "packages/h2/index.ts")]
    assert found == [Zone.GATE, Zone.GATE, Zone.GATE, Zone.HOST, Zone.HOST]


def test_migrated_marks_host_code_only() -> None:
    some = zones(migrated=("**",), gates=("gate/",), sandbox=("box/",))
    assert some.migrated("src/a.ts")
    assert not some.migrated("gate/a.ts")
    assert not some.migrated("box/a.ts")
    assert not some.migrated("src/a.test.ts")


def test_migrated_symbols() -> None:
    some = zones(migrated=("src/a.ts#run", "src/*.ts#Outline.make", "src/b.ts#Outline", "lib/**"))
    assert some.migrated_symbols == {
        "src/a.ts": {"run"},
        "src/*.ts": {"Outline.make"},
        "src/b.ts": {"Outline"},
    }
    assert some.migrated_in("src/a.ts") == {"run", "Outline.make"}
    assert not some.migrated("src/a.ts")
    assert some.is_migrated("src/a.ts", "run")
    assert some.is_migrated("src/a.ts", "run.inner")
    assert not some.is_migrated("src/a.ts", "runner")
    assert not some.is_migrated("src/a.ts", "")
    assert not some.is_migrated("src/a.ts", "Outline.other")
    assert some.is_migrated("src/b.ts", "Outline.other")
    assert some.is_migrated("lib/x.py", "")
    assert not some.is_migrated("src/a.test.ts", "Outline.make")


def test_entries_that_name_nothing_are_known() -> None:
    some = zones(
        gates=("src/gate/", "src/gone/", "@acme/h"),
        migrated=("src/**", "src/old/**", "src/a.ts#x", "src/z.ts#x"),
        sandbox=("box/**",),
    )
    assert some.unmatched(["src/a.ts", "src/gate/b.ts"]) == (
        ("zones.gates", "src/gone/"),
        ("zones.sandbox", "box/**"),
        ("zones.migrated", "src/old/**"),
        ("zones.migrated", "src/z.ts"),
    )


entries = st.lists(st.sampled_from(["**", "a/**", "a/b", "*.ts", "**/b/*", "@s/p", "m.n"]), max_size=3).map(tuple)
globs = st.lists(st.sampled_from(["**", "a/**", "a/b", "*.ts", "**/b/*"]), max_size=3).map(tuple)


@given(entries, globs, globs, globs, st.sampled_from(["x.ts", "a/x.ts", "a/b/x.ts", "c/b/x.ts", "c/d.py"]))
def test_explanation_and_answer_agree(
    gates: tuple[str, ...], host: tuple[str, ...], sandbox: tuple[str, ...], tests: tuple[str, ...], path: str
) -> None:
    some = zones(gates=gates, host=host, sandbox=sandbox, tests=tests, packages={"@s/p": "c"})
    assert some.explain(path).zone is some.of(path)
