"""The calls that named files reach."""

from __future__ import annotations

from pathlib import Path

from .projects import ASK, FILES, KICKOFF, project, situated, written


def _calls(root: Path, scope: str) -> list[str]:
    kickoff = KICKOFF.replace("- `src/services/outline.ts`", scope)
    return [
        f"{each.call.path}:{each.call.line} {each.call.symbol}" + "".join(f" < {e.path}:{e.line}" for e in each.way)
        for each in situated(root, kickoff).reached
    ]


def test_calls_in_the_file_and_behind_it(tmp_path: Path) -> None:
    assert _calls(written(tmp_path), "- `src/services/outline.ts`") == [
        "src/services/outline.ts:12 makeTitle",
        "src/models/ask.ts:6 ask < src/services/outline.ts:8",
    ]


def test_a_restriction_to_symbols_holds(tmp_path: Path) -> None:
    root = written(tmp_path)
    assert _calls(root, "- `src/services/outline.ts`: ONLY `makeTitle`") == ["src/services/outline.ts:12 makeTitle"]
    assert len(_calls(root, "- `generateOutline()` in `src/services/outline.ts`")) == 2


def test_globs_folders_and_ends_of_paths(tmp_path: Path) -> None:
    root = written(tmp_path)
    whole = _calls(root, "- `src/services/outline.ts`")
    for scope in ("- `src/services/**`", "- `src/services/`", "- `outline.ts`", f"- `{root}/src/services/outline.ts`"):
        assert _calls(root, scope) == whole
    assert len(_calls(root, "- `src/**`")) == 2
    assert _calls(root, "- `src/plain.ts`") == []
    assert _calls(root, "- `src/harness/run.ts`") == []


def test_every_call_of_a_shared_file_is_there(tmp_path: Path) -> None:
    """Chains are made for each file and kind of sink; an inventory wants every call."""
    more = "export const {} = (text: string) => client.messages.{}({{ messages: [], model: text, max_tokens: 1 }});\n"
    two = ASK + "\n" + more.format("judge", "countTokens") + more.format("rate", "create")
    outline = 'import { ask, rate } from "../models/ask";\nexport const both = (t: string) => [ask(t), rate(t)];\n'
    root = written(tmp_path, {**FILES, "src/models/ask.ts": two, "src/services/outline.ts": outline})
    assert [each.rpartition(" <")[0] for each in _calls(root, "- `src/services/outline.ts`")] == [
        "src/models/ask.ts:6 ask",
        "src/models/ask.ts:9 rate",
    ]


def test_a_list_of_another_file_joined_by_a_name_of_this_one(tmp_path: Path) -> None:
    """Where the list stands, the separator's name means nothing: more scopes there are, it once went wrong."""
    parts = 'export const PARTS = ["a", "b"];\n'
    joined = 'import { PARTS } from "./parts";\nimport { ask } from "../models/ask";\n'
    joined += "export function one() { function two() { function three(p: { sep: string }) "
    joined += "{ const url = PARTS.join(p.sep); return ask(url); } return three; } return two; }\n"
    files = {**FILES, "src/services/parts.ts": parts, "src/services/outline.ts": joined}
    assert len(_calls(written(tmp_path, files), "- `src/services/outline.ts`")) == 1


def test_what_is_remembered_is_what_would_be_found(tmp_path: Path, monkeypatch: object) -> None:
    root = written(tmp_path / "repo")
    fresh = project(root).known
    assert project(root, remember=True).known == fresh
    assert project(root, remember=True).known == fresh
    (root / "src/models/ask.ts").write_text("export const ask = (input: string) => input;\n")
    changed = project(root, remember=True).known
    assert changed != fresh
    assert changed == project(root).known
