"""What documents say that can be checked: links, lists, examples, output."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from docs import generate
from linter.checks import CHECKS
from linter.cli import outcome
from linter.config import Config, RuleSettings, RuleSeverity, ZoneSettings
from linter.config.loading import load
from linter.config.names import OWN_FILE
from linter.formats import FORMATS
from linter.languages import BY_SUFFIX
from linter.providers.opening import profile_of
from linter.providers.operator import JudgeTable, OperatorTable, read_operator
from linter.providers.vendors import VENDORS
from linter.rule_tests import cases, run_case
from linter.rulebook import RuleFile, bundled_files
from linter.rulebook import load as load_rules
from linter.suppressions import OWN_RULE

ROOT = Path(__file__).resolve().parent.parent
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("fixtures/*.md"), *ROOT.glob("inoculations/*.md")]
README = (ROOT / "README.md").read_text("utf-8")
JUDGE = (ROOT / "docs" / "judge.md").read_text("utf-8")
FORMATS_PAGE = (ROOT / "docs" / "formats.md").read_text("utf-8")
LIMITS = (ROOT / "docs" / "limits.md").read_text("utf-8")
OWN_RULES = (ROOT / "docs" / "own-rules.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
BOOK = generate.bundled()

_FENCED = re.compile(r"^(`{3,})(\w*)\n(.*?)^\1$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def _between(page: str, name: str) -> str:
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", page, re.DOTALL)
    assert found is not None
    return found[1]


def _blocks(page: str, kind: str) -> list[str]:
    return [found[3] for found in _FENCED.finditer(page) if found[2] == kind]


def test_the_rules_page_is_what_the_rules_make_of_it() -> None:
    """Stale? `.venv/bin/python -m docs.generate`."""
    assert generate.PAGE.read_text("utf-8") == generate.page(BOOK)
    assert generate.TABLES.read_text("utf-8") == generate.tables()


# --- links ---------------------------------------------------------------------------------------------


def _anchors(page: str) -> set[str]:
    """The anchors that GitHub gives a page's headings."""
    headings = _HEADING.findall(_FENCED.sub("", page))
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


def _links(page: Path) -> Iterator[str]:
    text = _FENCED.sub("", page.read_text("utf-8"))
    return (each for each in _LINK.findall(text) if not each.startswith("https://"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in _links(page):
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target.read_text("utf-8")), link


# --- lists ---------------------------------------------------------------------------------------------


def test_every_page_is_linked_from_the_readme_and_begins_with_what_it_is_for() -> None:
    links = set(_links(ROOT / "README.md"))
    for page in ROOT.glob("docs/*.md"):
        assert f"docs/{page.name}" in links
        assert re.match(r"# .+\n\n(<!-- .+ -->\n)*\n?[A-Z][^\n.]+\.\n\n", page.read_text("utf-8")), page.name


def test_documents_name_every_rule_format_and_suffix() -> None:
    assert [each for each in (*BOOK.rules, OWN_RULE) if f"| `{each}` |" not in README] == []
    assert [each for each in FORMATS if f"| `{each}` |" not in FORMATS_PAGE] == []
    for page in (README, LIMITS):
        assert [each for each in BY_SUFFIX if not re.search(rf"{re.escape(each)}\b", page)] == []


def test_the_readme_shows_every_key_of_the_configuration() -> None:
    shown = _blocks(_between(README, "configuration"), "toml")[0]
    fields = [*Config._fields, *ZoneSettings._fields, *RuleSettings._fields]
    keys = [each.replace("_", "-") for each in fields]
    assert [each for each in keys if not re.search(rf"^(# )?{each} = |^\[{each}\b", shown, re.MULTILINE)] == []
    assert [each for each in get_args(RuleSeverity) if each not in shown] == []


def test_the_architecture_names_every_module_in_the_order_of_the_contract() -> None:
    rows = [re.findall(r"`(\w+)`", line.split("|")[2]) for line in _between(ARCHITECTURE, "layers").split("\n")[2:-1]]
    named = {module: number for number, row in enumerate(rows) for module in row}
    there = {
        path.stem for path in (ROOT / "linter").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert set(named) == there - {"__init__"}
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    # In parentheses are those that may be missing.
    layers = [re.sub(r"\(\w+\)", "", each) for each in next(c["layers"] for c in contracts if c["id"] == "layers")]
    layers = [each for each in layers if re.search(r"\w", each)]
    assert [each for layer in layers for each in _same_row(named, re.findall(r"\w+", layer))] == []
    numbers = [named[re.findall(r"\w+", layer)[0]] for layer in layers]
    assert numbers == sorted(set(numbers))


def _same_row(named: Mapping[str, int], modules: list[str]) -> list[str]:
    """Those that do not stand in the row of the first."""
    return [each for each in modules if named[each] != named[modules[0]]]


# --- examples ------------------------------------------------------------------------------------------


def test_the_configuration_of_the_readme_is_valid() -> None:
    text = _blocks(_between(README, "configuration"), "toml")[0]
    for each in (text, re.sub(r"^# (?=sdk = )", "", text, flags=re.MULTILINE)):
        files: dict[str, Any] = {OWN_FILE: each.encode()}
        assert load(files.get, BOOK.rules.keys()).notices == ()


def test_the_judges_of_the_page_are_judges() -> None:
    text = _blocks(_between(JUDGE, "judges"), "toml")[0]
    operator = read_operator("judges.toml", text.encode())
    assert [profile_of(each, operator).name for each in operator.judges] == ["small", "elsewhere"]
    keys = [field.alias for table in (OperatorTable, JudgeTable) for field in table.model_fields.values()]
    assert [each for each in keys if not re.search(rf"^(\[?{each}\b)", text, re.MULTILINE)] == []


def test_the_page_of_the_judge_names_every_provider_and_its_key() -> None:
    rows = [line for line in JUDGE.split("\n") if line.startswith("| `")]
    assert [each for each in VENDORS if not any(f"`{each}`" in row.split("|")[1] for row in rows)] == []
    assert [each.key_env for each in VENDORS.values() if each.key_env not in JUDGE] == []


def test_the_rule_of_the_page_is_a_rule() -> None:
    text = next(each for each in _blocks(OWN_RULES, "toml") if each.startswith("id = "))
    name = tomllib.loads(text)["id"]
    book = load_rules([*bundled_files(), RuleFile(f"{name}.toml", text.encode())], CHECKS)
    outcomes = [run_case(each, book) for each in cases([book.rules[name]])]
    assert [line for each in outcomes if not each.passed for line in each.lines()] == []
    assert len(outcomes) == 2


def test_the_readme_shows_what_the_demo_prints(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts between ellipses stand in the output, in this order."""
    monkeypatch.setenv("COLUMNS", "100")
    assert outcome(["audit", str(ROOT / "fixtures" / "demo"), "--color", "never"]) == 1
    printed = capfdbinary.readouterr().out.decode()
    position = 0
    for part in re.split(r"^…\n", _blocks(_between(README, "demo"), "")[0], flags=re.MULTILINE):
        position = printed.find(part, position) + 1
        assert position, part
