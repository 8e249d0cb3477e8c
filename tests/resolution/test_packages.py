"""package.json: entries, exports, imports, workspaces, aliases, vendored copies and unbuilt output."""

from __future__ import annotations

import pytest

from linter.resolution import External, Problem, Unresolved

from .files import over, script


def _workspace(manifest: dict[str, object]) -> dict[str, object]:
    return {
        "package.json": {"name": "root", "workspaces": ["packages/*"]},
        "packages/core/package.json": {"name": "@acme/core"} | manifest,
    }


@pytest.mark.parametrize(
    ("manifest", "specifier", "names", "expected"),
    [
        ({"main": "./lib/main.js"}, "", ["lib/main.js"], "lib/main.js"),
        ({"main": "lib"}, "", ["lib/index.js"], "lib/index.js"),
        ({"types": "dist/index.d.ts", "main": "dist/index.js"}, "", ["src/index.ts"], "src/index.ts"),
        ({"source": "./src/all.ts", "main": "dist/x.js"}, "", ["src/all.ts", "src/index.ts"], "src/all.ts"),
        ({"main": "./types/a.d.ts", "module": "a.mjs"}, "", ["types/a.d.ts", "a.mjs"], "a.mjs"),
        ({"main": "dist/bundle.umd.js"}, "", ["src/index.ts"], "src/index.ts"),
        ({}, "", ["index.ts"], "index.ts"),
        ({}, "/deep/file", ["deep/file.ts"], "deep/file.ts"),
        ({"exports": "./entry.js"}, "", ["entry.ts"], "entry.ts"),
        ({"exports": {".": {"types": "./a.d.ts", "import": "./b.js"}}}, "", ["a.d.ts", "b.js"], "b.js"),
        ({"exports": {"./x": ["./gone.js", "./y.js"]}}, "/x", ["y.js"], "y.js"),
        (
            {"exports": {"./*": "./src/*.ts", "./deep/*": "./other/*.ts"}},
            "/deep/q",
            ["other/q.ts"],
            "other/q.ts",
        ),
        ({"exports": {"./f/": "./src/"}}, "/f/a.js", ["src/a.ts"], "src/a.ts"),
        ({"exports": {"./*.js": "./src/*.ts"}}, "/a.js", ["src/a.ts"], "src/a.ts"),
        ({"exports": {".": {"browser": "./web.js"}}}, "", ["web.js"], "web.js"),
        ({"exports": {".": {"browser": "./web.js", "default": "./n.js"}}}, "", ["web.js", "n.js"], "n.js"),
        (
            {"exports": {".": {"development": "./src/d.ts", "import": "./i.js"}}},
            "",
            ["src/d.ts", "i.js"],
            "src/d.ts",
        ),
    ],
)
def test_what_a_package_offers(manifest: dict[str, object], specifier: str, names: list[str], expected: str) -> None:
    resolver = over(_workspace(manifest), *(f"packages/core/{name}" for name in names))
    assert script(resolver, f"@acme/core{specifier}", "app.ts") == f"packages/core/{expected}"


def test_import_and_require_are_told_apart() -> None:
    exports = {".": {"import": {"types": "./i.d.mts", "default": "./i.mjs"}, "require": "./r.cjs"}}
    resolver = over(_workspace({"exports": exports}), "packages/core/i.mjs", "packages/core/r.cjs")
    assert script(resolver, "@acme/core", "a.ts") == "packages/core/i.mjs"
    assert script(resolver, "@acme/core", "a.ts", require=True) == "packages/core/r.cjs"


@pytest.mark.parametrize(
    ("built", "config", "source"),
    [
        ("./dist/hub/index.js", None, "src/hub/index.ts"),
        ("./dist/hub/index.js", None, "src/hub.ts"),
        ("./dist/hub/index.js", None, "hub/index.ts"),
        ("./dist/esm/hub.js", None, "src/hub.ts"),
        ("./lib/cjs/hub.cjs", None, "src/hub.ts"),
        ("./build/hub.mjs", None, "src/hub.mts"),
        ("./dist/src/hub.js", None, "src/hub.ts"),
        ("./out-tsc/hub.js", {"outDir": "out-tsc", "rootDir": "code"}, "code/hub.ts"),
        ("./made/hub.d.ts", {"declarationDir": "made", "rootDir": "./code"}, "code/hub.ts"),
    ],
)
def test_unbuilt_output_leads_to_its_source(built: str, config: object, source: str) -> None:
    files = _workspace({"exports": {"./hub": built}})
    if config is not None:
        files["packages/core/tsconfig.json"] = {"compilerOptions": config}
    resolver = over(files, f"packages/core/{source}")
    assert script(resolver, "@acme/core/hub", "a.ts") == f"packages/core/{source}"


