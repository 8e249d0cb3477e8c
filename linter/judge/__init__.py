"""Puts ambiguous findings to a model of another family, and believes what can be verified.

`judged` is all that others need: a report in, a report out.
"""

from __future__ import annotations

from linter.judge.judging import judged
from linter.judge.memory import Brief, Memory
from linter.judge.panel import Author, Limits, Model, Policy

__all__ = ["Author", "Brief", "Limits", "Memory", "Model", "Policy", "judged"]
