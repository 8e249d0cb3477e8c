from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from linter.formats import markdown
from linter.formats.markdown_text import inline
from linter.report import Report

from .reports import HOSTILE, PLAIN, certain, example, hostile, hostile_reports, place, report

PARSER = MarkdownIt("gfm-like")
"""CommonMark with GitHub's tables, strikethrough and autolinks."""

OURS = re.compile(
    r"<!-- sidestep report -->|</details>"
    r"|<details>\n<summary>(error|warning|info) at line \d+(, chain of [\d,]+ steps?)?</summary>"
)
INERT = {"text", "code_inline"}

EXPECTED = """\
<!-- sidestep report -->

### sidestep: 1 finding: 1 certain, 0 ambiguous

| Severity | Rule | Place | Finding |
|---|---|---|---|
| error | `sdk-direct (static-import)` | `src/outline.ts:3:20` | \
Imports "openai" and calls it in the host. (certain) |

<details>
<summary>error at line 3, chain of 1 step</summary>

`src/outline.ts:3` `sdk-direct (static-import)`

- Mend: Call the harness instead.

```text
1. src/outline.ts:9 outline: client.chat.completions.create(...)
```

</details>

120 files scanned.
"""


def test_a_comment_has_headline_table_and_folded_chains() -> None:
    assert markdown.render(report(certain()), PLAIN) == EXPECTED


def test_what_was_not_shown_or_seen_is_told() -> None:
    tail = markdown.render(example(), PLAIN).split("</details>")[-1]
    assert (
        tail
        == """

Not shown: 1 suppressed, 1 dismissed by a judge.

120 files scanned, 1 partial, 7 skipped; 2 blind spots.

- Partial: `syntax error (1): src/odd.py`

- Skipped: `larger than 1 MB (7): dist/a.js, dist/b.js, dist/c.js, dist/d.js, dist/e.js and 2 more`

- Blind: `src/lazy.ts:12: the module's name is not known`
- Blind: `tsconfig.json: loop`
"""
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("`name` comes from the caller.", "`name` comes from the caller."),
        ('Imports "@anthropic-ai/sdk" at run time.', 'Imports `"@anthropic-ai/sdk"` at run time.'),
        ("calls a.b() and c.d() here", "calls `a.b()` and `c.d()` here"),
        ("see #12 deadbeefcafe GH-3", "see `#12 deadbeefcafe GH-3`"),
        ("a|b `c", "``a\\x7cb `c``"),
    ],
)
def test_plain_words_stay_and_the_rest_is_code(text: str, shown: str) -> None:
    assert inline(text) == shown


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_becomes_no_markup(text: str) -> None:
    assert_inert(markdown.render(hostile(text), PLAIN))


@settings(max_examples=100, deadline=None)
@given(hostile_reports())
def test_any_text_becomes_no_markup(given_report: Report) -> None:
    assert_inert(markdown.render(given_report, PLAIN))


def test_a_comment_fits_what_github_accepts() -> None:
    long = "x" * 5000
    findings = [
        replace(
            certain(),
            evidence=replace(certain().evidence, place=place(f"{number}{long}.ts", 1), message=long),
        )
        for number in range(200)
    ]
    rendered = markdown.render(report(*findings), PLAIN)
    assert len(rendered) < 65_536
    assert re.search(r"\n\d+ findings left out here: a comment has a limited size\.\n", rendered)
    assert_inert(rendered)


def assert_inert(rendered: str) -> None:
    """Only our own HTML, no links or images, tables of four columns, and no mention outside of code."""
    tokens = PARSER.parse(rendered)
    for token in tokens:
        if token.type == "html_block":
            assert OURS.fullmatch(token.content.strip())
        for child in token.children or ():
            assert child.type in INERT
            assert child.type != "text" or not re.search(r"[@<>|#\\]|://", our_words_removed(child))
    assert sum(token.type == "td_open" for token in tokens) == 4 * (
        sum(token.type == "tr_open" for token in tokens) - 1
    )
    assert sum(token.type == "table_open" for token in tokens) == 1
    assert sum(token.type == "heading_open" for token in tokens) == 1


def our_words_removed(token: Token) -> str:
    return token.content.replace("sidestep:", "")
