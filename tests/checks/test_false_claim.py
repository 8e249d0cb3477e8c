"""Which sentences are claims, what they are about, and what contradicts them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter import rulebook
from linter.checks import CHECKS, false_claim
from linter.checks.claims import Claims
from linter.findings import Finding
from linter.suppressions import OWN_RULE
from tests.projects import audit_texts

CLAIMS = """
Runs in the sandbox.
Runs inside the sandboxed harness, never in this process.
Per-validator services run via Daytona in production.
This runs remotely.
This function runs in an isolated container.
Executed in the Daytona sandbox.
Isolated from the host process.
Fully sandboxed.
All model calls happen inside the sandbox.
The SDK turn-loop runs in the sandbox.
The turn loop runs outside the host process.
This never runs in the main process.
We run the agent in the sandbox.
Runs the agent loop inside the Daytona sandbox.
An agent whose loop is executed in the sandboxed harness.
Routed through the sandboxed harness.
Offloaded to the Daytona worker.
Makes no LLM calls.
There are no direct SDK calls here.
No model is called here.
The SDK is not called here.
The model is never called in this process.
Doesn\u2019t call the LLM directly.
No longer uses the Claude SDK.
Migrated to the harness.
This helper has been migrated away from the Claude SDK.
Builds the prompt and runs in the sandbox.
Validates one chapter. Runs in the sandbox.
Note: runs in the sandbox.
It runs in the sandbox.
Runs entirely within the Daytona workspace.
The agent loop executes in an isolated container.
LLM-free.
No LLM involved.
No AI calls are made in this module.
This does not talk to OpenAI.
Offloaded to the Firecracker microVM.
Execution is delegated to the sandbox service.
Everything below happens inside the sandbox.
Sandbox-only: never executes on the host.
Runs in the Modal sandbox, isolated from the API server.
The validator is sandboxed in production.
Now runs via the harness instead of the SDK.
The host process never loads the SDK.
This code path has been migrated off the SDK.
Agent turns run out-of-process.
Executes remotely in a Docker container.
Host-safe: no model is ever invoked from here.
The SDK is only used in the worker, never here.
Completions are produced in the sandbox, not in the API process.
This is run in a separate, isolated VM.
All agent work goes through the harness.
Model calls are proxied through the sandbox.
All model traffic goes through the harness now.
Runs in the sandbox since ticket 42.
The loop itself is executed by the harness.
The agent is run inside Daytona, so the host stays clean.
Nothing here runs in the host process.
The work happens in the sandboxed harness.
No model is called in-process.
This service is isolated from the host.
Uses the harness under the hood.
This wrapper only forwards to the harness.
Thin wrapper around the sandbox client.
Sandboxed execution.
Delegates to the harness.
Safe: executes in the sandbox.
NOTE: this no longer uses the SDK directly.
Prompts are evaluated in the isolated worker.
Every turn runs in its own container, not in the API server.
Moved to the harness (see ADR-12).
The agent runs in the sandbox, not here.
This module is free of SDK calls.
Contains zero model calls.
Executes out-of-process via the harness.
Keeps the agent loop out of the host.
The heavy lifting is done in the sandbox.
Runs on Daytona in production.
In production this runs in the sandbox.
Never runs in the host.
""".strip().split("\n")

NO_CLAIMS = """
Should run in the sandbox.
Run this in the sandbox.
Must never run in the host process.
Never call the model from here.
This does not run in the sandbox.
None of this runs in the sandbox.
It is not sandboxed.
Not yet migrated to the harness.
To be migrated to the harness.
TODO: this runs in the sandbox.
Does this run in the sandbox?
Previously ran in the sandbox.
Runs in the sandbox when HARNESS is set.
If enabled, this runs in the sandbox.
Runs in the sandbox or in the host.
Runs in the sandbox by default.
Does not call the model if the cache has the answer.
No model call for an empty text.
No SDK calls allowed here.
Runs the user's code in the sandbox.
Runs a command in the sandbox.
The page runs in a sandboxed iframe.
The browser runs it in its own sandbox.
The tests of this function run in an isolated environment.
Uploads the script. It runs in the sandbox.
Unlike `outline`, which runs in the sandbox, this is done here.
Starts the worker that runs in the sandbox.
Returns whether the agent runs in the sandbox.
Runs in a worker thread.
Runs against the PayPal sandbox API.
Does not use the model's tokenizer.
Describes an isolated paragraph.
The harness runs this in the host.
return sandbox.run("chapter", text);
const result = runs in the sandbox;
See https://example.com/runs-in-the-sandbox.
@param mode runs in the sandbox
Sandboxing is planned for Q3.
Runs in the host for now; sandbox support is tracked in #412.
Move this into the sandbox before release.
Ensures that the sandbox is started.
If running in the sandbox, skip the cache.
Checks whether the code is isolated.
It would be nice to run this in the sandbox.
Runs the sandbox cleanup job.
Never mutates its input.
Returns the model's answer; no retries.
Cannot run in the sandbox because it needs the network.
Calls the model directly, without the harness.
The sandbox will call this back when done.
Only the tests run in the sandbox.
Run `daytona up` first.
Not sandboxed!
Does not call the model twice.
No model name may be empty.
Warning: executes in the host process.
Isolated margin collapse handling.
For sandboxed execution see harness/run.ts.
Should this run remotely?
Migrated from the old outline service.
Falls back to the SDK when the harness is down.
Runs the SDK in the host on purpose.
The harness is not used here.
Starts the sandbox and waits until it is ready.
Only for local development; production runs in the sandbox.
Wait for the sandbox to finish.
Reads the file from the sandbox.
Uploads the file to the sandbox.
This needs a sandbox token.
Sandbox URL of the payment provider.
Runs in the same process as the server.
Isolated test helper.
The model never returns null.
No model was selected by the user.
Stops the container.
Worker pool size.
Container for the outline widgets.
Remote config is loaded first.
This runs in the browser sandbox iframe.
See how the harness runs the loop.
""".strip().split("\n")

ASK = """
import OpenAI from "openai";

