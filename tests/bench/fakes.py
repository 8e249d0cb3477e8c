"""A tool that does next to nothing, and results made by hand."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.model import Command, Contest, Entry, Question, Run, SdkModules, Tally, Tool, Unavailable

QUESTION = Question(Path.cwd(), SdkModules(("openai", "@ai-sdk/"), ("openai", "google.genai")))
"""Two modules of each kind; no file is named."""


@dataclass(slots=True)
class FakeTool:
    """A Python program; where `program` is None, one that is not installed."""

    NAME: str = "fake"
    NOTE: str = "does nothing"
    VERSION: tuple[str, ...] = ("-c", "print('fake 1.2')")
    code: str = "print('found')"
    program: tuple[str, ...] | None = (sys.executable, "-I", "-S")
    refusal: str = ""

    def locate(self) -> tuple[str, ...] | None:
        return self.program

    def prepare(self, program: tuple[str, ...], question: Question, scratch: Path) -> Command | Unavailable:
        if self.refusal:
            return Unavailable(self.refusal)
        (scratch / "configuration").write_text("read me", "utf-8")
        return Command((*program, "-c", self.code, str(scratch)), question.tree)

    def tally(self, out: bytes, err: bytes) -> Tally:
        return Tally(files=int(err or b"0"), findings=len(out.split()))


def contest(*tools: Tool, yardstick: str = "fake", least_runs: int = 1) -> Contest:
    """A contest of these tools."""
    return Contest("fakes", "Fakes", yardstick, tools, least_runs)


def entry(name: str, seconds: Sequence[float], **more: str | bool) -> Entry:
    """A tool whose runs took these times, half of it on the processor, and 1 MB for each second."""
    runs = tuple(Run(each, each / 2, int(each * 1e6)) for each in seconds)
    return Entry(name, f"note of {name}", version="1.2", runs=runs, **more)  # type: ignore[arg-type]
