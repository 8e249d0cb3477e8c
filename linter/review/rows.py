"""What was traced, as rows of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linter.findings import Finding, Ruling
from linter.ledger import Fate, Row, Spot
from linter.review.framings import framing_of
from linter.review.sites import Site
from linter.review.traced import Traced


def row_of(traced: Traced, *, counts: bool) -> Row:
    """The row of one violation; `counts` says whether it is held against the change."""
    site = traced.before or traced.after
    assert site is not None
    after = _spot_after(traced)
    target = after.path if after is not None else ""
    return Row(
        site=site.name,
        rule=site.rule,
        sink=site.sink,
        verdict=traced.fate,
        framing=traced.framing or framing_of(traced.fate, traced.before, traced.after, target, traced.said),
        before=_spot(traced.before) if traced.before is not None else None,
        after=after,
        chain=traced.chain,
        how=traced.how,
        reasons=traced.reasons,
        counts=counts,
    )


def _spot(site: Site) -> Spot:
    return Spot(site.place.path, site.place.line)


def _spot_after(traced: Traced) -> Spot | None:
    if traced.after is not None:
        return _spot(traced.after)
    if traced.chain:
        last = traced.chain[-1].place
        return Spot(last.path, last.line)
    return None


def in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows by site, the new ones last."""
    return tuple(sorted(rows, key=lambda each: (each.verdict is Fate.NEW, each.site, each.before or (), each.rule)))


def after_rulings(rows: Iterable[Row], traced: Iterable[Traced], findings: Iterable[Finding]) -> Iterator[Row]:
    """The rows after judges: one whose finding was dismissed counts no more, one that was confirmed is certain."""
    rulings = {each.fingerprint: each for each in findings if each.evidence.reasons}
    ruled: dict[tuple[str, str, Spot | None], Finding] = {}
    for each in traced:
        finding = rulings.get(each.after.finding.fingerprint) if each.after is not None else None
        if finding is not None:
            row = row_of(each, counts=True)
            ruled[row.site, row.rule, row.after] = finding
    for row in rows:
        finding = ruled.get((row.site, row.rule, row.after))
        if finding is None or not row.reasons or finding.ruling is Ruling.UNDECIDED:
            yield row
        elif finding.ruling is Ruling.DISMISSED:
            yield row._replace(counts=False)
        else:
            yield row._replace(reasons=())
