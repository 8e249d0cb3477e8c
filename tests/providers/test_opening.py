"""How a judge is named, where its settings come from, and where they never come from."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from linter.errors import ConfigError, SidestepError, UsageError
from linter.lineage import UnknownAuthor
from linter.providers.judge import Judge
from linter.providers.opening import open_judge, operator_here
from linter.providers.place import operator_file
from linter.providers.profile import Structured

from .chat import KEY

KEYS = {"OPENAI_API_KEY": KEY, "ANTHROPIC_API_KEY": KEY, "GEMINI_API_KEY": KEY, "MINIMAX_API_KEY": KEY}

FULL = """
author-model = "claude-opus-5-5"
unknown-author = "refuse"
soft-lineage = false
default = ["small", "local"]

[judges.small]
provider = "openai"
model = "gpt-6-luna"
effort = "low"
max-output-tokens = 4000
timeout = 30
price-in = 0.1
price-out = 0.4

[judges.local]
provider = "openai-compatible"
model = "judge-v2"
base-url = "http://127.0.0.1:9000/v1/"
key-env = "LOCAL_KEY"
structured = "json_object"
lineage = ["alibaba", "deepseek"]

[judges.proxied]
provider = "anthropic"
model = "claude-haiku-5-5"
base-url = "https://proxy.example.com"
version = "2023-06-01"
"""


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """An environment with the file above, and keys."""
    file = tmp_path / "operator" / "sidestep" / "judges.toml"
    file.parent.mkdir(parents=True)
    file.write_text(FULL)
    return {"XDG_CONFIG_HOME": str(tmp_path / "operator"), "LOCAL_KEY": "secret", **KEYS}


def opened(text: str, name: str, tmp_path: Path) -> Judge:
    file = tmp_path / "j.toml"
    file.write_text(text)
    return open_judge(name, {"SIDESTEP_JUDGES": str(file), **KEYS})


def complaint(text: str, tmp_path: Path, name: str = "a") -> str:
    with pytest.raises(SidestepError) as caught:
        opened(text, name, tmp_path)
    assert KEY not in str(caught.value)
    return str(caught.value).replace(str(tmp_path), "")


def test_the_whole_file(environ: dict[str, str]) -> None:
    operator = operator_here(environ)
    assert operator.author_model == "claude-opus-5-5"
    assert operator.unknown_author is UnknownAuthor.REFUSE
    assert not operator.soft_lineage
    assert operator.default == ("small", "local")
    small = open_judge("small", environ)
    assert small.profile.base_url == "https://api.openai.com/v1"
    assert (small.profile.max_output_tokens, small.profile.timeout, small.profile.effort) == (4000, 30, "low")
    assert small.lineage == {"openai"}
    local = open_judge("local", environ)
    assert local.profile.base_url == "http://127.0.0.1:9000/v1"
    assert local.profile.structured is Structured.JSON_OBJECT
    assert local.lineage == {"alibaba", "deepseek"}


def test_another_address_than_the_vendors_gets_no_key_unless_the_file_says_so(environ: dict[str, str]) -> None:
    assert open_judge("proxied", environ).profile.key_env == ""


@pytest.mark.parametrize(
    ("name", "vendor", "model", "lineage"),
    [
        ("claude-haiku-5-5", "anthropic", "claude-haiku-5-5", {"anthropic"}),
        ("gpt-6-luna", "openai", "gpt-6-luna", {"openai"}),
        ("gemini-3.5-flash-lite", "gemini", "gemini-3.5-flash-lite", {"google"}),
        ("MiniMax-M3", "minimax", "MiniMax-M3", {"minimax"}),
        ("openai-chat:gpt-6-luna", "openai-chat", "gpt-6-luna", {"openai"}),
        ("ollama:qwen2.5-coder:7b", "ollama", "qwen2.5-coder:7b", {"alibaba"}),
        ("llama-cpp:anything", "llama-cpp", "anything", set()),
    ],
)
def test_judges_that_no_file_names(name: str, vendor: str, model: str, lineage: set[str]) -> None:
    judge = open_judge(name, KEYS)
    assert (judge.profile.vendor, judge.model, {*judge.lineage}) == (vendor, model, lineage)


@pytest.mark.parametrize(
    "name",
    [
        "qwen3-32b",  # served by many
        "deepseek-r1:7b",  # how a server on this machine writes it: nothing to send to DeepSeek
        "deepseek-r1-distill-qwen-7b",
        "anthropic/claude-haiku-4.5",
        "smal",
        "",
        "openai:",
        "openai-compatible:x",
    ],
)
def test_names_that_mean_nothing_send_nothing_anywhere(name: str) -> None:
    with pytest.raises(UsageError):
        open_judge(name, {**KEYS, "DEEPSEEK_API_KEY": KEY})


def test_near_misses_are_suggested(environ: dict[str, str]) -> None:
    with pytest.raises(UsageError, match='did you mean "small"'):
        open_judge("smal", environ)
    with pytest.raises(UsageError, match='did you mean "openai"'):
        open_judge("opnai:gpt-6-luna", environ)


def test_a_missing_key_is_told_by_its_variable() -> None:
    with pytest.raises(ConfigError, match="ANTHROPIC_API_KEY is not set"):
        open_judge("claude-haiku-5-5", {})


@pytest.mark.parametrize("key", [f"{KEY}\r\nx-evil: 1", f"{KEY} x", "schlüssel"])
def test_what_cannot_be_a_key_is_refused_unseen(key: str) -> None:
    with pytest.raises(ConfigError, match="OPENAI_API_KEY holds something that is no key") as caught:
        open_judge("gpt-6-luna", {"OPENAI_API_KEY": key})
    assert KEY not in str(caught.value)


def test_the_key_shows_nowhere() -> None:
    judge = open_judge("gpt-6-luna", KEYS)
    assert KEY not in repr(judge)
    assert KEY not in repr(judge.caller)
    assert KEY not in str(judge.caller)


ENTRY = '[judges.a]\nprovider = "openai"\nmodel = "gpt-6-luna"\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ENTRY + 'modl = "x"\n', '/j.toml:4: judges.a.modl\n  hint: did you mean "model"?'),
        (ENTRY + 'key = "sk-1"\n', "a key does not belong into a file"),
        (ENTRY + f'key-env = "{KEY}"\n', "is no name of an environment variable"),
        (ENTRY + f'base-url = "https://me:{KEY}@example.com"\n', "must hold no user name and no password"),
        (ENTRY + 'base-url = "http://example.com/v1"\n', "must begin with https://"),
        (ENTRY + 'base-url = "file:///etc/passwd"\n', 'must be like "https://api.example.com/v1"'),
        (ENTRY + 'lineage = ["antropic"]\n', 'did you mean "anthropic"?'),
        (ENTRY + 'structured = "json"\n', "judges.a.structured"),
        (ENTRY + "timeout = -1\n", "greater than 0"),
        (ENTRY + "price-in = inf\n", "finite number"),
        (ENTRY + 'max-output-tokens = "many"\n', "judges.a.max-output-tokens"),
        ('[judges.a]\nprovider = "opnai"\nmodel = "m"\n', 'did you mean "openai"?'),
        ('[judges.a]\nprovider = "openai"\n', "judges.a.model"),
        ('[judge.a]\nprovider = "openai"\n', 'did you mean "judges"?'),
        ("judges = 3", "must be a table"),
        ("[judges", "is not valid TOML"),
        ("x = " + "[" * 5000, "\n  --> /j.toml"),
        ("a" + ".a" * 200 + " = 1", "over a hundred parts"),
    ],
)
def test_mistakes_are_told_with_their_place(text: str, expected: str, tmp_path: Path) -> None:
    assert expected in complaint(text, tmp_path)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    told = complaint(ENTRY + "timeout = 0\nfoo = 1\n", tmp_path)
    assert "has 2 problems" in told
    assert "/j.toml:4: judges.a.timeout" in told
    assert "/j.toml:5: judges.a.foo" in told


# --- where the file may be -----------------------------------------------------------------------------


def test_where_the_file_is_looked_for() -> None:
    assert operator_file({"SIDESTEP_JUDGES": "/etc/j.toml", "HOME": "/h"}) == Path("/etc/j.toml")
    assert operator_file({"XDG_CONFIG_HOME": "/c", "HOME": "/h"}) == Path("/c/sidestep/judges.toml")
    assert operator_file({"XDG_CONFIG_HOME": "c", "HOME": "/h"}) == Path("/h/.config/sidestep/judges.toml")
    assert operator_file({"HOME": "h"}) is None


def test_a_file_that_is_named_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="does not exist"):
        operator_here({"SIDESTEP_JUDGES": str(tmp_path / "none.toml")})
    assert operator_here({"XDG_CONFIG_HOME": str(tmp_path)}).judges == {}


@pytest.mark.parametrize("way", ["plain", "link to it", "link out of it", "folder link"])
def test_nothing_of_the_audited_tree_is_taken(way: str, tmp_path: Path) -> None:
    tree, outside = tmp_path / "tree", tmp_path / "outside"
    tree.mkdir()
    outside.mkdir()
    inside = tree / "judges.toml"
    named = inside
    if way == "link out of it":
        (outside / "real.toml").write_text(ENTRY)
        inside.symlink_to(outside / "real.toml")
    else:
        inside.write_text(ENTRY)
    if way == "link to it":
        named = outside / "judges.toml"
        named.symlink_to(inside)
    if way == "folder link":
        (outside / "config").symlink_to(tree)
        named = outside / "config" / "judges.toml"
    with pytest.raises(ConfigError, match="from inside the audited tree"):
        operator_here({"SIDESTEP_JUDGES": str(named)}, str(tree))
    (outside / "fine.toml").write_text(ENTRY)
    assert "a" in operator_here({"SIDESTEP_JUDGES": str(outside / "fine.toml")}, str(tree)).judges


def test_dotenv_files_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(f"OPENAI_API_KEY={KEY}\nSIDESTEP_JUDGES=x.toml\n")
    with pytest.raises(ConfigError, match="OPENAI_API_KEY is not set"):
        open_judge("gpt-6-luna", {}, str(tmp_path))


def test_pipes_and_giants_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ConfigError, match="is no regular file"):
        operator_here({"SIDESTEP_JUDGES": str(tmp_path / "pipe")})
    (tmp_path / "big").write_bytes(b"#" * 300_000)
    with pytest.raises(ConfigError, match="is larger than"):
        operator_here({"SIDESTEP_JUDGES": str(tmp_path / "big")})
