"""Who wrote a commit, by what agents are known to leave behind."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.authorship import Author, author_of
from linter.authorship.reading import marks_of
from linter.lineage import Kinship, relation
from linter.sources import Message

PERSON = "Ada Lovelace <ada@example.org>"
GITHUB = "users.noreply.github.com"
OPUS = "Claude Opus 5.5 (1M context)"
ROUTED = "openrouter/deepseek/deepseek-chat"


def commit(text: str = "", *people: str, notes: tuple[str, ...] = (), merge: bool = False) -> Message:
    return Message("c0ffee", f"fix: the thing\n\nSome words.\n\n{text}\n", people or (PERSON, PERSON), notes, merge)


# trailer (or line), models it names, families; "?" when the families stay open
TRAILERS = [
    (f"Co-Authored-By: {OPUS} <noreply@anthropic.com>", OPUS, "anthropic"),
    ("Co-Authored-By: Claude Sonnet 4.5 <noreply@anthropic.com>", "Claude Sonnet 4.5", "anthropic"),
    ("Co-Authored-By: Claude <noreply@anthropic.com>", "", "anthropic"),
    ("Co-Authored-By: MiniMax-M2 <noreply@anthropic.com>", "MiniMax-M2", "minimax"),
    ("🤖 Generated with [Claude Code](https://claude.com/claude-code)", "", "anthropic"),
    ("Claude-Session: https://claude.ai/code/session_01", "", "anthropic"),
    ("Co-authored-by: Codex <noreply@openai.com>", "", "openai"),
    ("Co-authored-by: Codex (gpt-6-sol) <noreply@openai.com>", "gpt-6-sol", "openai"),
    (f"Co-authored-by: Copilot <223556219+Copilot@{GITHUB}>", "", "?"),
    (f"Co-authored-by: copilot-swe-agent[bot] <198982749+Copilot@{GITHUB}>", "", "?"),
    ("Agent-Logs-Url: https://github.com/o/r/sessions/1", "", "?"),
    ("Co-authored-by: Cursor <cursoragent@cursor.com>", "", "?"),
    (f"Co-authored-by: Devin AI <158243242+devin-ai-integration[bot]@{GITHUB}>", "", "?"),
    (f"Co-authored-by: aider ({ROUTED}) <noreply@aider.chat>", ROUTED, "deepseek"),
    ("Co-authored-by: aider (gpt-4o) <aider@aider.chat>", "gpt-4o", "openai"),
    ("Co-authored-by: aider <aider@aider.chat>", "", "?"),
    ("Co-authored-by: gemini-cli <gemini-cli-agent@google.com>", "", "google"),
    (f"Co-authored-by: gemini-code-assist[bot] <176961590+gemini-code-assist[bot]@{GITHUB}>", "", "google"),
    (f"Co-authored-by: google-labs-jules[bot] <161369871+google-labs-jules[bot]@{GITHUB}>", "", "google"),
    ("Co-authored-by: Qwen-Coder <qwen-coder@alibabacloud.com>", "", "alibaba"),
    ("Co-authored-by: openhands <openhands@all-hands.dev>", "", "?"),
    ("Co-authored-by: Amp <amp@ampcode.com>", "", "?"),
    ("Amp-Thread-ID: https://ampcode.com/threads/T-1", "", "?"),
    ("Co-authored-by: opencode <noreply@opencode.ai>", "", "?"),
    (f"Co-authored-by: factory-droid[bot] <138933559+factory-droid[bot]@{GITHUB}>", "", "?"),
    ("Co-authored-by: Cline <noreply@cline.bot>", "", "?"),
    ("Replit-Commit-Author: Agent", "", "?"),
    ("Co-Authored-By: Kimi K2 <noreply@moonshot.cn>", "Kimi K2", "moonshot"),
    ("Co-Authored-By: GLM 4.6 <noreply@z.ai>", "GLM 4.6", "zhipu"),
    ("Assisted-by: Claude:claude-opus-4-6 [coccinelle] [sparse]", "claude-opus-4-6", "anthropic"),
    ("Assisted-by: Cursor:gpt-6-sol", "gpt-6-sol", "openai"),
    ("Assisted-by: LocalAgent:my-finetune", "", "?"),
    ("Generated-by: GitHub Copilot (gpt-5.3-codex)", "gpt-5.3-codex", "openai"),
    ("AI-Model: qwen3-coder:30b", "qwen3-coder:30b", "alibaba"),
    ("AI-Model: deepseek-r1-distill-llama-70b", "deepseek-r1-distill-llama-70b", "deepseek meta"),
    # people and things that are none of these
    ("Co-authored-by: Claude Monet <claude@monet.fr>", "", "-"),
    ("Co-authored-by: Devin Townsend <devin@example.org>", "", "-"),
    ("Co-authored-by: Gemini Jones <gemini@example.org>", "", "-"),
    (f"Co-authored-by: claude <12345+claude@{GITHUB}>", "", "-"),
    (f"Co-authored-by: Copilot <99+Copilot@{GITHUB}>", "", "-"),
    ("Co-authored-by: Staff <graham@all-hands.dev>", "", "-"),
    ("Co-authored-by: mallory <noreply@anthropic.com.evil.example>", "", "-"),
    ("Reviewed-by: Claude Opus 5.5 <noreply@anthropic.com>", "", "-"),
    ("We now call claude-opus-5-5 here.", "", "-"),
    ("Fixes: #12", "", "-"),
]  # fmt: skip


@pytest.mark.parametrize(("trailer", "models", "families"), TRAILERS)
def test_trailers(trailer: str, models: str, families: str) -> None:
    author = author_of([commit(trailer)])
    assert author.models == ((models,) if models else ())
    known = families not in "?-"
    assert author.lineages == (frozenset(families.split()) if known else frozenset())
    assert author.whole is known
    assert (author.source == "nobody") is (families == "-")
    assert bool(author.marks) is (families != "-")


@pytest.mark.parametrize(
    ("people", "families"),
    [
        (("Claude <noreply@anthropic.com>", PERSON), {"anthropic"}),
        ((PERSON, f"openai-codex[bot] <215057067+openai-codex[bot]@{GITHUB}>"), {"openai"}),
        ((f"claude[bot] <209825114+claude[bot]@{GITHUB}>", "GitHub <noreply@github.com>"), {"anthropic"}),
        (("Ada Lovelace (aider) <ada@example.org>", PERSON), set()),
        ((PERSON, "GitHub <noreply@github.com>"), set()),
    ],
)
def test_authors_and_committers(people: tuple[str, ...], families: set[str]) -> None:
    assert author_of([commit("", *people)]).lineages == families


GIT_AI = "src/a.ts\n  abcd1234 1-5\n---\n" + json.dumps(
    {
        "schema_version": "authorship/3.0.0",
        "prompts": {
            "abcd1234": {"agent_id": {"tool": "cursor", "id": "x", "model": "claude-opus-4-7"}},
            "ef": {"agent_id": {"tool": "codex", "model": "gpt-6-sol"}},
        },
    }
)
AGENT_TRACE = json.dumps(
    {
        "version": "0.1.0",
        "tool": {"name": "cursor"},
        "files": [
            {
                "path": "a.ts",
                "conversations": [{"contributor": {"type": "ai", "model_id": "openai/gpt-6-sol"}, "ranges": []}],
            }
        ],
    }
)
WHOGITIT = json.dumps({"session": {"model": {"id": "gemini-3.8-flash", "provider": "google"}}})
NO_MODEL = "a\n---\n" + json.dumps({"schema_version": "authorship/3.0.0", "prompts": {}})


@pytest.mark.parametrize(
    ("note", "models"),
    [
        (GIT_AI, ("claude-opus-4-7", "gpt-6-sol")),
        (AGENT_TRACE, ("openai/gpt-6-sol",)),
        (WHOGITIT, ("gemini-3.8-flash",)),
        (NO_MODEL, ()),
        ("no JSON at all", ()),
        ("[" * 100_000, ()),
    ],
)
def test_notes(note: str, models: tuple[str, ...]) -> None:
    assert author_of([commit(notes=(note,))]).models == models


def test_a_note_is_believed_before_a_trailer_and_a_model_before_a_tool() -> None:
    cursor = "Co-authored-by: Cursor <cursoragent@cursor.com>"
    both = f"Assisted-by: Cursor:gpt-6-sol\n{cursor}"
    assert author_of([commit(cursor)]).whole is False
    by_trailer = author_of([commit(both)])
    assert by_trailer.lineages == {"openai"}
    assert (by_trailer.whole, by_trailer.source) == (True, "commits")
    by_note = author_of([commit(both, notes=(WHOGITIT,))])
    assert by_note.lineages == {"google"}
    assert by_note.source == "git notes"


CLAUDE = commit("Co-Authored-By: Claude Opus 5.5 <noreply@anthropic.com>")
CODEX = commit("Co-authored-by: Codex <noreply@openai.com>")
CURSOR = commit("Co-authored-by: Cursor <cursoragent@cursor.com>")
UNMARKED = commit()


def test_several_commits_have_the_families_of_all() -> None:
    author = author_of([CLAUDE, CODEX])
    assert author.lineages == {"anthropic", "openai"}
    assert author.marks == ("Claude Code: Claude Opus 5.5", "Codex")
    assert author.whole


@pytest.mark.parametrize("other", [UNMARKED, CURSOR])
def test_one_unknown_author_among_several_leaves_it_open(other: Message) -> None:
    author = author_of([CLAUDE, other])
    assert author.lineages == {"anthropic"}
    assert not author.whole
    assert relation(author.lineages, {"google"}, whole=author.whole).kind is Kinship.UNKNOWN


def test_a_merge_without_marks_brings_no_author() -> None:
    assert author_of([CLAUDE, commit(merge=True)]).whole


def test_no_mark_is_not_a_person() -> None:
    for author in (author_of([UNMARKED]), author_of()):
        assert author == Author()
        assert relation(author.lineages, {"google"}, whole=author.whole).kind is Kinship.UNKNOWN


def test_who_is_asked_first() -> None:
    environ = {"SIDESTEP_AUTHOR_MODEL": "gpt-6-sol"}
    asked = [
        author_of([CLAUDE], named="kimi-k2.6", environ=environ, configured="qwen3-32b"),
        author_of([CLAUDE], environ=environ, configured="qwen3-32b"),
        author_of([CLAUDE], environ={}, configured="qwen3-32b"),
        author_of([CLAUDE], environ={}),
    ]
    assert [each.source for each in asked] == ["command line", "environment", "judges.toml", "commits"]
    assert [{*each.lineages} for each in asked] == [{"moonshot"}, {"openai"}, {"alibaba"}, {"anthropic"}]


def test_what_people_say_about_authors() -> None:
    assert author_of(named="claude-opus-5-5, gpt-6-sol").lineages == {"anthropic", "openai"}
    assert author_of(named="my-own-model") == Author(("my-own-model",), frozenset(), False, "command line")
    assert not author_of(named="claude-opus-5-5,my-own-model").whole
    human = author_of(named="human")
    assert human.whole
    assert relation(human.lineages, {"anthropic"}).kind is Kinship.DIFFERENT
    assert author_of([CLAUDE], named="  ").source == "commits"


@given(st.text(max_size=300), st.text(max_size=80), st.text(max_size=80))
def test_any_commit_has_marks(text: str, person: str, note: str) -> None:
    marks_of(Message("c", text, (person,), (note,)))
