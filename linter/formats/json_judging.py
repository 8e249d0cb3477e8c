"""What judges did, as JSON has it."""

from __future__ import annotations

from typing import Any

from linter.formats.sanitise import encodable
from linter.report import Judging, Seat


def judging_object(judging: Judging) -> dict[str, Any]:
    """What became of the findings that were put to judges, and who they are."""
    return {
        "escalated": judging.escalated,
        "confirmed": judging.confirmed,
        "dismissed": judging.dismissed,
        "undecided": judging.undecided,
        "author": encodable(judging.author),
        "causes": {encodable(cause): number for cause, number in judging.causes},
        "judges": [_seat(each) for each in judging.seats],
    }


def _seat(seat: Seat) -> dict[str, Any]:
    return {
        "name": encodable(seat.name),
        "model": encodable(seat.model),
        "kinship": seat.kinship,
        "why": encodable(seat.why),
        "trust": seat.trust,
        "asked": seat.asked,
        "stored": seat.stored,
        "filed": seat.filed,
        "requests": seat.requests,
        "input_tokens": seat.input_tokens,
        "output_tokens": seat.output_tokens,
        "usd": None if seat.usd is None else round(seat.usd, 6),
    }
