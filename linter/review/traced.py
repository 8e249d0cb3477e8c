"""What became of a violation, and the violations that are looked at together."""

from __future__ import annotations

from typing import NamedTuple

from linter.findings import Step
from linter.ledger import Fate
from linter.review.matching import Counterpart
from linter.review.roads import Road
from linter.review.sites import Site
from linter.review.units import Unit


class Traced(NamedTuple):
    """What became of one violation.

    Args:
        before: the violation of the base; None for one that is new.
        after: the violation of the head that it became, where one is known.
        road: how the code at the site gets to what it became, where it is elsewhere.
        how: the end of the sentence "the code at the site ...".
        touched: whether the change has to do with it.
        framing: how it is dressed up, where that is not told by the rest.
        said: the code of the head at the site.
    """

    before: Site | None
    after: Site | None
    fate: Fate
    how: str
    road: Road | None = None
    chain: tuple[Step, ...] = ()
    reasons: tuple[str, ...] = ()
    touched: bool = True
    framing: str = ""
    said: str = ""


class Group(NamedTuple):
    """The violations of one unit of the base, and what the unit became.

    `before` and `after` are the units that belong together in each state: where a client is only made, and no call is
    seen, the other methods of the class (or, at the top of a file, its functions) may be what calls it.
    """

    unit: Unit
    sites: list[Site]
    became: Counterpart | None
    before: tuple[Unit, ...]
    after: tuple[Unit, ...]
