"""What coding agents leave in commits. Data.

Names are no marks: Claude and Devin are people, too. E-mail addresses and GitHub's accounts are. Sources: the tools'
documentation and the tables of commit-check, clocwork, block/aittributor, chaoss/ai-detection-action and
jphme/github-coding-agent-tracker; the families are those of tools that run one vendor's models, and empty for tools
that run anybody's.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Tool(NamedTuple):
    """An agent, and the families of its models when it does not say which one it ran.

    `addresses` are e-mail addresses; one that begins with "+" is an account of GitHub, with or without its number.
    """

    name: str
    families: tuple[str, ...]
    addresses: tuple[str, ...]


TOOLS: Final[tuple[Tool, ...]] = (
    # It signs as Claude also when its base URL leads to somebody else's model: a claim like all marks.
    Tool("Claude Code", ("anthropic",), ("noreply@anthropic.com", "+claude[bot]", "+claude-code-action[bot]")),
    Tool("Codex", ("openai",), ("noreply@openai.com", "+chatgpt-codex-connector[bot]", "+openai-codex[bot]")),
    Tool("Gemini CLI", ("google",), ("gemini-cli-agent@google.com",)),
    Tool("Gemini Code Assist", ("google",), ("+gemini-code-assist[bot]",)),
    Tool("Jules", ("google",), ("+google-labs-jules[bot]",)),
    Tool("Qwen Code", ("alibaba",), ("qwen-coder@alibabacloud.com",)),
    Tool("Copilot", (), ("198982749+copilot", "223556219+copilot", "+copilot-swe-agent[bot]", "copilot@github.com")),
    Tool("Cursor", (), ("cursoragent@cursor.com", "agent@cursor.com", "+cursor[bot]")),
    Tool("Devin", (), ("+devin-ai-integration[bot]",)),
    Tool("Aider", (), ("noreply@aider.chat", "aider@aider.chat")),
    Tool("OpenHands", (), ("openhands@all-hands.dev",)),
    Tool("Amp", (), ("amp@ampcode.com",)),
    Tool("opencode", (), ("noreply@opencode.ai", "+opencode-agent[bot]")),
    Tool("Factory", (), ("+factory-droid[bot]",)),
    Tool("Cline", (), ("noreply@cline.bot", "+cline[bot]")),
    Tool("Amazon Q", (), ("+amazon-q-developer[bot]",)),
    Tool("Windsurf", (), ("noreply@codeium.com",)),
    Tool("Goose", (), ("opensource@block.xyz",)),
    Tool("Pi", (), ("noreply@pi.dev",)),
    Tool("Kilo", (), ("+kiloconnect[bot]",)),
)


class Line(NamedTuple):
    """A line of a message that only a tool writes: a regular expression for all of it."""

    name: str
    families: tuple[str, ...]
    pattern: str


LINES: Final[tuple[Line, ...]] = (
    Line("Claude Code", ("anthropic",), r"(?:🤖 )?Generated with \[Claude Code\].*"),
    Line("Claude Code", ("anthropic",), r"Claude-Session: *\S+"),
    Line("Copilot", (), r"Agent-Logs-Url: *\S+"),
    Line("Amp", (), r"Amp-Thread-ID: *\S+"),
    Line("Replit", (), r"Replit-Commit-Author: *Agent"),
    Line("Aider", (), r"aider: .*"),
)

MODEL_TRAILERS: Final = ("assisted-by", "generated-by", "ai-model", "co-developed-by-ai")
"""Trailers that name a model: `Assisted-by: AGENT:MODEL [tools]` (docs.kernel.org), `Generated-by:` (the ASF)."""

PEOPLE_TRAILERS: Final = ("co-authored-by", "co-developed-by", "signed-off-by")
"""Trailers that name somebody, as `Name <e-mail>`."""