export const ask = (input: string) => new OpenAI().responses.create({ model: "gpt-6-luna", input });
"""


@cache
def _reader() -> Claims:
    book = rulebook.load(rulebook.bundled_files(), CHECKS)
    return Claims(false_claim.parameters(book.rules["false-claim"].params))


def _found(folder: Path, files: Mapping[str, str]) -> list[Finding]:
    report = audit_texts(folder, {"src/ask.ts": ASK, **files})
    return [each for each in report.findings if each.rule in ("false-claim", OWN_RULE)]


def _lines(folder: Path, code: str) -> list[int]:
    return [each.place.line for each in _found(folder, {"src/a.ts": f'import {{ ask }} from "./ask";\n{code}'})]


# --- sentences -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("sentence", CLAIMS)
def test_claims(sentence: str) -> None:
    """Such sentences claim something of the code they stand at, and the bytes show that they may."""
    text = f"/** {sentence} */"
    assert [each for each in _reader().of(text) if not each.names]
    assert _reader().may_be_in(text.encode())


@pytest.mark.parametrize("sentence", NO_CLAIMS)
def test_no_claims(sentence: str) -> None:
    """Plans, conditions, questions, orders, negations, code, and sentences about something else."""
    assert [each for each in _reader().of(f"/** {sentence} */") if not each.names] == []


def test_a_sentence_is_found_over_several_lines_and_its_place_is_its_own() -> None:
    text = "/**\n * Makes an outline.\n * Runs\n * inside the\n * sandbox. Not more.\n */"
    claims = list(_reader().of(text))
    assert [each.text for each in claims] == ["Runs inside the sandbox."]
    assert text[claims[0].start : claims[0].end] == "Runs\n * inside the\n * sandbox."


@pytest.mark.parametrize(
    "text",
    [
        "runs " * 20_000 + "sandbox",
        "in the " * 15_000 + "sandbox",
        "runs in the sandbox " * 5_000,
        " * runs in the sandbox\n" * 4_000,
        "a. " * 33_000 + "sandbox",
        "(" * 100_000 + "sandbox",
        "'" * 100_000 + "sandbox",
        "\t" * 100_000 + "sandbox",
        "." * 100_000 + " sandbox",
        "*" * 100_000 + "/ sandbox",
        "{@link " * 15_000 + "sandbox",
        "Runs\n \n" * 15_000 + "sandbox",
    ],
    ids=lambda text: repr(text[:8]),
)
def test_long_comments_take_no_long_time(text: str) -> None:
    """100 kB in well under a second, whatever they are made of."""
    started = time.perf_counter()
    list(_reader().of(f"/* {text} */"))
    _reader().may_be_in(text.encode())
    assert time.perf_counter() - started < 3


@given(st.text(alphabet=st.sampled_from("runs in the sandbox.*/#\"'`\n@-:(){}\u2019\u00e9")), st.sampled_from(CLAIMS))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_read(noise: str, sentence: str) -> None:
    """Claims lie inside of their comment, whatever stands around them."""
    text = f"/** {noise} */\n// {sentence}\n{noise}"
    for each in _reader().of(text):
        assert 0 <= each.start < each.end <= len(text)
    _reader().may_be_in(text.encode())


# --- what a sentence is about --------------------------------------------------------------------------


def test_a_comment_is_about_the_definition_below_it(tmp_path: Path) -> None:
    """Functions, methods, fields, properties, classes; not the ones beside them."""
    code = """
