"""The scope of a change, by its kickoff: what is named, what is missing without a note, what is forbidden."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from linter.documents import (
    Comparison,
    Kickoff,
    Left,
    Missing,
    Named,
    Plan,
    ScopeItem,
    compare,
    covers,
    note_of,
    ruled_out,
    same_path,
)
from linter.findings import Evidence, Place
from linter.ledger import Scope
from linter.review.papers import Papers, Read, notes_of
from linter.review.sites import Site
from linter.sources import Changes, Tree

RULE = "scope-narrowed"

_GENERATED = re.compile(r"(?:^|/)(?:package-lock\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lockb?|uv\.lock|poetry\.lock)\Z")
"""Files that follow from others: who may change a dependency may change them."""

_TEST = re.compile(
    r"(?:^|/)(?:tests?|__tests__|__snapshots__|spec)/|(?:^|/)test_[^/]*$|[._-](?:test|spec|snap)(?:\.|$)"
)
_PATH = re.compile(r"[\w@.-]+(?:/[\w@.*-]+)+|\b[\w-]+\.(?:[cm]?[jt]sx?|py)\b")


def _without_new_papers(changes: Changes, papers: Papers) -> tuple[str, ...]:
    """What a change touches. A paper that comes in with it is no work; to edit one that was there is."""
    new = {each.name for each in papers if each is not None}.intersection(changes.added)
    return tuple(path for path in changes.paths if path not in new)


class Gap(NamedTuple):
    """Something that the kickoff names and that is not done; `reasons` say why that is not certain."""

    text: str
    line: int
    says: str
    reasons: tuple[str, ...] = ()


class Scoping:
    """What a kickoff means for a change.

    Args:
        said: what the papers say.
        sites: the violations of the base.
    """

    def __init__(self, said: Read, papers: Papers, changes: Changes, after: Tree, sites: Sequence[Site]):
        self._kickoff: Kickoff = said.kickoff or Kickoff()
        self._given = said.kickoff is not None
        self._plan: Plan | None = said.plan
        self._papers = papers
        self._after = after
        self._sites = [each for each in sites if not each.silenced]
        self._broken = frozenset(each.unit.path for each in self._sites)
        self._notes = notes_of(said)
        self._spoken_of = _paths_in(self._kickoff)
        touched = _without_new_papers(changes, papers)
        self._touched = frozenset(touched)
        self._changed = compare(self._kickoff, None, touched, self._notes) if self._given else Comparison()
        self._planned = compare(self._kickoff, self._plan, None, self._notes) if self._given and self._plan else None

    @property
    def names_work(self) -> bool:
        """Whether the kickoff names anything to be done."""
        return bool(self._kickoff.wanted() or self._kickoff.deliverables)

    def names(self, site: Site) -> bool:
        """Whether the kickoff asks for a violation of the base to be closed, and no note hands it over."""
        path = site.unit.path
        if self._is_handed_over(path):
            return False
        wanted = self._kickoff.wanted()
        if any(_takes_in(each, site) for each in wanted):
            return not any(covers(each, path) for each in self._kickoff.denied if each.is_path)
        if not self._kickoff.deliverables and all(each.kind is Named.SYMBOL for each in wanted):
            # No scope is written: what the goal speaks of is what is asked for.
            return any(same_path(each, path) for each in self._spoken_of) and not ruled_out(self._kickoff, path)
        return any(same_path(named, path) for each in self._kickoff.deliverables for named in each.paths)

    @property
    def is_vague(self) -> bool:
        """Whether there is a kickoff, and it names no file, symbol or deliverable at all."""
        return self._given and not self.names_work and not self._spoken_of

    def _is_handed_over(self, path: str) -> bool:
        if any(each.note is not None and same_path(each.text, path) for each in self._changed.missing):
            return True
        return path not in self._touched and note_of(self._notes, (path,)) is not None

    # --- what is missing ---

    def gaps(self) -> list[Gap]:
        """What is missing without a note: of the change, then of the plan."""
        found = {each.text: each for each in map(self._of_change, self._changed.open) if each is not None}
        for inner in self._inside() if self._given else ():
            found.setdefault(inner.text, inner)
        for each in self._planned.open if self._planned is not None else ():
            gap = self._of_plan(each)
            if gap is not None and not _is_known(gap, found.values()):
                found[gap.text] = gap
        return sorted(found.values(), key=lambda each: (each.line, each.text))

    def _inside(self) -> Iterator[Gap]:
        """What breaks the rules in named folders, and in named functions, whose files stay as they were."""
        left = [each for each in self._sites if each.unit.path not in self._touched]
        for item in self._kickoff.wanted():
            doubt = ("which files these words mean is not known",) if item.kind is Named.PHRASE else ()
            for site in left:
                path = site.unit.path
                if not _takes_in(item, site) or ruled_out(self._kickoff, path) or self._is_handed_over(path):
                    continue
                text = item.text if item.kind is Named.SYMBOL else path
                if item.kind is not Named.FILE or not path.endswith(item.text):
                    left_as = f"and {path} is as it was, with what breaks the rules in it"
                    yield Gap(text, item.line, f"the kickoff asks for {item.text}, {left_as}", doubt)

    def _of_change(self, missing: Missing) -> Gap | None:
        text, line = missing.text, missing.line
        if missing.kind is Left.DELIVERABLE:
            paths = self._paths_of(missing)
            gone = [each for each in paths if not self._is_there(each)]
            if gone:
                return Gap(gone[0], line, f"the kickoff asks for {gone[0]}, which is not there")
            broken = [each for each in paths if self._is_broken(each)]
            if broken:
                return Gap(broken[0], line, f"the kickoff asks for work on {broken[0]}, which is as it was")
            return Gap(text, line, f'nothing of the change has to do with "{text}"', ("the code does not tell",))
        if not self._is_there(text):
            return Gap(text, line, f"the kickoff names {text}, which is not there")
        if self._is_broken(text):
            return Gap(text, line, f"the kickoff names {text}, which is as it was, with what breaks the rules in it")
        if missing.kind is Left.NEW_FILE or self._kickoff.exclusive:
            # It is there already; or the list says what may be touched, and not that all of it must be.
            return None
        reason = "nothing in it breaks a rule, so there may have been nothing to do"
        return Gap(text, line, f"the kickoff names {text}, which the change leaves as it was", (reason,))

    def _of_plan(self, missing: Missing) -> Gap | None:
        """What a plan leaves out, unless the change does it all the same."""
        if missing.kind is Left.DELIVERABLE:
            if self._paths_of(missing):
                return None
            reason = "the plan may mean it in other words"
            return Gap(missing.text, missing.line, f'no step of the plan is about "{missing.text}"', (reason,))
        return None

    def _paths_of(self, missing: Missing) -> tuple[str, ...]:
        found = (each.paths for each in self._kickoff.deliverables if each.text == missing.text)
        return next(found, ())

    def _is_there(self, named: str) -> bool:
        return any(same_path(named, path) for path in self._after.paths())

    def _is_broken(self, named: str) -> bool:
        return any(same_path(named, path) for path in self._broken)

    # --- what is beyond ---

    def forbidden(self) -> Iterator[tuple[str, int]]:
        """The edits that the kickoff forbids, each with the line that does (0: by naming all that may be touched)."""
        for each in self._changed.beyond:
            if each.forbidden and (each.line or not self._is_meant(each.path)):
                yield each.path, each.line

    def _is_meant(self, path: str) -> bool:
        """Whether a file that no list names may be edited all the same: it follows from others, or is spoken of."""
        if _GENERATED.search(path):
            return True
        spoken = (each.text for each in (*self._kickoff.tests, *self._kickoff.done_when))
        return any(same_path(each.text, path) for each in self._kickoff.mentions if each.is_path) or any(
            path in text or path.rpartition("/")[2] in text for text in spoken
        )

    def scope(self, gaps: Sequence[Gap]) -> Scope:
        """What a review tells of the scope."""
        forbidden = tuple(sorted(path for path, _ in self.forbidden()))
        return Scope(
            named=tuple(dict.fromkeys((*(each.text for each in self._kickoff.wanted()), *self._delivered()))),
            missing=tuple(each.text for each in gaps),
            beyond=tuple(each.path for each in self._changed.beyond if each.path not in forbidden),
            forbidden=forbidden,
            handed_over=tuple(dict.fromkeys(each.text for each in self._changed.missing if each.note is not None)),
        )

    def _delivered(self) -> Iterator[str]:
        for each in self._kickoff.deliverables:
            yield from each.paths

    def evidence(self, gaps: Iterable[Gap]) -> Iterator[Evidence]:
        """The gaps and forbidden edits as evidence for the rule about scope."""
        assert self._papers.kickoff is not None or not self._given
        name = posixpath.normpath(self._papers.kickoff.name) if self._papers.kickoff is not None else ""
        for each in gaps:
            yield _evidence(
                "scope-narrowed", Place(name, each.line, 1, each.line, 1), each.text, each.says, each.reasons
            )
        for path, line in self.forbidden():
            says = f"{path} is edited, and the kickoff {'forbids it' if line else 'names all that may be touched'}"
            reasons = ("a test may go with what it tests",) if not line and _TEST.search(path) else ()
            yield _evidence("forbidden-path", Place(path, 1, 1, 1, 1), path, says, reasons)


def _paths_in(kickoff: Kickoff) -> tuple[str, ...]:
    """The paths that the title, the goal and the end of the work speak of."""
    texts = (kickoff.title, *(each.text for each in (*kickoff.goal, *kickoff.done_when)))
    return tuple(dict.fromkeys(path.rstrip(".") for text in texts for path in _PATH.findall(text)))


def _evidence(framing: str, place: Place, about: str, says: str, reasons: tuple[str, ...]) -> Evidence:
    return Evidence(
        place=place,
        symbol="",
        framing=framing,
        sink=f"scope:{about}",
        vendor="",
        message=says,
        reasons=reasons,
        snippet=about,
    )


def _takes_in(item: ScopeItem, site: Site) -> bool:
    path = site.unit.path
    if item.kind is Named.SYMBOL:
        inside = not item.within or any(same_path(each, path) for each in item.within)
        return inside and _is_symbol(item.text, site)
    if item.kind is Named.PHRASE:
        return any(same_path(each, path) for each in item.within)
    if not same_path(item.text, path):
        return False
    symbols = [each for each in item.only if re.fullmatch(r"[\w$.#]+", each)]
    return not symbols or any(_is_symbol(each, site) for each in symbols)


def _is_symbol(named: str, site: Site) -> bool:
    last = named.rpartition("#")[2].removesuffix("()")
    return last in (site.unit.name, site.unit.name.rpartition(".")[2])


def _is_known(gap: Gap, found: Iterable[Gap]) -> bool:
    return any(each.text in gap.text or gap.text in each.text for each in found)
