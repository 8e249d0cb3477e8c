"""The work of hooks: finding kickoffs in prompts, their blocks, and what a session's change comes to."""

from __future__ import annotations

import hashlib
import json
import os
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from linter.cache import Store, open_store, program_digest
from linter.documents import LARGEST, Kickoff, Unreadable, read_kickoff, text_of
from linter.documents.block import find
from linter.errors import SourceError
from linter.hooks.answering import Given, Verdict
from linter.hooks.sessions import Session
from linter.ledger import Overall
from linter.report import Report
from linter.sources import find_root, read_source, resolve_revision
from linter.sources.outcomes import Loaded

if TYPE_CHECKING:
    from linter.review import Papers

_NAMED = re.compile(r"[\w./~-][\w@./~-]*\.(?:md|markdown)\b")
_NOTHING = Given("", "", "")
_MOST_ROWS = 8
_MOST_FILES = 20
"""Files named in a prompt that are looked at."""
_LIMIT = 16 * 1024 * 1024
"""Bytes on disk for answers that are remembered."""


class HookWork:
    """What `linter.hooks` asks for, done on the disk (see `linter.hooks.Work`).

    Args:
        kickoff: a kickoff that the operator names for all sessions, or "".
        base: a revision that the operator names for all sessions, or "".
        scorecard: reviews of the repository, or "".
    """

    def __init__(self, kickoff: str = "", base: str = "", scorecard: str = "") -> None:
        self._kickoff = kickoff
        self._base = base
        self._scorecard = scorecard

    def root(self, folder: str) -> str:
        return str(find_root(Path(folder or os.curdir)))

    def head(self, root: str) -> str:
        try:
            return resolve_revision(Path(root), "HEAD")
        except SourceError:
            # No commit yet, or no repository: there is nothing to compare with.
            return ""

    def given(self, root: str, prompt: str) -> Given:
        name, text = self._kickoff_in(root, prompt)
        if not text or find(text) is not None:
            # The block is there already, for whoever reads the kickoff.
            return Given(text, name, "")
        return Given(text, name, self._block(root, name, text))

    def review(self, root: str, session: Session) -> Verdict:
        base = self._base or session.base
        if not base:
            return Verdict("")
        name, text = self._kickoff_in(root, "") if self._kickoff else (session.name, session.kickoff)
        return _reviewed(root, base, name, text)

    def _kickoff_in(self, root: str, prompt: str) -> tuple[str, str]:
        """The kickoff that is meant: the operator's, a file that a prompt names, or the prompt; its name first."""
        if self._kickoff:
            text = text_of(_bytes(Path(self._kickoff)))
            if isinstance(text, Unreadable):
                raise SourceError(f"the kickoff {text.reason}", self._kickoff)
            return os.path.relpath(self._kickoff, root), text
        if len(prompt) > LARGEST:
            # Whoever sends a mebibyte sends files, and no kickoff.
            return "", ""
        for named in list(dict.fromkeys(_NAMED.findall(prompt)))[:_MOST_FILES]:
            text_named = _inside(root, named)
            if text_named and _is_kickoff(read_kickoff(text_named)):
                return named, text_named
        return ("the prompt", prompt) if _is_kickoff(read_kickoff(prompt)) else ("", "")

    def _block(self, root: str, name: str, text: str) -> str:
        from linter.cli.augmenting import Augmenting, block_for
        from linter.cli.projects import Wanted, entries_of, library_here, project_here
        from linter.kickoff.writing import command_of

        asked = Augmenting()
        entries = entries_of(Path(self._scorecard) if self._scorecard else None)
        kickoff = read_kickoff(text)
        with project_here(Wanted(Path(root)), [kickoff]) as project:
            command = command_of(name if name.endswith("md") else "KICKOFF.md", self.head(root)[:12] or "BASE")
            found, block = block_for(kickoff, None, project, library_here(()), entries, asked, command)
        # Work that is of no kind that sidestep knows needs no block.
        return block.text if found.classes else ""


