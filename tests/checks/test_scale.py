"""Large, deep, circular and broken projects: no crash, no hang, and what could not be resolved is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from linter.report import Report
from linter.request import Request
from linter.run import run
from linter.sources import Listing, Loaded, Skipped, WorkTree, list_files
from linter.sources.trees import Closing
from linter.workspace import open_workspace

_MIGRATED = '[zones]\nmigrated = ["src/validators/**"]\n'
_SINK = (
    'import OpenAI from "openai";\nconst client = new OpenAI();\n'
    "export const ask = () => client.responses.create({});\n"
)


class Texts(Closing):
    """A tree that is nowhere on disk: ten thousand files take longer to write than to lint."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = {path: text.encode() for path, text in files.items()}
        self._paths = tuple(sorted(files))

    def paths(self) -> Sequence[str]:
        return self._paths

    def has(self, path: str) -> bool:
        return path in self._files

    def load(self, path: str) -> Loaded | Skipped:
        data = self.read(path)
        return Loaded(path, data, data.isascii()) if data is not None else Skipped(path, "not there")

    def read(self, path: str) -> bytes | None:
        return self._files.get(path)


def audit(files: Mapping[str, str]) -> Report:
    tree = Texts({"sidestep.toml": _MIGRATED, **files})
    workspace = open_workspace(tree, None)
    return run(workspace, Request("audit", Listing(tuple(tree.paths())), whole=True, today=date(2026, 1, 15)))


def reached(report: Report) -> list[tuple[str, int]]:
    """Where `sdk-reach` flags something, and how many steps it is to the sink."""
    found = [each.evidence for each in report.findings if each.rule == "sdk-reach"]
    return [(each.place.path, len(each.chain)) for each in found]


def blind(report: Report) -> list[tuple[str, int, str]]:
    return [(each.path, each.line, each.why) for each in report.blind]


def test_ten_thousand_files() -> None:
    """Each calls two others; 5,000 of them lead to the sink, over at most eleven others."""
    files = {
        f"src/part{number % 100}/file{number}.ts": (
            f'import {{ work{number // 2} }} from "../part{number // 2 % 100}/file{number // 2}.js";\n'
            f'import {{ work{number // 3} as third }} from "../part{number // 3 % 100}/file{number // 3}.js";\n'
            f"export const work{number} = () => [work{number // 2}(), third()];\n"
        )
        for number in range(2, 10_000)
    }
    files["src/part3/file3.ts"] = _SINK.replace("ask", "work3")
    files["src/part1/file1.ts"] = "export const work1 = () => 1;\n"
    files["src/validators/a.ts"] = 'import { work6 } from "../part6/file6.js";\nexport const check = () => work6();\n'
    report = audit(files)
    assert report.files.scanned == 10_000
    assert reached(report) == [("src/validators/a.ts", 3)]
    assert ("src/part2/file2.ts", 2, "no file is at src/part0/file0.js, so this import is not followed") in blind(
        report
    )


@pytest.mark.parametrize("language", ["ts", "py"])
def test_two_thousand_calls_across_files(language: str) -> None:
    last = 1999
    if language == "ts":
        template = (
            'import {{ f{next:04} }} from "./m{next:04}";\nexport function f{this:04}() {{ return f{next:04}(); }}\n'
        )
        sink, first = _SINK.replace("ask", f"f{last:04}"), "../m0000"
        start = f'import {{ f0000 }} from "{first}";\nexport const check = () => f0000();\n'
    else:
        template = "from src.m{next:04} import f{next:04}\ndef f{this:04}():\n    return f{next:04}()\n"
        sink = f"import openai\ndef f{last:04}():\n    return openai.responses.create()\n"
        start = "from src.m0000 import f0000\ndef check():\n    return f0000()\n"
    files = {f"src/m{this:04}.{language}": template.format(this=this, next=this + 1) for this in range(last)}
    report = audit({**files, f"src/m{last:04}.{language}": sink, f"src/validators/a.{language}": start})
    assert reached(report) == [(f"src/validators/a.{language}", 2001)]


def test_names_that_only_a_function_has_are_looked_for_nowhere_else() -> None:
    """Hundreds of files have the word `provider`; none of them can mean a name inside of another file's function."""
    files = {
        f"src/user{number}.ts": f'import {{ other }} from "./llm";\nconst provider = {number};\nother(provider);\n'
        for number in range(200)
    }
    files["src/llm.ts"] = (
        'import OpenAI from "openai";\nexport const other = (p: number) => p;\n'
        "export async function ask() {\n  const provider = async () => new OpenAI().responses.create({});\n"
        "  return provider();\n}\n"
    )
    files["src/validators/a.ts"] = 'import { ask } from "../llm";\nexport const check = () => ask();\n'
    report = audit(files)
    assert reached(report) == [("src/validators/a.ts", 3)]
    assert report.parsed < 10


def test_where_all_is_migrated_nobody_is_looked_for() -> None:
    """A link inside of migrated code is no finding, so the callers of a sink in it are not read."""
    files = {
        f"src/user{number}.ts": 'import { ask } from "./llm";\nexport const use = () => ask();\n'
        for number in range(50)
    }
    report = audit({**files, "src/llm.ts": _SINK, "sidestep.toml": '[zones]\nmigrated = ["**"]\n'})
    assert reached(report) == []
    assert [each.rule for each in report.findings] == ["sdk-direct"]


