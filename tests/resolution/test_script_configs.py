"""tsconfig and jsconfig: aliases, inheritance, references, and which config a file lives under."""

from __future__ import annotations

import pytest

from linter.resolution import External, Problem, Unresolved

from .files import over, script

ALIAS = {"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}


@pytest.mark.parametrize("name", ["tsconfig.json", "jsconfig.json"])
def test_paths(name: str) -> None:
    resolver = over({name: ALIAS}, "src/a.ts", "src/b/index.ts")
    assert script(resolver, "@/a", "src/b/index.ts") == "src/a.ts"
    assert script(resolver, "@/a.js", "src/b/index.ts") == "src/a.ts"
    assert script(resolver, "@/b", "src/a.ts") == "src/b/index.ts"


def test_the_most_exact_pattern_wins_and_its_targets_are_tried_in_order() -> None:
    paths = {"*": ["any/*"], "@x/*": ["x/*"], "@x/deep/*": ["none/*", "deep/*"], "@x/deep/one": ["one.ts"]}
    resolver = over({"tsconfig.json": {"compilerOptions": {"paths": paths}}}, "one.ts", "deep/two.ts", "any/q.ts")
    assert script(resolver, "@x/deep/one", "m.ts") == "one.ts"
    assert script(resolver, "@x/deep/two", "m.ts") == "deep/two.ts"
    assert script(resolver, "q", "m.ts") == "any/q.ts"


def test_base_url_and_what_it_does_not_hide() -> None:
    config = {"compilerOptions": {"baseUrl": "./src"}}
    resolver = over({"tsconfig.json": config}, "src/lib/a.ts", "src/openai.json", "src/zod.d.ts")
    assert script(resolver, "lib/a", "src/m.ts") == "src/lib/a.ts"
    assert script(resolver, "openai", "src/m.ts") == External("openai")
    assert script(resolver, "zod", "src/m.ts") == External("zod")


def test_a_shim_that_paths_put_in_the_place_of_a_package_is_local() -> None:
    config = {"compilerOptions": {"paths": {"openai": ["./shims/openai.ts"], "typed": ["./types/typed.d.ts"]}}}
    resolver = over({"tsconfig.json": config}, "shims/openai.ts", "types/typed.d.ts")
    assert script(resolver, "openai", "a.ts") == "shims/openai.ts"
    assert script(resolver, "typed", "a.ts") == External("typed")


def test_an_alias_that_leads_to_no_file_is_said() -> None:
    answer = over({"tsconfig.json": ALIAS}, "src/a.ts").script("@/gone", "src/a.ts")
    assert answer == Unresolved("@/gone matches paths in tsconfig.json, but no file is there")


def test_an_alias_without_any_configuration_is_said() -> None:
    assert isinstance(over({}, "a.ts").script("~/x", "a.ts"), Unresolved)
    assert isinstance(over({}, "a.ts").script("@/x", "a.ts"), Unresolved)


def test_extends_in_all_its_forms() -> None:
    """A string without extension, a list whose last entry wins, and a package of the workspace."""
    files: dict[str, object] = {
        "package.json": {"workspaces": ["tools/*", "app"]},
        "tools/config/package.json": {"name": "@acme/tsconfig"},
        "tools/config/base.json": {"compilerOptions": {"paths": {"#pkg/*": ["../../pkg/*"]}}},
        "first.json": {"compilerOptions": {"paths": {"@/*": ["wrong/*"]}, "baseUrl": "."}},
        "second.json": {"compilerOptions": {"paths": {"@/*": ["./app/src/*"]}}},
        "app/tsconfig.json": {"extends": ["../first", "../second.json"]},
        "pkg/tsconfig.json": {"extends": "@acme/tsconfig/base.json"},
        "old/tsconfig.json": {"extends": "./node_modules/@acme/tsconfig/base"},
    }
    resolver = over(files, "app/src/a.ts", "pkg/b.ts")
    assert script(resolver, "@/a", "app/src/m.ts") == "app/src/a.ts"
    assert script(resolver, "#pkg/b", "pkg/m.ts") == "pkg/b.ts"
    assert script(resolver, "#pkg/b", "old/m.ts") == "pkg/b.ts"
    assert resolver.problems == []


def test_the_config_dir_is_that_of_the_config_that_extends() -> None:
    base = {"compilerOptions": {"paths": {"@/*": ["${configDir}/src/*"]}}, "include": ["${configDir}/src"]}
    files = {"base.json": base, "app/tsconfig.json": {"extends": "../base.json"}}
    assert script(over(files, "app/src/a.ts"), "@/a", "app/src/m.ts") == "app/src/a.ts"


def test_references_of_a_solution() -> None:
    files = {
        "web/tsconfig.json": {"files": [], "references": [{"path": "./tsconfig.app.json"}, {"path": "node"}]},
        "web/tsconfig.app.json": ALIAS | {"include": ["src"]},
        "web/node/tsconfig.json": {"compilerOptions": {"paths": {"@/*": ["./lib/*"]}}},
    }
    resolver = over(files, "web/src/a.ts", "web/node/lib/a.ts")
    assert script(resolver, "@/a", "web/src/m.ts") == "web/src/a.ts"
    assert script(resolver, "@/a", "web/node/m.ts") == "web/node/lib/a.ts"


def test_the_nearest_config_that_includes_a_file_decides() -> None:
    files = {
        "tsconfig.json": {"compilerOptions": {"paths": {"@/*": ["./root/*"]}}},
        "app/tsconfig.json": ALIAS | {"include": ["src"], "exclude": ["src/gen"]},
        "app/tsconfig.test.json": {
            "compilerOptions": {"paths": {"@/*": ["./test/*"]}},
            "include": ["test/**/*.ts"],
        },
    }
    resolver = over(files, "root/a.ts", "root/only.ts", "app/src/a.ts", "app/test/a.ts")
    assert script(resolver, "@/a", "app/src/m.ts") == "app/src/a.ts"
    assert script(resolver, "@/a", "app/test/deep/m.ts") == "app/test/a.ts"
    assert script(resolver, "@/only", "app/other.ts") == "root/only.ts"
    assert script(resolver, "@/a", "m.ts") == "root/a.ts"


def test_a_file_that_no_config_includes_has_the_nearest_one() -> None:
    files = {"app/tsconfig.json": ALIAS | {"include": ["src/main.ts"]}}
    assert script(over(files, "app/src/a.ts"), "@/a", "app/vite.config.ts") == "app/src/a.ts"


def test_comments_trailing_commas_and_a_byte_order_mark() -> None:
    text = '\ufeff{ // one\n "compilerOptions": { /* two "*/ "paths": { "@//*": ["./src/*"], }, },\n}'
    resolver = over({"tsconfig.json": text}, "src/a.ts")
    assert script(resolver, "@//a", "m.ts") == "src/a.ts"
    assert resolver.problems == []


def test_root_dirs_lie_over_one_another() -> None:
    config = {"compilerOptions": {"rootDirs": ["src", "generated"]}}
    resolver = over({"tsconfig.json": config}, "src/x/a.ts", "generated/x/proto.ts")
    assert script(resolver, "./proto", "src/x/a.ts") == "generated/x/proto.ts"


def test_custom_conditions_hold() -> None:
    files = {
        "tsconfig.json": {"compilerOptions": {"customConditions": ["@acme/source"]}},
        "package.json": {"name": "root", "workspaces": ["core"]},
        "core/package.json": {
            "name": "core",
            "exports": {".": {"@acme/source": "./a.ts", "default": "./b.js"}},
        },
    }
    assert script(over(files, "core/a.ts", "core/b.js"), "core", "m.ts") == "core/a.ts"


@pytest.mark.parametrize(
    ("files", "path", "why"),
    [
        ({"tsconfig.json": '{"compilerOptions": '}, "tsconfig.json", "is not valid JSON"),
        ({"tsconfig.json": "[]"}, "tsconfig.json", "holds no JSON object"),
        (
            {"tsconfig.json": {"extends": "./gone"}},
            "tsconfig.json",
            "extends ./gone, which is not in the tree",
        ),
        ({"tsconfig.json": {"extends": "@tsconfig/node20"}}, "tsconfig.json", "extends @tsconfig/node20"),
        ({"tsconfig.json": {"extends": "./tsconfig.json"}}, "tsconfig.json", "extends itself"),
        (
            {"tsconfig.json": {"extends": "./b"}, "b.json": {"extends": "./tsconfig"}},
            "tsconfig.json",
            "extends its",
        ),
        ({"tsconfig.json": "[" * 100_000}, "tsconfig.json", "is not valid JSON"),
        ({"tsconfig.json": b"\xff\xfe{"}, "tsconfig.json", "is not valid JSON"),
        ({"tsconfig.json": " " * 4_000_001}, "tsconfig.json", "is larger than"),
    ],
)
def test_what_is_wrong_with_a_config_is_a_problem_and_said_once(files: dict[str, object], path: str, why: str) -> None:
    resolver = over(files, "a.ts", "x/b.ts")
    for importer in ("a.ts", "x/b.ts"):
        assert resolver.script("openai", importer) == External("openai")
    (problem,) = resolver.problems
    assert isinstance(problem, Problem)
    assert problem.path == path
    assert problem.why.startswith(why)


def test_references_that_lead_in_a_circle_end() -> None:
    files = {
        "a/tsconfig.json": {
            "files": [],
            "references": [{"path": "../b"}, {"path": "../gone"}, {"path": 3}, 4],
        },
        "b/tsconfig.json": {"files": [], "references": [{"path": "../a"}]},
    }
    assert over(files, "a/m.ts").script("openai", "a/m.ts") == External("openai")


@pytest.mark.parametrize(
    "options",
    [
        {"paths": {"@/*": "./src/*"}},
        {"paths": ["@/*"], "baseUrl": 3, "rootDirs": "src", "customConditions": 1},
        {"paths": {"@/*": [None, {"a": 1}], "*": []}, "baseUrl": "../../.."},
        {"paths": None, "outDir": ["x"], "rootDir": {}},
    ],
)
def test_values_of_the_wrong_kind_do_no_harm(options: dict[str, object]) -> None:
    config = {"compilerOptions": options, "include": {"x": 1}, "references": "x", "files": [1]}
    assert over({"tsconfig.json": config}, "a.ts").script("openai", "a.ts") == External("openai")


def test_absurd_globs_take_no_time() -> None:
    absurd = ["**/" * 200 + "*a" * 100, "*" * 500 + "b", "**/a/" * 50 + "**/x", "{a,b}" * 30]
    config = ALIAS | {"include": absurd, "exclude": absurd}
    deep = "/".join(["a" * 100] * 30)
    assert over({"tsconfig.json": config}, f"{deep}/m.ts").script("openai", f"{deep}/m.ts") == External("openai")