def _is_kickoff(found: Kickoff) -> bool:
    """Whether a text asks for work on files: many prompts do not."""
    return bool(found.scope or any(each.paths for each in found.deliverables))


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _inside(root: str, named: str) -> str:
    """The text of a file below the root, read as sources are: no links, regular files only; "" for anything else."""
    below = os.path.relpath(os.path.join(root, named), root).replace(os.sep, "/")
    if below.startswith("../"):
        return ""
    found = read_source(Path(root), below)
    return found.data.decode("utf-8") if isinstance(found, Loaded) else ""


# --- the review ----------------------------------------------------------------------------------------


def _reviewed(root: str, base: str, name: str, kickoff: str) -> Verdict:
    """What is open of a session's change, worked out or found again."""
    from linter.review.opening import WORKTREE, states

    with states(Path(root), base, WORKTREE) as both:
        paths = both.changes.paths
        if not paths:
            return Verdict("")
        contents = [(each, _digest(both.after.read(each))) for each in sorted(paths)]
    store = open_store("answers", _LIMIT, spread=1)
    said = [program_digest(), root, both.base, contents, kickoff]
    key = hashlib.sha256(json.dumps(said).encode("utf-8")).hexdigest()
    known = store.get(key) if store is not None else None
    if known is not None:
        return Verdict(known.decode("utf-8"))
    reason = _reason(_report(root, base, name, kickoff), base)
    _remember(store, key, reason)
    return Verdict(reason)


def _remember(store: Store | None, key: str, reason: str) -> None:
    if store is not None:
        store.put(key, reason.encode("utf-8"))
        store.trim()


def _digest(data: bytes | None) -> str:
    return "-" if data is None else hashlib.sha256(data).hexdigest()


def _report(root: str, base: str, name: str, kickoff: str) -> Report:
    from linter.review import Paper, Papers

    return review_worktree(Path(root), base, Papers(kickoff=Paper(name, kickoff)) if kickoff else Papers())


def review_worktree(root: Path, base: str, papers: Papers) -> Report:
    """The review of all that a work tree has since a revision, committed or not. Raises SidestepError."""
    from linter.cli.remembering import remembering
    from linter.kept import kept_here
    from linter.review import WORKTREE, Asked, review

    with remembering(True) as memory:
        asked = Asked(
            root=root,
            base=base,
            head=WORKTREE,
            today=date.today(),
            extract=memory.extract,
            progress=lambda *_: None,
            jobs=os.cpu_count() or 1,
            kept=kept_here(),
            papers=papers,
        )
        return review(asked)


def _reason(report: Report, base: str) -> str:
    """What the agent is told: where something is open, in our words and with sanitised names; "" when nothing is."""
    from linter.kickoff.harmless import code
    from linter.texts import bundled_texts, load

    review = report.review
    if review is None or review.overall is not Overall.REQUEST_CHANGES:
        return ""
    rows = [f"- {code(each.site)}: {each.verdict}" for each in review.rows if each.counts]
    places = [(each.place.path, each.place.line, each.rule) for each in report.findings]
    rows += [f"- {code(f'{path}:{line}')}: {rule}" for path, line, rule in places]
    more = [f"- and {len(rows) - _MOST_ROWS} more"] if len(rows) > _MOST_ROWS else []
    framings = {each.framing for each in review.rows if each.counts}
    framings |= {each.evidence.framing for each in report.findings}
    library = load(bundled_texts())
    named = [library[each].short for each in sorted(framings) if each in library][:2]
    head = f"sidestep reviewed the change since {code(base[:12])}: it is not closed, only moved or left open."
    tail = "Mend these, or leave them and write a handoff note that names each by file and line and says why."
    return "\n".join([head, "", *rows[:_MOST_ROWS], *more, "", *named, tail])