def test_barrels_of_barrels() -> None:
    """Every barrel of a layer hands on all those of the next: 4 to the power of 12 roads."""
    layers = range(12)
    files = {
        f"src/b{layer}_{number}.ts": "".join(f'export * from "./b{layer + 1}_{each}";\n' for each in range(4))
        for layer in layers
        for number in range(4)
    }
    files.update({f"src/b12_{each}.ts": f"export const other{each} = 1;\n" for each in range(3)})
    files["src/b12_3.ts"] = _SINK
    files["src/validators/a.ts"] = (
        'import { ask, missing } from "../b0_0";\nexport const check = () => ask(missing());\n'
    )
    assert [path for path, _ in reached(audit(files))] == ["src/validators/a.ts"]


def test_a_road_of_barrels() -> None:
    files = {f"src/b{number}.ts": f'export * from "./b{number + 1}";\n' for number in range(3000)}
    files["src/b3000.ts"] = _SINK
    files["src/validators/a.ts"] = 'import { ask } from "../b2960";\nexport const check = () => ask();\n'
    files["src/validators/b.ts"] = 'import { ask } from "../b0";\nexport const check = () => ask();\n'
    assert ("src/validators/a.ts", 2) in reached(audit(files))


def test_rings() -> None:
    files = {
        "src/a.ts": 'export * from "./b";\nexport * from "./a";\n'
        'import { f } from "./c";\nexport const g = () => f();\n',
        "src/b.ts": 'export * from "./c";\n',
        "src/c.ts": 'export * from "./a";\nimport { g } from "./a";\nimport { ask } from "./sink";\n'
        "export const f = () => [g(), ask()];\n",
        "src/sink.ts": _SINK,
        "src/validators/a.ts": 'import { g, nowhere } from "../b";\nexport const check = () => [g(), nowhere()];\n',
        "src/d.py": "from src.e import *\nfrom src.d import f\nf = f\n",
        "src/e.py": "from src.d import *\nclass K(K): pass\n",
        "src/validators/b.py": "from src.e import f, K, x\nf(K(x))\n",
    }
    assert reached(audit(files)) == [("src/validators/a.ts", 4)]


def test_imports_that_lead_nowhere_are_told_once_for_each_missing_file() -> None:
    use = 'import { create } from "openai";\nexport const x = [create, a];\n'
    files = {
        "tsconfig.json": '{"compilerOptions": {"paths": {"@gen/*": ["./src/gen/*"]}}}',
        "src/a.ts": f'import {{ a }} from "@gen/proto";\n{use}',
        "src/b.ts": f'import {{ a }} from "@gen/proto";\nimport type {{ T }} from "./types-only";\n{use}',
        "src/c.ts": f'{use}export const b = () => require("./late");\nimport "left-pad";\n',
        "src/d.py": "import openai\nfrom .gone import f\nopenai.responses.create(f)\n",
        "src/e.test.ts": f'import {{ a }} from "./nowhere";\n{use}',
        "src/unparsed.ts": 'import { a } from "./nothing-that-matters";\n',
    }
    proto = "@gen/proto matches paths in tsconfig.json, but no file is there"
    assert blind(audit(files)) == [
        (
            "src/a.ts",
            1,
            f"{proto}, so this import and 1 more of the same are not followed",
        ),
        ("src/c.ts", 3, "no file is at src/late, so this import is not followed"),
        ("src/d.py", 2, "no module is at src/gone, so this import is not followed"),
    ]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"tsconfig.json": '{"compilerOptions": {"paths": '}, "tsconfig.json"),
        ({"tsconfig.json": '{"extends": "./b.json"}', "b.json": '{"extends": "./tsconfig.json"}'}, "json"),
        ({"tsconfig.json": '{"extends": "./gone.json"}'}, "tsconfig.json"),
        ({"package.json": "{"}, "package.json"),
        (
            {"package.json": '{"workspaces": ["packages/*"]}', "packages/x/package.json": "[]"},
            "packages/x/package.json",
        ),
    ],
)
def test_broken_configuration_is_told(files: dict[str, str], expected: str) -> None:
    code = 'import { ask } from "../ask";\nexport const check = () => ask();\n'
    report = audit({"src/ask.ts": _SINK, "src/validators/a.ts": code, **files})
    assert any(path.endswith(expected) for path, _, _ in blind(report))
    assert reached(report) == [("src/validators/a.ts", 2)]


def test_linked_packages(tmp_path: Path) -> None:
    def write(path: str, text: str) -> None:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)

    write("sidestep.toml", _MIGRATED)
    write("package.json", '{"workspaces": ["packages/*"]}')
    write("packages/real/package.json", '{"name": "@acme/real", "main": "index.ts"}')
    write("packages/real/index.ts", _SINK)
    (tmp_path / "packages" / "linked").symlink_to(tmp_path / "packages" / "real")
    (tmp_path / "packages" / "round").symlink_to(tmp_path / "packages")
    (tmp_path / "node_modules" / "@acme").mkdir(parents=True)
    (tmp_path / "node_modules" / "@acme" / "real").symlink_to(tmp_path / "packages" / "real")
    write(
        "src/validators/a.ts",
        'import { ask } from "@acme/real";\nimport { ask as same } from "../../packages/linked/index";\n'
        "export const check = () => [ask(), same()];\n",
    )
    listing = list_files(tmp_path)
    with WorkTree(tmp_path, listing) as tree:
        report = run(open_workspace(tree, tmp_path), Request("audit", listing, True, date(2026, 1, 15)))
    assert reached(report) == [("src/validators/a.ts", 2)]
    assert [(path, line) for path, line, _ in blind(report)] == [("src/validators/a.ts", 2)]
