"""What `--fix` and `--diff` do: fix, write or show, and report what remains."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from linter.cli import terminal
from linter.cli.flags import Flags
from linter.cli.linting import Target, analysed, known_findings, publish
from linter.cli.output import replace_bytes
from linter.fixing import Declined, Surroundings
from linter.fixing.diff import unified
from linter.fixing.rounds import Mended, mend
from linter.formats.sanitise import visible
from linter.formats.summary import counted
from linter.report import CLEAN, FOUND, Report, exit_code
from linter.sources import IndexTree, Loaded
from linter.sources.edited import EditedTree
from linter.sources.originals import Originals

_RUNNERS = ("GITHUB_ACTIONS", "TF_BUILD")
"""Set where what is printed goes to a CI runner, which obeys commands in it."""


def mend_target(target: Target, flags: Flags) -> int:
    """Fixes, then writes the files and the report of what remains, or with `--diff` a patch; gives the exit code.

    Raises SidestepError.
    """
    known = known_findings(target.root, flags)
    originals = Originals(target.root, target.tree, staged=isinstance(target.tree, IndexTree))

    def look(contents: Mapping[str, bytes]) -> tuple[Report, Surroundings]:
        tree = EditedTree(target.tree, contents)
        found = analysed(target._replace(tree=tree), flags, known)

        def content(path: str) -> bytes | None:
            outcome = tree.load(path) if tree.has(path) or path in target.listing.paths else None
            return outcome.data if isinstance(outcome, Loaded) else None

        around = Surroundings(content, found.workspace.resolver(), frozenset(tree.paths()), flags.unsafe_fixes)
        return found.report, around

    mended = mend(look, originals.problem, unsafe=flags.unsafe_fixes)
    if flags.diff:
        return _show(mended, originals, flags)
    unwritten = _write(mended, originals)
    if unwritten:
        # They are as they were, so what is reported must be, too.
        written = {path: data for path, data in mended.contents.items() if path not in unwritten}
        mended = mended._replace(
            report=look(written)[0],
            contents=written,
            declined=(*mended.declined, *_undone(mended, unwritten)),
            fixed={path: count for path, count in mended.fixed.items() if path in written},
        )
    publish(mended.report, flags)
    _tell("fixed", mended)
    code = exit_code(mended.report, strict=flags.strict)
    if mended.contents and isinstance(target.tree, IndexTree):
        terminal.notice("what is staged is as it was: look at the changes, stage them, and commit again")
        code = code or FOUND
    return CLEAN if flags.exit_zero else code


def _write(mended: Mended, originals: Originals) -> dict[str, str]:
    """Writes the files; gives those that could not be written, and why."""
    reasons = {path: originals.replace(path, data) for path, data in sorted(mended.contents.items())}
    return {path: reason for path, reason in reasons.items() if reason is not None}


def _undone(mended: Mended, unwritten: Mapping[str, str]) -> Sequence[Declined]:
    return [Declined(path, 0, counted(mended.fixed[path], "finding"), reason) for path, reason in unwritten.items()]


def _tell(verb: str, mended: Mended) -> None:
    """What was done and what was not, on stderr."""
    for each in mended.declined:
        place = f"{each.path}:{each.line}" if each.line else each.path
        terminal.notice(f"not fixed: {place}: {each.rule}: {each.reason}")
    count, files = sum(mended.fixed.values()), len(mended.contents)
    said = f"{verb} {counted(count, 'finding')}"
    if files:
        said += f" in {counted(files, 'file')}"
    terminal.notice(f"{said}, declined {len(mended.declined):,}")
    if mended.unsafe:
        terminal.notice(f"{counted(mended.unsafe, 'finding')} more can be fixed with --unsafe-fixes")


# --- the patch -----------------------------------------------------------------------------------------


def _show(mended: Mended, originals: Originals, flags: Flags) -> int:
    """Writes the patch; 1 when there is something in it."""
    pieces: list[bytes] = []
    for path, data in sorted(mended.contents.items()):
        made = originals.before_and_after(path, data)
        if isinstance(made, str) or b"\0" in made[0]:
            why = made if isinstance(made, str) else "a file in UTF-16 has no diff"
            terminal.notice(f"not shown: {path}: {why}")
        else:
            pieces.append(unified(path, *made))
    patch = b"".join(pieces)
    if flags.output is not None:
        replace_bytes(flags.output, patch)
    else:
        terminal.write_bytes(_printable(patch))
    for each in mended.report.notices:
        terminal.notice(each)
    _tell("would fix", mended)
    return FOUND if mended.contents and not flags.exit_zero else CLEAN


def _printable(patch: bytes) -> bytes:
    """The patch as it may be printed: exactly, but for a terminal or a CI runner that would obey what is in it.

    A patch must hold a file's own bytes, or it does not apply; so what goes into a pipe or a file is never changed.
    """
    if not sys.stdout.isatty() and not any(os.environ.get(each) for each in _RUNNERS):
        return patch
    lines = [_seen(each) for each in patch.decode("utf-8", "surrogateescape").split("\n")]
    shown = "\n".join(lines).encode("utf-8", "surrogateescape")
    if shown != patch:
        terminal.notice("characters that are not seen are written out here: for a patch that applies, use --output")
    return shown


def _seen(line: str) -> str:
    end = "\r" if line.endswith("\r") else ""
    return "\t".join(map(visible, line.removesuffix("\r").split("\t"))) + end
