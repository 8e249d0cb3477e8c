"""What a run of sidestep gives, and code for it to find."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
"""This checkout."""
PYTHONPATH = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
"""What lets a Python started elsewhere import this checkout. No part is empty: that would be its own folder."""

SINK = 'import OpenAI from "openai";\nexport const client = new OpenAI();\n'
"""One certain finding of sdk-direct, in line 1."""
MAYBE = 'import { APIError } from "openai";\nexport const is = (e: unknown) => e instanceof APIError;\n'
"""One ambiguous finding."""
CLEAN = "export const answer = 42;\n"


@dataclass(frozen=True, slots=True)
class Result:
    """Exit code, stdout and stderr."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        """The JSON that was written to stdout."""
        content = json.loads(self.out)
        assert isinstance(content, dict)
        return content

    @property
    def found(self) -> list[tuple[str, str]]:
        """Rule and path of each finding of a JSON report."""
        return [(each["rule"], each["path"]) for each in self.report["findings"]]
