"""What a file's bytes show, where words alone would mislead."""

from __future__ import annotations

import pytest

from linter.capability import NPM, PYPI, Capability, CapabilityFile, ProgramEntry, build
from linter.interest import UNTOLD, Tools, offer_of, signs_of

_TOOLS = Tools({NPM: frozenset(), PYPI: frozenset()}, (), {NPM: frozenset({"child_process"}), PYPI: frozenset()}, ())


@pytest.fixture(scope="module")
def capability() -> Capability:
    return build(CapabilityFile("run", "run", cli=(ProgramEntry("codex", packages=("@openai/codex",)),)), None, ())


@pytest.mark.parametrize(
    ("text", "loads"),
    [
        ("const e = eval", True),
        ("(0, eval)(text)", True),
        ("new Function ('x')", True),
        ("await import(name)", True),
        ("await import('open' + 'ai')", True),
        ("await import(`./${name}`)", True),
        ("require(name)", True),
        ("module.require(name)", True),
        ("f(...require(name))", True),
        ("require('a' + b)", True),
        ("import x from 'op\\u0065nai'", True),
        ("await import('openai', { with: {} })", False),
        ("store for later retrieval", False),
        ("const isFunction = (x) => 1; isFunction(x)", False),
        ("  // an eval can prove it", False),
        (" * lead to import(name)", False),
        ("as import() does", False),
        ("this.require(name)", False),
        ("jiti.import(name)", False),
        ("const html = `<script> import x from '${url}/refresh' </script>`", False),
    ],
)
def test_loading_by_name(text: str, loads: bool, capability: Capability) -> None:
    """A script loads modules that it does not write out only where code, and no other word, says so."""
    assert signs_of("a.ts", text.encode(), [capability], _TOOLS).loads is loads


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ('spawn("codex", [])', True),
        ('exec("cd x && codex exec")', True),
        ('exec("sudo -u me codex")', True),
        ('exec("FOO=1 codex -p")', True),
        ('exec("bash -lc codex")', True),
        ('spawn("npx", ["@openai/codex"])', True),
        ("exec(`${bin}/codex exec`)", True),
        ('const text = "ask codex about it"', False),
        ("  // `codex` starts it", False),
        ('case "codexes":', False),
    ],
)
def test_command_lines(text: str, starts: bool, capability: Capability) -> None:
    """A string is a command line by what stands before a program's name in it."""
    source = f"import 'child_process'\n{text}".encode()
    assert signs_of("a.ts", source, [capability], _TOOLS).program is starts


@pytest.mark.parametrize(
    ("text", "names", "takers"),
    [
        ('export const agent = "codex"', {b"agent"}, set()),
        ('start("codex")', set(), {b"start"}),
        ('runner.start(["codex"])', set(), {b"start"}),
        ('import { start as go } from "./b"\ngo("codex")', set(), {UNTOLD}),
        ('make()("codex")', set(), {UNTOLD}),
        ('if ("codex" === x) go()', set(), set()),
    ],
)
def test_offers(text: str, names: set[bytes], takers: set[bytes], capability: Capability) -> None:
    """A program's name is offered to what it is assigned to, and to the function that it is handed to."""
    data = text.encode()
    offer = offer_of(data, signs_of("a.ts", data, [capability], _TOOLS), [capability], is_python=False)
    assert (set(offer.names), set(offer.takers)) == (names, takers)
