from __future__ import annotations

import re
import time

import pytest

from linter.config import LoadedConfig, load
from linter.config.problems import OPERATOR_ONLY
from linter.errors import ConfigError
from linter.findings import Severity

RULES = ("sdk-direct", "sdk-http", "enum-string", "suppressed")

EVERYTHING = """
sdk = ["@anthropic-ai/", "openai", "google.genai"]
extend-sdk = ["acme_llm"]
exclude = ["vendor/**"]
rule-folders = ["./team-rules/"]
[zones]
gates    = ["src/harness/**", "@acme/harness", "acme.harness"]
sandbox  = ["src/worker-image/**"]
host     = []
migrated = ["src/validators/**", "src/services/outline.ts#generateOutline"]
tests    = ["**/*.test.ts"]
[rules.enum-string]
severity = "warning"
[rules.sdk-http]
severity = "off"
"""


def loaded(text: str | bytes, path: str = "sidestep.toml") -> LoadedConfig:
    raw = text.encode() if isinstance(text, str) else text
    return load({path: raw}.get, RULES)


def refused(text: str | bytes, path: str = "sidestep.toml") -> str:
    with pytest.raises(ConfigError) as caught:
        loaded(text, path)
    return str(caught.value)


def test_everything_the_design_gives_is_read() -> None:
    result = loaded(EVERYTHING)
    config = result.config
    assert result.path == "sidestep.toml"
    assert result.notices == ()
    assert config.sdk == ("@anthropic-ai/", "openai", "google.genai")
    assert config.extend_sdk == ("acme_llm",)
    assert config.exclude == ("vendor/**",)
    assert config.rule_folders == ("team-rules",)
    assert config.zones.gates == ("src/harness/**", "@acme/harness", "acme.harness")
    assert config.zones.tests == ("**/*.test.ts",)


def test_a_rule_has_the_severity_of_the_repository_or_its_own() -> None:
    config = loaded(EVERYTHING).config
    assert config.severity("enum-string", Severity.ERROR) is Severity.WARNING
    assert config.severity("sdk-http", Severity.ERROR) is None
    assert config.severity("sdk-direct", Severity.INFO) is Severity.INFO


def test_without_a_file_the_defaults_hold() -> None:
    tree: dict[str, bytes] = {}
    result = load(tree.get, RULES)
    assert result.path is None
    assert result.config.sdk is None
    assert "**/*.test.*" in result.config.zones.tests


def test_pyproject_is_read_when_it_has_our_table() -> None:
    text = '[tool.ruff]\nx = 1\n[tool.sidestep]\nsdk = ["openai"]\n[tool.sidestep.zones]\ngates = ["gate/"]\n'
    result = loaded(text, "pyproject.toml")
    assert result.path == "pyproject.toml"
    assert result.config.zones.gates == ("gate/",)


@pytest.mark.parametrize("text", ["[tool.ruff]\n", "{{ broken", "tool = 1 # sidestep", "[tool]\nsidestepped=1"])
def test_a_pyproject_that_does_not_configure_us_is_none_of_our_business(text: str) -> None:
    assert loaded(text, "pyproject.toml").path is None


def test_our_own_file_wins_with_a_notice() -> None:
    tree = {"sidestep.toml": b'sdk = ["a"]', "pyproject.toml": b'[tool.sidestep]\nsdk = ["b"]'}
    result = load(tree.get, RULES)
    assert result.config.sdk == ("a",)
    assert result.notices == ("[tool.sidestep] in pyproject.toml is ignored: sidestep.toml is used",)


def test_mistakes_in_a_pyproject_that_is_not_used_do_not_matter() -> None:
    tree = {"sidestep.toml": b"", "pyproject.toml": b"sidestep = ["}
    assert load(tree.get, RULES).notices == ()


def test_an_empty_list_of_sdks_is_worth_a_notice() -> None:
    assert "no module counts" in loaded("sdk = []").notices[0]
    assert loaded('sdk = []\nextend-sdk = ["a"]').notices == ()