def test_output_that_is_there_is_taken_as_it_is() -> None:
    resolver = over(_workspace({"main": "dist/index.js"}), "packages/core/dist/index.js", "packages/core/src/index.ts")
    assert script(resolver, "@acme/core", "a.ts") == "packages/core/dist/index.js"


def test_a_relative_path_into_unbuilt_output() -> None:
    resolver = over({"package.json": {}}, "src/cli.ts", "bin/run.js")
    assert script(resolver, "../dist/cli.js", "bin/run.js") == "src/cli.ts"


def test_a_package_without_such_a_file_is_said() -> None:
    answer = over(_workspace({"exports": {".": "./dist/index.js"}})).script("@acme/core/gone", "a.ts")
    assert answer == Unresolved("@acme/core/gone is the package at packages/core, where no file answers to it")


PNPM = """
# members
packages:
  - "packages/*"   # all
  - 'tools/**'
  - '!**/fixtures/**'
catalog:
  llm: npm:openai@^5
catalogs:
  old:
    llm: "npm:openai@^3"
overrides:
  "@scope/x": npm:@anthropic-ai/sdk@1
"""


@pytest.mark.parametrize(
    "files",
    [
        {"package.json": {"workspaces": ["packages/*", "./tools/**", "!**/fixtures/**"]}},
        {"package.json": {"workspaces": {"packages": ["{packages,x}/*", "tools/*"]}}},
        {"pnpm-workspace.yaml": PNPM},
        {"pnpm-workspace.yaml": "packages: ['packages/*', \"tools/*\"]\n"},
        {"package.json": {}, "lerna.json": {"packages": ["packages/*", "tools/a"]}},
    ],
)
def test_every_way_to_declare_a_workspace(files: dict[str, object]) -> None:
    members = {
        "packages/a/package.json": {"name": "a"},
        "tools/a/package.json": {"name": "tool-a"},
        "tools/fixtures/a/package.json": {"name": "fixture"},
        "elsewhere/package.json": {"name": "elsewhere"},
    }
    names = [path.replace("package.json", "index.ts") for path in members]
    resolver = over(files | members, *names)
    assert script(resolver, "a", "packages/b/m.ts") == "packages/a/index.ts"
    assert script(resolver, "tool-a", "m.ts") == "tools/a/index.ts"
    assert script(resolver, "fixture", "m.ts") == External("fixture")
    assert script(resolver, "elsewhere", "m.ts") == External("elsewhere")


def test_members_are_known_only_inside_of_their_workspace() -> None:
    files = {"one/package.json": {"workspaces": ["*"]}, "one/a/package.json": {"name": "a"}}
    resolver = over(files, "one/a/index.ts", "two/m.ts")
    assert script(resolver, "a", "one/b/m.ts") == "one/a/index.ts"
    assert script(resolver, "a", "two/m.ts") == External("a")


def test_a_member_of_another_major_version_is_not_meant() -> None:
    """An example called `openai` that depends on openai does not resolve to itself."""
    files = {
        "package.json": {"workspaces": ["examples/*"]},
        "examples/openai/package.json": {"name": "openai", "dependencies": {"openai": "^4.0.0"}},
        "examples/own/package.json": {"name": "own", "version": "2.1.0"},
        "examples/user/package.json": {"dependencies": {"own": "^1 || ~2.0"}},
    }
    resolver = over(files, "examples/openai/index.ts", "examples/own/index.ts")
    assert script(resolver, "openai", "examples/openai/index.ts") == External("openai")
    assert script(resolver, "own", "examples/user/m.ts") == "examples/own/index.ts"


def test_two_members_of_one_name_are_a_problem() -> None:
    files = {
        "package.json": {"workspaces": ["*"]},
        "a/package.json": {"name": "x"},
        "b/package.json": {"name": "x"},
    }
    resolver = over(files, "a/index.ts", "b/index.ts")
    assert script(resolver, "x", "m.ts") == "a/index.ts"
    assert resolver.problems == [Problem("b/package.json", "names itself x, as a/package.json does already")]


