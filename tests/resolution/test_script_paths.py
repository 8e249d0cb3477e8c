"""Relative specifiers and the files they may stand for."""

from __future__ import annotations

import pytest

from linter.resolution import External, Local, Unresolved

from .files import over, script


@pytest.mark.parametrize(
    ("specifier", "names", "expected"),
    [
        ("./a", ["src/a.ts"], "src/a.ts"),
        ("./a.js", ["src/a.ts"], "src/a.ts"),
        ("./a.js", ["src/a.tsx"], "src/a.tsx"),
        ("./a.jsx", ["src/a.tsx"], "src/a.tsx"),
        ("./a.mjs", ["src/a.mts", "src/a.ts"], "src/a.mts"),
        ("./a.cjs", ["src/a.cts"], "src/a.cts"),
        ("./a.ts", ["src/a.ts"], "src/a.ts"),
        ("./a.js", ["src/a.js", "src/a.ts"], "src/a.ts"),
        ("./a.service", ["src/a.service.ts"], "src/a.service.ts"),
        ("./a", ["src/a/index.tsx"], "src/a/index.tsx"),
        ("./a", ["src/a.ts", "src/a/index.ts"], "src/a.ts"),
        ("./a/", ["src/a.ts", "src/a/index.ts"], "src/a/index.ts"),
        (".", ["src/index.ts"], "src/index.ts"),
        ("..", ["index.js"], "index.js"),
        ("..", ["index.d.ts"], "index.d.ts"),
        ("../x/../lib/a", ["lib/a.ts"], "lib/a.ts"),
        ("./data.json", ["src/data.json"], "src/data.json"),
        ("./data", ["src/data.json"], "src/data.json"),
        ("./view.vue", ["src/view.vue"], "src/view.vue"),
        ("./a.txt?raw", ["src/a.txt"], "src/a.txt"),
        ("./a?worker&inline", ["src/a.ts"], "src/a.ts"),
        ("raw-loader!./a.txt", ["src/a.txt"], "src/a.txt"),
    ],
)
def test_relative(specifier: str, names: list[str], expected: str) -> None:
    """TypeScript's order of extensions, then what Node and bundlers add."""
    resolver = over({}, "src/main.ts", *names)
    assert script(resolver, specifier, "src/main.ts") == expected


def test_an_implementation_wins_over_its_declaration() -> None:
    resolver = over({}, "a.d.ts", "a.js", "b.d.ts", "b/index.js", "c.d.ts", "d.d.mts")
    assert script(resolver, "./a", "main.ts") == "a.js"
    assert script(resolver, "./b", "main.ts") == "b/index.js"
    assert script(resolver, "./c.js", "main.ts") == "c.d.ts"
    assert script(resolver, "./d.mjs", "main.ts") == "d.d.mts"


def test_a_missing_file_says_where_it_was_looked_for() -> None:
    assert over({}, "src/a.ts").script("./b", "src/a.ts") == Unresolved("no file is at src/b")


@pytest.mark.parametrize("specifier", ["../../x", "../../../etc/passwd", "../.."])
def test_nothing_leaves_the_tree(specifier: str) -> None:
    answer = over({}, "src/a.ts").script(specifier, "src/a.ts")
    assert isinstance(answer, Unresolved)


@pytest.mark.parametrize("specifier", ["node:fs", "fs", "bun:sqlite", "https://esm.sh/openai", "virtual:pwa"])
def test_what_runtimes_and_networks_provide_is_external(specifier: str) -> None:
    assert over({}, "a.ts").script(specifier, "a.ts") == External(specifier)


@pytest.mark.parametrize(
    ("specifier", "module"),
    [
        ("npm:openai", "openai"),
        ("npm:openai@4", "openai"),
        ("npm:openai@^4.1/helpers", "openai/helpers"),
        ("npm:@anthropic-ai/sdk@1.0.0/x/y", "@anthropic-ai/sdk/x/y"),
        ("jsr:@std/path@1", "@std/path"),
    ],
)
def test_registry_specifiers_lose_their_version(specifier: str, module: str) -> None:
    assert over({}, "a.ts").script(specifier, "a.ts") == External(module)


def test_a_file_named_like_a_package_does_not_hide_it() -> None:
    resolver = over({}, "src/openai.ts", "openai/index.ts", "openai.json")
    assert resolver.script("openai", "src/main.ts") == External("openai")
    assert resolver.script("./openai", "src/main.ts") == Local("src/openai.ts")


def test_a_path_from_the_root_is_taken_from_the_package() -> None:
    resolver = over({"web/package.json": {}}, "web/src/main.tsx", "web/index.ts")
    assert script(resolver, "/src/main", "web/index.ts") == "web/src/main.tsx"
    assert isinstance(resolver.script("/etc/hosts", "web/index.ts"), Unresolved)


@pytest.mark.parametrize("specifier", ["", "?raw", "\0", "./\0", "./" + "../" * 500, "@", "@/", "#", "/", "//", "!"])
def test_odd_specifiers_have_an_answer(specifier: str) -> None:
    assert over({}, "a.ts").script(specifier, "a.ts") is not None


def test_an_answer_is_the_same_the_second_time() -> None:
    resolver = over({}, "a.ts", "b.ts")
    assert resolver.script("./b", "a.ts") == resolver.script("./b", "a.ts") == Local("b.ts")
