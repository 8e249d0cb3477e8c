"""Reports that the tests of all formats render: a readable one, and ones full of hostile text."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from linter.findings import (
    Blind,
    Certainty,
    Evidence,
    Excerpt,
    Finding,
    Place,
    Ruling,
    Severity,
    Step,
    fingerprinted,
)
from linter.formats import Options
from linter.report import FileAccount, FileOutcome, Report, RuleInfo

PLAIN = Options(color=False, width=100, version="0.1.0")

HOSTILE = (
    "\x1b[31mred\x1b]0;title\x07",
    "\u202ereversed\u2066",
    "::error file=a.py::pwned",
    "words first ::set-output name=x::y",
    "##[error]pwned",
    "##vso[task.setvariable variable=x]y",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a | b | c",
    "a \\| b",
    "```\nfence",
    "`code` ``more``",
    "line\nbreak\r\nand\rreturn",
    "\ud800lone\udcff\udc80",
    "]]>",
    "[link](https://evil.example/x)",
    "![image](https://evil.example/x.png)",
    "https://evil.example www.evil.example mail@evil.example",
    "@everyone #1 owner/repo#2 deadbeefcafe",
    "{0} {{1}} ${{ secrets.X }}",
    "zero\u200bwidth\ufeff\u00ad",
    "\x00nul\x85\x9b31m\x7f",
    "\ufffe\uffff\U0001fffe noncharacters",
    "%0A::error::x,y:z",
    "../../etc/passwd",
    "/absolute",
    "//host/share",
    "file:///etc/passwd",
    "C:\\windows",
    "\t\ttabs\t",
    "   ",
    ":",
    "",
    "long " * 500,
)


def place(path: str, line: int, column: int = 1, end_column: int = 2, end_line: int | None = None) -> Place:
    return Place(path, line, column, line if end_line is None else end_line, end_column)


def certain() -> Finding:
    """A static import of an SDK, settled by the code."""
    at = place("src/outline.ts", 3, 20, 28)
    evidence = Evidence(
        place=at,
        symbol="",
        framing="static-import",
        sink="npm:openai",
        vendor="openai",
        message='Imports "openai" and calls it in the host.',
        chain=(Step(place("src/outline.ts", 9, 10, 40), "outline", "client.chat.completions.create(...)"),),
        snippet='import OpenAI from "openai";',
    )
    excerpt = Excerpt(2, ("", 'import OpenAI from "openai";', ""))
    mend = "Call the harness instead."
    return Finding("sdk-direct", Severity.ERROR, evidence, Ruling.CONFIRMED, "static", "", mend, excerpt=excerpt)


def undecided() -> Finding:
    """A dynamic import of an unknown module, which nobody judged."""
    at = place("src/lazy.ts", 12, 20, 32)
    chain = (
        Step(place("src/entry.ts", 4), "run", "load(name)"),
        Step(at, "load", "import(name)", Certainty.AMBIGUOUS),
    )
    evidence = Evidence(
        place=at,
        symbol="load",
        framing="dynamic-import",
        sink="npm:?",
        vendor="",
        message="Loads a module whose name is not known.",
        chain=chain,
        reasons=("`name` comes from the caller.",),
        snippet="await import(name)",
    )
    excerpt = Excerpt(11, ("export async function load(name: string) {", "\tconst sdk = await import(name);", "}"))
    return Finding("sdk-dynamic", Severity.ERROR, evidence, Ruling.UNDECIDED, "static", "", "", excerpt=excerpt)


def dismissed() -> Finding:
    return replace(undecided(), rule="sdk-http", ruling=Ruling.DISMISSED, by="judge-1", reason="Not a model.")


def rules() -> tuple[RuleInfo, ...]:
    return (
        RuleInfo(
            "sdk-direct",
            "An SDK is used in the host.",
            "Agent loops run in the harness.",
            "Use it.",
            Severity.ERROR,
        ),
        RuleInfo(
            "sdk-dynamic",
            "An SDK is loaded at run time.",
            "Agent loops run in the harness.",
            "",
            Severity.ERROR,
        ),
    )


def report(*findings: Finding, **changes: object) -> Report:
    base = Report("audit", fingerprinted(findings), FileAccount(120), rules=rules())
    return replace(base, **changes)  # type: ignore[arg-type]


def example() -> Report:
    """One finding of each kind, and something of everything that is told besides."""
    skipped = tuple(FileOutcome(f"dist/{name}.js", "larger than 1 MB") for name in "fedcbag")
    return report(
        undecided(),
        certain(),
        dismissed(),
        files=FileAccount(120, (FileOutcome("src/odd.py", "syntax error"),), skipped),
        blind=(Blind("src/lazy.ts", 12, "the module's name is not known"), Blind("tsconfig.json", 0, "loop")),
        suppressed=(certain(),),
    )


def hostile(text: str, *, undecided: bool = False) -> Report:
    """A report with `text` in every field that a repository, its rules or a judge can fill."""
    at = place(text or "x", 2, 3, 40)
    step = Step(at, text, text, Certainty.AMBIGUOUS)
    evidence = Evidence(at, text, text, text, text, text, (step, step), (text,), text)
    ruling = Ruling.UNDECIDED if undecided else Ruling.CONFIRMED
    finding = Finding(
        text or "rule",
        Severity.ERROR,
        evidence,
        ruling,
        text,
        text,
        text,
        excerpt=Excerpt(1, (text, text, text)),
    )
    outcomes = (FileOutcome(text, text),)
    return Report(
        "audit",
        (replace(finding, fingerprint="0a"), replace(finding, fingerprint="0b")),
        FileAccount(1, outcomes, outcomes),
        (Blind(text, 1, text),),
        (RuleInfo(text or "rule", text, text, text, Severity.ERROR),),
        suppressed=(finding,),
    )


def hostile_reports() -> st.SearchStrategy[Report]:
    """Reports full of any text, with the known bad pieces mixed in."""
    piece = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(codec=None), max_size=20))
    text = st.lists(piece, max_size=4).map("".join)
    return st.builds(hostile, text, undecided=st.booleans())
