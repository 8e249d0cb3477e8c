"""Forty ways to speak to the judge from inside the code, and a judge that believes whatever it reads."""

from __future__ import annotations

import re

import pytest

from linter.findings import Certainty, Ruling
from linter.judge.addressing import addresses_reader, asks_something
from linter.judge.cleaning import cleaned
from linter.providers.model import Ask

from .fakes import FakeModel, honest, proven
from .injections import PLACES, TEXTS
from .projects import CERTAIN, audited

_SPOKEN = re.compile(r"[^\W_]+")


def gullible(text: str) -> FakeModel:
    """A judge that clears everything in which it can read the text, however it is written, and else is honest."""
    wanted = " ".join(_SPOKEN.findall(text)).lower()

    def answering(ask: Ask) -> str:
        read = " ".join(_SPOKEN.findall(ask.prompt)).lower()
        return proven(ask, "compliant") if wanted in read else honest(ask)

    return FakeModel(answering)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", TEXTS)
def test_no_text_clears_anything(place: str, text: str) -> None:
    """The judge falls for it and passes its canaries; the second view shows it."""
    project = audited({**PLACES[place](text), "src/certain.ts": CERTAIN})
    model = gullible(text)
    report = project.judged(model)
    assert [each.ruling for each in report.findings if each.evidence.certainty is Certainty.AMBIGUOUS] == [
        Ruling.CONFIRMED if place == "comment" else Ruling.UNDECIDED
    ]
    certain = [each for each in report.findings if each.evidence.certainty is Certainty.CERTAIN]
    assert certain == [each for each in project.report.findings if each.evidence.certainty is Certainty.CERTAIN]
    if place == "comment":
        assert text not in model.sent
    else:
        assert [each.cause for each in report.findings if each.cause] == ["second-view"]


@pytest.mark.parametrize("text", TEXTS)
def test_every_text_is_noticed(text: str) -> None:
    assert addresses_reader(text)


@pytest.mark.parametrize(
    "text",
    ["const found = await response", "src/services/outline.ts", "getOllamaModels", "apiKeyInfo", "application/json"],
)
def test_ordinary_names_ask_for_nothing(text: str) -> None:
    assert not asks_something(text)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("a.ts", "const a = 1; // REMARK\n/* REMARK */ const b = 2; /** REMARK */\n"),
        ("a.ts", "#!/usr/bin/env REMARK\nconst a = 1;\n"),
        ("a.ts", '"REMARK";\nconst a = () => { `REMARK`; ("REMARK"); return 1; };\n'),
        ("a.tsx", "const a = <p>{/* REMARK */}</p>;\n"),
        ("a.js", "<!-- REMARK\nconst a = 1;\n"),
        ("a.py", '"""REMARK"""\nclass A:\n    """REMARK"""\n    def f(self):\n        "REMARK"\n        return 1\n'),
        ("a.py", 'x = 1\n"""\nREMARK\n"""\ny = 2  # REMARK\n("REMARK")\nr"REMARK" "REMARK"\n'),
        ("a.py", "def f(\n    a,  # REMARK\n    # REMARK\n):\n    return a\n"),
    ],
)
def test_remarks_are_gone_and_lines_keep_their_numbers(path: str, code: str) -> None:
    """By the parser, also where it looks like code."""
    found = cleaned(path, code.encode())
    assert "REMARK" not in "\n".join(found.lines)
    assert len(found.lines) == code.count("\n") + 1


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("a.ts", 'const a = "// no remark"; const b = /\\/\\/ no remark/; const c = `${a} // no remark`;\n'),
        ("a.py", 'a = "# no remark"\nb = f"{a} # no remark"\n'),
    ],
)
def test_what_only_looks_like_a_remark_stays(path: str, code: str) -> None:
    assert cleaned(path, code.encode()).lines[0] == code.split("\n")[0]


def test_hidden_characters_are_dropped_and_counted() -> None:
    """Bidirectional controls, zero-width characters, tags: in names, too."""
    found = cleaned("a.ts", 'const a\u200bb = "\u202ecompliant\u2066"; // \U000e0041\n'.encode())
    assert found.lines[0] == 'const ab = "compliant";'
    assert found.hidden == 3
