"""What a file's bytes show, where words alone would mislead."""

from __future__ import annotations

import re

import pytest

from linter.capability import NPM, PYPI, CapabilityFile, HostEntry, ProgramEntry, build
from linter.interest import UNTOLD, Functions, Scanner, Tools

_TOOLS = Tools(
    requests=Functions({NPM: frozenset(), PYPI: frozenset()}, (re.compile(rb"fetch\b"),)),
    spawns=Functions({NPM: frozenset({"child_process"}), PYPI: frozenset()}, ()),
)


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    programs = (ProgramEntry("codex", packages=("@openai/codex",)),)
    capability = build(
        CapabilityFile("run", "run", cli=programs, host=(HostEntry("api.openai.com"),)), None, ("openai",)
    )
    return Scanner([capability], _TOOLS)


@pytest.mark.parametrize(
    ("text", "loads"),
    [
        ("const e = eval", True),
        ("(0, eval)(text)", True),
        ("eval (text)", True),
        ("const run = eval as Run", True),
        ("globalThis['eval'](text)", True),
        ("isSafe ?eval:run", True),
        ("import { score } from './code-eval/run'", False),
        ("import { score } from '../eval/run'", False),
        ("import { score } from './eval-run'", False),
        ("say('the eval scores')", False),
        ("const mode = 'eval'", False),
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
def test_loading_by_name(text: str, loads: bool, scanner: Scanner) -> None:
    """A script loads modules that it does not write out only where code, and no other word, says so."""
    assert scanner.signs_of("a.ts", text.encode()).loads is loads


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("import OpenAI from 'openai'", True),
        ("import type { A } from 'openai'", False),
        ("import type {\n  A,\n  B,\n} from 'openai'\nexport type { C } from \"openai\";", False),
        ("import type { A } from 'openai'\nimport OpenAI from 'openai'", True),
        ("import type { A } from './a'\nimport OpenAI from 'openai'", True),
        ("import type { A } from 'openai'\nawait import('openai')", True),
        ("const support = type; import OpenAI from 'openai'", True),
    ],
)
def test_imports_of_types_alone(text: str, counts: bool, scanner: Scanner) -> None:
    """A module of which only types are imported is no sign of an SDK."""
    assert bool(scanner.signs_of("a.ts", text.encode()).sdks) is counts


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
def test_command_lines(text: str, starts: bool, scanner: Scanner) -> None:
    """A string is a command line by what stands before a program's name in it."""
    source = f"import 'child_process'\n{text}".encode()
    assert scanner.signs_of("a.ts", source).program is starts


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
def test_offers(text: str, names: set[bytes], takers: set[bytes], scanner: Scanner) -> None:
    """A program's name is offered to what it is assigned to, and to the function that it is handed to."""
    data = text.encode()
    offer = scanner.offer_of("a.ts", data, scanner.signs_of("a.ts", data)).commands
    assert (set(offer.names), set(offer.functions)) == (names, takers)


@pytest.mark.parametrize(
    ("text", "names", "takers"),
    [
        ('export const API = "https://api.openai.com/v1"', {b"API"}, set()),
        ('post("https://api.openai.com/v1/responses", {})', set(), {b"post"}),
        ('const API = "https://api.openai.com/v1"\npost(`${API}/responses`)', {b"API"}, {b"post"}),
        ('const API = "https://api.openai.com/v1"\nif (API) post(API)', {b"API"}, {b"post"}),
        ('const NOTES = "https://notes.example.com"', set(), set()),
    ],
)
def test_offered_addresses(text: str, names: set[bytes], takers: set[bytes], scanner: Scanner) -> None:
    """The same for an address, also by the constant that it was given to."""
    data = f"import 'axios'\n{text}".encode()
    offer = scanner.offer_of("a.ts", data, scanner.signs_of("a.ts", data)).addresses
    assert (set(offer.names), set(offer.functions)) == (names, takers)


@pytest.mark.parametrize(
    ("text", "requests", "gives"),
    [
        ("await fetch(url)", True, False),
        ("this.fetch (url)", True, False),
        ("export const get = fetch", True, True),
        ("make({ fetch })", True, True),
        ("prefetch(url)", False, False),
        ("// fetch the page", False, False),
        ("import { spawn } from 'child_process'", False, True),
    ],
)
def test_who_gives_functions_to_others(text: str, requests: bool, gives: bool, scanner: Scanner) -> None:
    """A file that only calls a function has nothing of it for others; one that imports or mentions it may."""
    signs = scanner.signs_of("a.ts", text.encode())
    assert (signs.requests, signs.gives) == (requests, gives)