/** Runs in the sandbox. */
export async function one(text: string) { return ask(text); }

/** Runs in the sandbox. */
export const two = (text: string): string => text.trim();

export class Three {
  /** Runs in the sandbox. */
  static async run(text: string) { return ask(text); }
  // Runs in the sandbox.
  private other = (text: string) => text.trim();
}

export const table = {
  /** Runs in the sandbox. */
  four: async (text: string) => ask(text),
};
"""
    assert _lines(tmp_path, code) == [3, 10, 17]


def test_a_comment_in_a_body_is_about_the_statement_it_stands_at(tmp_path: Path) -> None:
    """The next one, or the one on its line; a branch and a detached comment are about nothing known."""
    code = """
export async function one(text: string) {
  // Runs in the sandbox.
  const trimmed = text.trim();
  const first = await ask(trimmed); // runs in the sandbox
  // Runs in the sandbox.
  const second =
    await ask(first);
  // Runs in the sandbox.
  if (second) return ask(second);
  // Runs in the sandbox.

  return ask(text);
}

export async function two(text: string) {
  // Runs in the sandbox.
  const trimmed = `${text}`;
  return ask(trimmed);
}
"""
    assert _lines(tmp_path, code) == [6, 7, 18]


def test_the_first_comment_is_about_the_file_when_imports_follow(tmp_path: Path) -> None:
    header = '// Everything here runs in the sandbox.\nimport { ask } from "./ask";\n'
    files = {
        "src/whole.ts": f"{header}\nexport const one = (text: string) => ask(text);\n",
        "src/named.ts": (
            'import { ask } from "./ask";\n/** This module calls no model. */\nexport const a = (t: string) => t;\n'
            "export const b = (t: string) => ask(t);\n"
        ),
        "src/unused.ts": '// Everything here runs in the sandbox.\nimport "./ask";\n',
    }
    found = _found(tmp_path, files)
    assert [(each.place.path, each.place.line) for each in found] == [("src/named.ts", 2), ("src/whole.ts", 1)]


def test_docstrings_are_no_place_for_suppressions(tmp_path: Path) -> None:
    """A docstring is read for claims, and not for comments that silence."""
    code = (
        "import ollama\n\n\ndef ask(text: str) -> object:\n"
        '    """Runs in the sandbox.\n\n    # sidestep: ignore[sdk-direct] -- it only looks like one\n    """\n'
        '    return ollama.generate(model="gpt-oss:20b", prompt=text)\n'
    )
    found = _found(tmp_path, {"app/a.py": code})
    assert [(each.rule, each.place.line) for each in found] == [("false-claim", 5)]


# --- what contradicts it -------------------------------------------------------------------------------


def test_direct_claims_are_about_the_code_itself(tmp_path: Path) -> None:
    """`No direct SDK calls` is true of code that calls a helper; `calls no model` is not."""
    code = """
/** Makes no direct SDK calls. */
export const one = (text: string) => ask(text);

/** Calls no model. */
export const two = (text: string) => ask(text);
"""
    assert _lines(tmp_path, code) == [6]


def test_what_is_said_of_an_sdk_is_about_that_sdk(tmp_path: Path) -> None:
    files = {
        "src/a.ts": """import OpenAI from "openai";
/** No longer uses the Claude SDK. */
export const one = () => new OpenAI().responses.create({ model: "gpt-6-luna", input: "" });
/** No longer uses the OpenAI SDK. */
export const two = () => new OpenAI().responses.create({ model: "gpt-6-luna", input: "" });
/** Does not use the SDK. */
export const three = () => fetch("https://api.openai.com/v1/responses", { method: "POST" });
""",
    }
    assert [each.place.line for each in _found(tmp_path, files)] == [4]


