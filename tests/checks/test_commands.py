"""Which program of the capability a command line starts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.capability import Capability, CapabilityFile, ProgramEntry, build
from linter.checks.commands import in_shell, in_words

_FILE = CapabilityFile(
    id="run",
    summary="run a model",
    cli=(
        ProgramEntry(command="claude", packages=("@anthropic-ai/claude-code",), inert_args=("--version", "mcp")),
        ProgramEntry(command="aider", packages=("aider-chat",), modules=("aider",)),
        ProgramEntry(command="gh", subcommands=("copilot", "models run")),
        ProgramEntry(command="goose", certainty="ambiguous"),
    ),
)


@pytest.fixture(scope="module")
def capability() -> Capability:
    return build(_FILE, None, ())


@pytest.mark.parametrize(
    "line",
    [
        "claude -p hello",
        "/usr/local/bin/claude -p x",
        "A=1 B=2 claude",
        "env -u X A=1 claude",
        "sudo -u me nohup claude",
        "timeout -s KILL 60 claude -p x",
        "cd src && claude -p x",
        "git diff | claude -p review",
        "false || claude",
        "echo start\nclaude -p x\n",
        "(claude -p x)",
        "bash -lc 'claude -p x'",
        'sh -c "cd a; claude"',
        "cmd /c claude -p x",
        "npx -y @anthropic-ai/claude-code -p x",
        "npx @anthropic-ai/claude-code@latest",
        "npx -p @anthropic-ai/claude-code claude",
        "pnpm dlx @anthropic-ai/claude-code",
        "yarn dlx @anthropic-ai/claude-code",
        "bunx claude",
        "npm exec -- claude",
        "node node_modules/@anthropic-ai/claude-code/cli.js",
        "./node_modules/.bin/claude",
        "python -m aider --yes",
        "uvx --from aider-chat aider",
        "uv tool run aider",
        "gh copilot suggest",
        "gh models run x",
        "\0/claude -p x",
        "\0 -m aider",
        "tmux new-session -d -s one 'claude -p x'",
        "tmux send-keys -t one 'claude -p x' Enter",
        "ls | xargs -I{} claude -p {}",
        "script -q /dev/null claude",
    ],
)
def test_a_program_is_found(line: str, capability: Capability) -> None:
    """Through paths, prefixes, shells and package runners."""
    started = in_shell(line, capability)
    assert started is not None
    assert started.reasons == ()


@pytest.mark.parametrize(
    "line",
    [
        "echo claude",
        "git commit -m 'claude -p x'",
        "ls ~/.claude",
        "which claude",
        "command -v claude",
        "npm install -g @anthropic-ai/claude-code",
        "node scripts/claude.js",
        "cat claude",
        "claudette",
        "gh pr list",
        "python script.py -m aider",
        "docker build -t claude .",
        "docker run --name claude image ls",
        "tmux new-session -d -s claude htop",
        "tmux list-sessions",
        "'unterminated claude",
        "",
    ],
)
def test_a_word_alone_starts_nothing(line: str, capability: Capability) -> None:
    """The name of a program as an argument, a path or a part of a word."""
    assert in_shell(line, capability) is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("claude --version", "claude --version runs no model"),
        ("claude mcp list", "claude mcp runs no model"),
        ("goose run", "other programs are called goose too"),
        ("docker run -v /a:/a image claude", "it runs in a container, which may be the sandbox"),
        ("podman exec box claude -p x", "it runs in a container, which may be the sandbox"),
    ],
)
def test_some_are_not_certain(line: str, reason: str, capability: Capability) -> None:
    """Words that run no model, and names that other programs have."""
    started = in_shell(line, capability)
    assert started is not None
    assert started.reasons == (reason,)


@given(st.lists(st.text(max_size=20), max_size=6))
def test_any_words_can_be_read(words: list[str]) -> None:
    """No argument list and no shell line makes it raise."""
    capability = build(_FILE, None, ())
    in_words(words, capability)
    in_shell(" ".join(words), capability)
