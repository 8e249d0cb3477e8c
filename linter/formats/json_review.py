"""What a review adds to the JSON of a report; the shape is in `report.schema.json`, too."""

from __future__ import annotations

from typing import Any

from linter.formats.json_objects import finding_object, step_object
from linter.formats.sanitise import encodable
from linter.ledger import Claimed, Review, Row, Spot


def document_of(review: Review) -> dict[str, Any]:
    """The keys of a review."""
    return {
        "base": review.base,
        "head": review.head,
        "ledger": [_row(each) for each in review.rows],
        "sinks": {"before": review.before, "after": review.after},
        "claims": [_claim(each) for each in review.claims],
        "scope": {key: [encodable(each) for each in paths] for key, paths in review.scope._asdict().items()},
        "overall": str(review.overall),
        "rating": str(review.rating),
        "why": [encodable(each) for each in review.why],
        "follow_up": [finding_object(each) for each in review.follow_up],
        "deliverables": str(review.delivered),
        "author_model": encodable(review.author),
        "size": review.size._asdict(),
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "site": encodable(row.site),
        "rule": encodable(row.rule),
        "sink": encodable(row.sink),
        "verdict": str(row.verdict),
        "framing": encodable(row.framing),
        "certainty": str(row.certainty),
        "reasons": [encodable(each) for each in row.reasons],
        "counts": row.counts,
        "before": _spot(row.before),
        "after": _spot(row.after),
        "chain": [step_object(each) for each in row.chain],
        "how": encodable(row.how),
    }


def _spot(spot: Spot | None) -> dict[str, Any] | None:
    return {"path": encodable(spot.path), "line": spot.line} if spot is not None else None


def _claim(claim: Claimed) -> dict[str, Any]:
    return {
        "text": encodable(claim.text),
        "source": _spot(claim.source),
        "verdict": str(claim.verdict),
        "kind": encodable(claim.kind),
        "certainty": "ambiguous" if claim.reasons else "certain",
        "evidence": {"why": encodable(claim.why), "chain": [step_object(each) for each in claim.chain]},
    }
