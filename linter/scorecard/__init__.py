"""Scorecards: one JSON line for each review, and the tables that many of them give.

line_of(entry) → str           what `sidestep review --scorecard` appends
read(text)     → Scorecard     what `sidestep scorecard` and `sidestep kickoff learn` read
render(card)   → str
"""

from __future__ import annotations

from linter.scorecard.model import Entry, Scorecard, line_of
from linter.scorecard.rates import FramingRate, ModelRate, framing_rates, model_rates
from linter.scorecard.reading import read
from linter.scorecard.rendering import RENDERINGS

__all__ = [
    "RENDERINGS",
    "Entry",
    "FramingRate",
    "ModelRate",
    "Scorecard",
    "framing_rates",
    "line_of",
    "model_rates",
    "read",
]