def test_making_a_client_and_counting_tokens_run_no_model(tmp_path: Path) -> None:
    code = """import Anthropic from "@anthropic-ai/sdk";
/** Calls no model. */
export const client = () => new Anthropic();
/** Calls no model. */
export const count = () => new Anthropic().messages.countTokens({ model: "claude-haiku-4-5", messages: [] });
"""
    assert _found(tmp_path, {"src/a.ts": code}) == []


def test_a_statement_that_calls_a_gate_is_what_the_comment_says(tmp_path: Path) -> None:
    files = {
        "sidestep.toml": 'zones.gates = ["src/harness.ts"]\n',
        "src/harness.ts": "export const run = async (task: string) => task;\n",
        "src/a.ts": """import { ask } from "./ask";
import { run } from "./harness";
export async function one(text: string) {
  // Runs in the sandbox.
  return run(await ask(text));
}
""",
    }
    assert _found(tmp_path, files) == []


def test_a_name_in_the_sentence_must_be_that_of_the_code(tmp_path: Path) -> None:
    code = """
export const outline = (text: string) => ask(text);
/** The outline is made in the sandboxed harness. */
export const lesson = (text: string) => outline(text);
/** The quiz is made in the sandboxed harness. */
export const other = (text: string) => outline(text);
"""
    assert _lines(tmp_path, code) == [4]


def test_a_file_started_by_its_path_is_in_the_same_host(tmp_path: Path) -> None:
    files = {
        "src/agent.ts": 'import { ask } from "./ask";\nvoid ask("go");\n',
        "src/a.ts": """import { Worker } from "node:worker_threads";
/** Runs in an isolated worker. */
export const start = () => new Worker("./agent.ts");
""",
    }
    found = _found(tmp_path, files)
    assert [(each.place.path, each.place.line) for each in found] == [("src/a.ts", 2)]


@pytest.mark.parametrize("zone", ["gates", "sandbox", "tests"])
def test_only_host_code_is_asked(tmp_path: Path, zone: str) -> None:
    files = {
        "sidestep.toml": f'zones.{zone} = ["src/a.ts"]\n',
        "src/a.ts": 'import { ask } from "./ask";\n/** Runs in the sandbox. */\nexport const one = () => ask("");\n',
    }
    assert _found(tmp_path, files) == []


# --- findings ------------------------------------------------------------------------------------------


def test_the_chain_leads_from_the_code_to_the_sink(tmp_path: Path) -> None:
    code = (
        'import { ask } from "./ask";\n/** Runs in the sandbox. */\nexport const one = (text: string) => ask(text);\n'
    )
    finding = _found(tmp_path, {"src/a.ts": code})[0]
    steps = [(each.place.path, each.place.line, each.text) for each in finding.evidence.chain]
    assert steps == [
        ("src/a.ts", 3, "the comment is about one"),
        ("src/a.ts", 3, "calls ask()"),
        ("src/ask.ts", 4, "openai.responses.create()"),
    ]
    assert finding.evidence.framing == "claimed-sandbox"
    assert (finding.place.column, finding.place.end_column) == (5, 25)
    assert '"Runs in the sandbox." is not so: one leads to' in finding.evidence.message


def test_a_container_may_be_the_hosts_own(tmp_path: Path) -> None:
    """What may be meant in another way is ambiguous."""
    code = (
        'import { ask } from "./ask";\n/** Runs in a container. */\nexport const one = (text: string) => ask(text);\n'
    )
    finding = _found(tmp_path, {"src/a.ts": code})[0]
    assert finding.evidence.reasons == (
        "the host itself may be what the sentence calls a container, a worker or a process",
    )


def test_fingerprints_survive_moves_and_reflowed_comments(tmp_path: Path) -> None:
    code = 'import { ask } from "./ask";\n{}export const one = (text: string) => ask(text);\n'
    before = _found(tmp_path / "one", {"src/a.ts": code.replace("{}", "/** Runs in the sandbox. */\n")})
    comment = "\n\n/**\n * Makes an outline.\n * Runs in\n * the sandbox.\n */\n"
    after = _found(tmp_path / "two", {"src/a.ts": code.replace("{}", comment)})
    assert [each.fingerprint for each in before] == [each.fingerprint for each in after] != []


def test_one_finding_for_each_sentence(tmp_path: Path) -> None:
    code = """
/** Runs in the sandbox and calls no model. */
export const one = (text: string) => ask(text).then(() => ask(text));

/** Runs in the sandbox. Calls no model. */
export const two = (text: string) => ask(text);
"""
    assert _lines(tmp_path, code) == [3, 6, 6]