def test_a_mark_and_windows_line_ends_are_fine() -> None:
    assert loaded(b'\xef\xbb\xbfsdk = ["a"]\r\n[zones]\r\ngates = ["b"]\r\n').config.sdk == ("a",)


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ("\nsdks = []", "sidestep.toml:2: sdks", 'did you mean "sdk"?'),
        ("extend_sdk = []", "sidestep.toml:1: extend_sdk", 'did you mean "extend-sdk"?'),
        ("[zones]\n\ngate = []", "sidestep.toml:3: zones.gate", 'did you mean "gates"?'),
        (
            "[zones]\nxyz = []",
            "sidestep.toml:2: zones.xyz",
            "known here: gates, sandbox, host, migrated, tests",
        ),
        ("[rules.sdk-dirct]", "sidestep.toml:1: rules.sdk-dirct", 'did you mean "sdk-direct"?'),
        ("[rules.zzz]", "sidestep.toml:1: rules.zzz", "`sidestep rules list`"),
        ("[rules.sdk-direct]\nenabled=false", ":2: rules.sdk-direct.enabled", 'write severity = "off"'),
        ("[rules.sdk-direct]\nseverity=false", ":2: rules.sdk-direct.severity", 'write "off"'),
        ('[rules.sdk-direct]\nseverity="warn"', ":2: rules.sdk-direct.severity", 'did you mean "warning"?'),
        ("sdk = 'openai'", ":1: sdk", 'write ["openai"]'),
        ("sdk = 1", ":1: sdk", "must be a list of strings, such as"),
        ('sdk = [\n"a",\n2]', ":3: sdk[1]", "must be a string, and is a number"),
        ("sdk = ['a b']", ":1: sdk[0]", '"a b" is no module name'),
        ("zones = []", ":1: zones", "must be a table, and is a list"),
        ("rules = 1979-05-27", ":1: rules", "must be a table, and is a date or time"),
        ("rules.sdk-direct = 'off'", ":1: rules.sdk-direct", "must be a table, and is a string"),
        ("exclude = ['!a']", ":1: exclude[0]", 'starts with "!"'),
        ("rule-folders = ['../x']", ":1: rule-folders[0]", "inside the repository"),
        ("rule-folders = ['a/../../x']", ":1: rule-folders[0]", "inside the repository"),
        ("rule-folders = ['/etc']", ":1: rule-folders[0]", "inside the repository"),
        ("rule-folders = ['C:/x']", ":1: rule-folders[0]", "inside the repository"),
        ("rule-folders = ['.']", ":1: rule-folders[0]", "inside the repository"),
        ("[zones]\ngates = ['@acme/*']", ":2: zones.gates[0]", "a package covers its sub-paths"),
        ("[zones]\nmigrated = ['a.ts#']", ":2: zones.migrated[0]", "must name a symbol"),
        ("[zones]\nmigrated = ['#x']", ":2: zones.migrated[0]", "is empty"),
    ],
)
def test_a_mistake_is_told_with_place_and_mend(text: str, where: str, words: str) -> None:
    message = refused(text)
    assert where in message
    assert words in message


def test_places_in_pyproject_are_those_of_the_file() -> None:
    message = refused("[project]\nname='x'\n[tool.sidestep.zones]\ngate=[]", "pyproject.toml")
    assert "pyproject.toml:4: zones.gate" in message


def test_all_problems_are_told_at_once_in_the_order_of_the_file() -> None:
    message = refused("[zones]\ngate = []\nhost = 1\n[rules.nope]\n[judge]\n")
    assert message.startswith("sidestep.toml has 4 problems:")
    assert re.findall(r"toml:(\d+): ([\w.]+)", message) == [
        ("2", "zones.gate"),
        ("3", "zones.host"),
        ("4", "rules.nope"),
        ("5", "judge"),
    ]


def test_many_problems_are_cut_and_counted() -> None:
    message = refused("\n".join(f"key{number} = 1" for number in range(500)))
    assert "has 500 problems" in message
    assert "and 480 more" in message
    assert len(message) < 4000


@pytest.mark.parametrize("key", sorted(OPERATOR_ONLY))
@pytest.mark.parametrize("place", ["{} = 'x'", "[{}]\nx = 1", "[zones]\n{} = 'x'", "[rules.sdk-direct]\n{} = 'x'"])
def test_what_only_the_operator_may_set_is_refused_everywhere(key: str, place: str) -> None:
    assert "only the operator may set this" in refused(place.format(key))
    assert "only the operator may set this" in refused(place.format(key.replace("-", "_").upper()))


@pytest.mark.parametrize("key", ["gates", "host", "migrated"])
def test_an_endless_list_of_globs_is_refused(key: str) -> None:
    files = ", ".join(f"'src/some/long/folder/name/{number:06}.ts'" for number in range(5000))
    assert "name folders instead of files" in refused(f"[zones]\n{key} = [{files}]")


def test_values_are_never_interpolated() -> None:
    assert loaded("exclude = ['${HOME}/x']").config.exclude == ("${HOME}/x",)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"sdk = [", "sidestep.toml"),
        (b"a = 1\na = 2", "not valid TOML"),
        (b"a = 1\nb = \xff", "sidestep.toml:2"),
        (b"\xff\xfea\x00", "not UTF-8"),
        (b"a = " + b"[" * 100_000, "nested too deeply"),
        (b"a = " + b"{a=" * 60_000, "nested too deeply"),
        (b"a." * 60_000 + b"a = 1", "over a hundred parts"),
        (b"#" * (256 * 1024 + 1), "larger than 256 KiB"),
        (b"a = 1\x00", "not valid TOML"),
        (b'"' + b"k" * 200_000 + b'" = 1', "unknown key"),
    ],
)
def test_bad_input_gives_one_clear_short_error(raw: bytes, words: str) -> None:
    start = time.perf_counter()
    message = refused(raw)
    assert words in message
    assert len(message) < 1000
    assert time.perf_counter() - start < 2


def test_rules_of_the_repository_itself_are_known() -> None:
    text = b'rule-folders = ["team"]\n[rules.team-rule]\nseverity = "error"\n'
    tree = {"sidestep.toml": text}
    config = load(tree.get, RULES, lambda folder: {"team-rule"} if folder == "team" else ()).config
    assert config.severity("team-rule", Severity.INFO) is Severity.ERROR
    with pytest.raises(ConfigError, match="unknown rule"):
        load(tree.get, RULES)
