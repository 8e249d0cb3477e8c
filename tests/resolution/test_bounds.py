"""Any tree and any specifier has an answer, answers are files of the tree, and large trees take no time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.resolution import External, Local, ModuleResolver, Unresolved

from .files import Files, over

_SEGMENT = st.sampled_from(["a", "b", "src", "dist", "node_modules", "@s", "..", ".", "index", "a.ts", "*"])
_PATH = st.lists(_SEGMENT.filter(lambda each: each not in ("..", ".")), min_size=1, max_size=4).map("/".join)
_TEXT = st.one_of(st.lists(_SEGMENT, max_size=5).map("/".join), st.text(max_size=12))
_JSON = st.recursive(
    st.one_of(st.none(), st.integers(), _TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_TEXT, inner, max_size=3)),
    max_leaves=8,
)
_MANIFEST = st.fixed_dictionaries(
    {},
    optional={
        "name": _TEXT,
        "exports": _JSON,
        "imports": st.dictionaries(_TEXT.map("#{}".format), _JSON, max_size=2),
        "main": _TEXT,
        "workspaces": st.lists(_TEXT, max_size=3),
        "dependencies": st.dictionaries(_TEXT, st.one_of(_TEXT, _TEXT.map("file:{}".format)), max_size=3),
    },
)
_CONFIG = st.fixed_dictionaries(
    {},
    optional={
        "extends": _JSON,
        "include": st.lists(_TEXT, max_size=2),
        "references": _JSON,
        "compilerOptions": st.fixed_dictionaries(
            {},
            optional={
                "paths": st.dictionaries(_TEXT, st.lists(_TEXT, max_size=2), max_size=3),
                "baseUrl": _TEXT,
                "outDir": _TEXT,
                "rootDirs": st.lists(_TEXT, max_size=2),
            },
        ),
    },
)
_TREE = st.builds(
    lambda sources, manifests, configs: (
        {f"{path}{end}": "" for path, end in sources}
        | {f"{folder}package.json": each for folder, each in manifests.items()}
        | {f"{folder}tsconfig.json": each for folder, each in configs.items()}
    ),
    st.lists(st.tuples(_PATH, st.sampled_from(["", ".ts", ".js", ".d.ts", "/index.ts", ".py", "/__init__.py"]))),
    st.dictionaries(st.sampled_from(["", "a/", "src/", "a/b/"]), _MANIFEST, max_size=3),
    st.dictionaries(st.sampled_from(["", "a/", "src/", "a/b/"]), _CONFIG, max_size=3),
)


@settings(max_examples=150, deadline=None)
@given(_TREE, st.lists(_TEXT, max_size=6), _PATH)
def test_every_answer_is_a_file_of_the_tree(files: dict[str, object], specifiers: list[str], importer: str) -> None:
    tree = Files(files)
    resolver = ModuleResolver(tree)
    for specifier in [*specifiers, *(f"./{each}" for each in specifiers)]:
        answers = [
            resolver.script(specifier, f"{importer}.ts"),
            resolver.python(specifier, f"{importer}.py", 0, "a"),
        ]
        for answer in answers:
            assert not isinstance(answer, Local) or tree.has(answer.path)
    assert len(set(resolver.problems)) == len(resolver.problems)


def test_a_large_workspace_is_answered_at_once() -> None:
    """7,000 files, 40,000 specifiers; the bound leaves room for slow machines."""
    files: dict[str, object] = {"package.json": {"workspaces": ["packages/*"]}}
    for package in range(100):
        home = f"packages/p{package}"
        files[f"{home}/package.json"] = {"name": f"@acme/p{package}", "exports": {".": "./dist/index.js"}}
        files[f"{home}/tsconfig.json"] = {
            "compilerOptions": {"paths": {"@/*": ["./src/*"]}},
            "include": ["src"],
        }
        files |= {f"{home}/src/m{each}.ts": "" for each in range(68)} | {f"{home}/src/index.ts": ""}
    tree = Files(files)
    start = time.perf_counter()
    resolver = ModuleResolver(tree)
    for package in range(100):
        for each in range(68):
            importer = f"packages/p{package}/src/m{each}.ts"
            for turn in range(2):
                target = (each + turn + 1) % 68
                assert isinstance(resolver.script(f"./m{target}.js", importer), Local)
                assert isinstance(resolver.script(f"@/m{target}", importer), Local)
                assert isinstance(resolver.script(f"@acme/p{(package + turn) % 100}", importer), Local)
    assert time.perf_counter() - start < 20  # 2.4 s on two busy cores; unbounded, it is hours
    assert len(tree.reads) == len(set(tree.reads)) == 201


def test_sources_are_never_read() -> None:
    tree = Files({"a.ts": "", "b.py": "", "package.json": {}, "pyproject.toml": ""})
    resolver = ModuleResolver(tree)
    resolver.script("openai", "a.ts")
    resolver.python("openai", "b.py")
    assert sorted(set(tree.reads)) == ["package.json", "pyproject.toml"]


def test_a_long_chain_of_extends_ends() -> None:
    chain = {f"c{each}.json": {"extends": f"./c{each + 1}"} for each in range(500)}
    resolver = over({"tsconfig.json": {"extends": "./c0"}} | chain, "a.ts")
    resolver.script("openai", "a.ts")
    assert len(resolver.problems) == 1


@pytest.mark.parametrize(
    "files",
    [
        {"tsconfig.json": {"extends": ["./c0", "./c0"]}}
        | {f"c{each}.json": {"extends": [f"./c{each + 1}"] * 9} for each in range(30)},
        {"tsconfig.json": '\\"' * 1_000_000},
        {"tsconfig.json": {"include": ["*a" * 5_000], "exclude": ["x"] * 50_000}},
        {"tsconfig.json": {"compilerOptions": {"paths": {f"@{x}/*": ["./*"] for x in range(50_000)}}}},
        {"pnpm-workspace.yaml": "packages:\n" + "  - a" + " " * 10**6 + "b\na" + " " * 10**6 + "b"},
        {"pnpm-workspace.yaml": "".join(" " * each + f"k{each}:\n" for each in range(2_000))},
        {"vite.config.ts": "alias:{" * 200_000},
        {"vite.config.ts": "alias:{" + "a" * 1_000_000},
        {"setup.py": "package_dir={'" * 200_000},
        {f"tsconfig.{each}.json": {"include": ["y"]} for each in range(500)} | {"tsconfig.json": {"files": []}},
        {"package.json": {"workspaces": ["{a,b}" * 200 + "/*"] * 2_000, "name": "x"}},
    ],
    ids=[
        "fan-out",
        "quotes",
        "globs",
        "paths",
        "spaces",
        "depth",
        "blocks",
        "word",
        "setup",
        "variants",
        "braces",
    ],
)
def test_hostile_configuration_takes_no_time(files: dict[str, object]) -> None:
    start = time.perf_counter()
    resolver = over(files, *(f"src/m{each}.ts" for each in range(50)), "src/m.py")
    for each in range(50):
        assert resolver.script(f"openai/{each}", f"src/m{each}.ts") == External(f"openai/{each}")
        assert resolver.python(f"openai.m{each}", "src/m.py") == External(f"openai.m{each}")
    assert time.perf_counter() - start < 30  # seconds where it is bounded, hours where it is not


def test_entries_that_lead_round_in_a_circle_end() -> None:
    files = {
        "a/package.json": {"main": "./b"},
        "a/b/package.json": {"main": ".."},
        "c/package.json": {"main": "."},
    }
    resolver = over(files | {"c/package.json": {"main": "."}}, "m.ts")
    assert isinstance(resolver.script("./a", "m.ts"), Unresolved)
    assert isinstance(resolver.script("./c", "m.ts"), Unresolved)