@pytest.mark.parametrize(
    ("wanted", "specifier", "module"),
    [
        ("npm:openai@^5", "llm", "openai"),
        ("npm:openai@^5", "llm/resources/chat", "openai/resources/chat"),
        ("npm:@anthropic-ai/sdk@latest", "llm/x", "@anthropic-ai/sdk/x"),
        ("npm:openai", "llm", "openai"),
        ("patch:openai@npm%3A5.0.0#./p.patch", "llm", "openai"),
        ("npm:^5", "llm", "llm"),
        ("^5.0.0", "llm", "llm"),
        ("github:openai/openai-node", "llm", "llm"),
        ("file:./vendor/llm-1.0.0.tgz", "llm/x", "llm/x"),
    ],
)
@pytest.mark.parametrize("field", ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"])
def test_dependencies_under_other_names(field: str, wanted: str, specifier: str, module: str) -> None:
    files = {
        "package.json": {field: {"llm": wanted}},
        "packages/a/package.json": {"dependencies": {"zod": "^3"}},
    }
    assert over(files).script(specifier, "packages/a/src/m.ts") == External(module)


@pytest.mark.parametrize(
    "files",
    [
        {"package.json": {"overrides": {"zod": "npm:openai@^5"}}},
        {"package.json": {"resolutions": {"zod": "npm:openai@^5"}}},
        {"package.json": {"pnpm": {"overrides": {"zod": "npm:openai@^5"}}}},
        {"package.json": {}, "pnpm-workspace.yaml": "overrides:\n  zod: npm:openai@^5\n"},
    ],
)
def test_overrides_rename_too(files: dict[str, object]) -> None:
    inner = {"a/package.json": {"dependencies": {"zod": "^3"}}}
    assert over(files | inner).script("zod/x", "a/m.ts") == External("openai/x")


def test_catalogs_rename_too() -> None:
    files = {
        "package.json": {},
        "pnpm-workspace.yaml": PNPM,
        "packages/a/package.json": {"name": "a", "dependencies": {"llm": "catalog:", "@scope/x": "^1"}},
        "packages/b/package.json": {"name": "b", "dependencies": {"llm": "catalog:old"}},
    }
    resolver = over(files)
    assert resolver.script("llm/x", "packages/a/m.ts") == External("openai/x")
    assert resolver.script("llm", "packages/b/m.ts") == External("openai")
    assert resolver.script("@scope/x/y", "packages/a/m.ts") == External("@anthropic-ai/sdk/y")


@pytest.mark.parametrize(
    "wanted", ["file:./vendor/openai", "link:vendor/openai", "portal:./vendor/openai", "./vendor/openai"]
)
def test_a_vendored_package_is_local(wanted: str) -> None:
    files = {
        "package.json": {"dependencies": {"openai": wanted}},
        "vendor/openai/package.json": {"name": "openai", "main": "shim.js"},
    }
    resolver = over(files, "vendor/openai/shim.js", "vendor/openai/extra.ts")
    assert script(resolver, "openai", "src/m.ts") == "vendor/openai/shim.js"
    assert script(resolver, "openai/extra", "src/m.ts") == "vendor/openai/extra.ts"


@pytest.mark.parametrize("wanted", ["file:../outside", "file:./missing", "workspace:./gone"])
def test_a_vendored_package_that_is_not_there_is_said(wanted: str) -> None:
    answer = over({"package.json": {"dependencies": {"openai": wanted}}}).script("openai", "m.ts")
    assert isinstance(answer, Unresolved)


def test_workspace_protocol_with_another_name() -> None:
    files = _workspace({}) | {"app/package.json": {"dependencies": {"core": "workspace:@acme/core@*"}}}
    assert script(over(files, "packages/core/index.ts"), "core", "app/m.ts") == "packages/core/index.ts"


def test_a_package_refers_to_itself_by_name() -> None:
    files = {
        "package.json": {"name": "me", "exports": {"./x": "./dist/x.js"}},
        "plain/package.json": {"name": "you"},
    }
    resolver = over(files, "src/x.ts", "plain/y.ts")
    assert script(resolver, "me/x", "src/m.ts") == "src/x.ts"
    assert script(resolver, "you/y", "plain/m.ts") == "plain/y.ts"


def test_imports_of_a_package() -> None:
    imports = {"#a": "./src/a.js", "#lib/*": {"node": "./lib/*.js"}, "#llm": "openai", "#deep/*": "#lib/*"}
    resolver = over({"p/package.json": {"imports": imports}}, "p/src/a.ts", "p/lib/b.ts")
    assert script(resolver, "#a", "p/m.ts") == "p/src/a.ts"
    assert script(resolver, "#lib/b", "p/m.ts") == "p/lib/b.ts"
    assert script(resolver, "#llm", "p/m.ts") == External("openai")
    assert script(resolver, "#deep/b", "p/m.ts") == "p/lib/b.ts"
    assert script(resolver, "#gone", "p/m.ts") == Unresolved("#gone is not in imports")


def test_imports_that_lead_to_one_another_end() -> None:
    answer = over({"package.json": {"imports": {"#a": "#b", "#b": "#a"}}}).script("#a", "m.ts")
    assert isinstance(answer, Unresolved)


def test_paths_into_node_modules_mean_packages() -> None:
    files = _workspace({}) | {"tsconfig.json": {"compilerOptions": {"paths": {"core": ["./node_modules/@acme/core"]}}}}
    resolver = over(files, "packages/core/index.ts")
    assert script(resolver, "core", "m.ts") == "packages/core/index.ts"
    assert script(resolver, "../node_modules/openai/x.js", "src/m.ts") == External("openai/x.js")


def test_import_maps_of_deno() -> None:
    imports = {"llm": "npm:openai@^5", "llm/": "npm:/openai@^5/", "@/": "./src/", "std": "jsr:@std/path@1"}
    files = {"svc/deno.json": {"imports": imports}}
    resolver = over(files, "svc/src/a.ts")
    assert script(resolver, "llm", "svc/m.ts") == External("openai")
    assert script(resolver, "llm/helpers", "svc/m.ts") == External("openai/helpers")
    assert script(resolver, "@/a.ts", "svc/m.ts") == "svc/src/a.ts"
    assert script(resolver, "std", "svc/m.ts") == External("@std/path")
    assert script(resolver, "llm", "other/m.ts") == External("llm")


def test_a_package_inside_of_the_folder_of_an_import_map_says_itself_what_a_name_is() -> None:
    files = _workspace({}) | {"deno.json": {"imports": {"@acme/core": "npm:@acme/core@0.3.0"}}}
    files["packages/app/package.json"] = {"name": "app", "dependencies": {"@acme/core": "workspace:*"}}
    resolver = over(files, "packages/core/index.ts")
    assert script(resolver, "@acme/core", "packages/app/m.ts") == "packages/core/index.ts"
    assert script(resolver, "@acme/core", "scripts/m.ts") == External("@acme/core")


@pytest.mark.parametrize(
    "alias",
    [
        "alias: { '@': path.resolve(__dirname, './src') }",
        "alias: { '@': fileURLToPath(new URL('./src', import.meta.url)), x: 'y' }",
        'alias: { "@": resolve(__dirname, "src"), }',
        "alias: [{ find: '@', replacement: path.join(__dirname, 'src') }]",
    ],
)
def test_constant_aliases_of_a_bundler(alias: str) -> None:
    resolver = over({"web/vite.config.ts": f"export default {{ resolve: {{ {alias} }} }}"}, "web/src/a.ts")
    assert script(resolver, "@/a", "web/src/m.ts") == "web/src/a.ts"


def test_stubs_of_test_runners_replace_nothing() -> None:
    config = "export default { resolve: { alias: { openai: resolve(__dirname, './stub.ts') } } }"
    assert over({"vitest.config.ts": config}, "stub.ts").script("openai", "m.ts") == External("openai")


def test_a_bundler_does_not_hide_a_declared_dependency() -> None:
    config = "export default { resolve: { alias: { openai: resolve(__dirname, './stub.ts') } } }"
    files = {"vite.config.ts": config, "package.json": {"dependencies": {"openai": "^5"}}}
    assert over(files, "stub.ts").script("openai", "m.ts") == External("openai")


@pytest.mark.parametrize(
    "manifest",
    [
        '{"name": ',
        {"name": 3, "exports": 4, "workspaces": {"packages": "x"}, "dependencies": ["openai"]},
        {
            "name": "",
            "exports": {"a": {"b": {"c": [1, None]}}},
            "imports": [],
            "overrides": {"openai": {"x": "1"}},
        },
        {"exports": {".": None}, "main": {"x": 1}, "workspaces": [None, "../..", "/", "**"]},
    ],
)
def test_broken_manifests_do_no_harm(manifest: object) -> None:
    resolver = over({"package.json": manifest, "a/package.json": manifest}, "a/m.ts")
    assert resolver.script("openai", "a/m.ts") == External("openai")
    assert len(resolver.problems) == (2 if isinstance(manifest, str) else 0)
