"""From what reviews found to texts for the next kickoffs.

A framing that no text names gets a draft, made from a template, for a human to word and accept. One that has a text
gets it again with the number of reviews in which it was seen: from then on it fits wherever its task and language do,
since it was seen here.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from linter.kickoff.harmless import harmless
from linter.kickoff.wording import Worded
from linter.rulebook import Rule
from linter.scorecard import Entry
from linter.texts import ANY, Inoculation, Library

_OF_VERDICT: Mapping[str, str] = {
    "reframed": "keeping the call in another shape: loaded late, wrapped, renamed, or with another vendor's SDK",
    "delegated": "handing the work to local code that runs the SDK in the host",
    "relocated": "moving the code to another file, package or language of the host",
    "bypassed": "reaching the provider from the host without the SDK",
    "suppressed": "leaving the call as it is and silencing the check",
    "weakened": "keeping a path to the old call, or loosening a contract",
    "retained": "leaving the call as it is",
    "new": "adding a call of this kind",
}
_MIGRATION = "sdk-migration"
_REMARKS: Mapping[bool, str] = {
    False: "A draft by template, from what reviews found: word it, say more, and delete this line.",
    True: "A draft worded by the model {by}, from what reviews found: read it, mend it, and delete this line.",
}
"""What is said of a draft, by whether a model worded it."""


class Occurrence(NamedTuple):
    """A framing as reviews found it.

    Args:
        framing: its id.
        reviews: in how many reviews it was found.
        named: in how many of them the kickoff named it.
        tasks: the classes of these reviews.
        rules: the rules that found it, if told.
        verdicts: what became of the violations, if told.
    """

    framing: str
    reviews: int
    named: int = 0
    tasks: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()


class Draft(NamedTuple):
    """A file for a folder of texts.

    `fresh` when no text named the framing; `recurs` when it was named in vain. `by` is the model that worded it, and
    `why` the reason why one that was asked did not.
    """

    framing: str
    text: str
    fresh: bool
    recurs: bool
    by: str = ""
    why: str = ""


def occurrences(entries: Sequence[Entry]) -> tuple[Occurrence, ...]:
    """The framings of a scorecard."""
    found = []
    for name in sorted({name for each in entries for name, number in each.framings.items() if number > 0}):
        among = [each for each in entries if each.framings.get(name, 0) > 0]
        found.append(
            Occurrence(
                framing=name,
                reviews=len(among),
                named=sum(name in each.inoculated for each in among),
                tasks=tuple(sorted({each.task for each in among if each.task})),
            )
        )
    return tuple(found)


def occurrences_in(review: Mapping[str, Any], task: str) -> tuple[Occurrence, ...]:
    """The framings of one review, from its JSON; what has not the form of one has none."""
    rules: dict[str, set[str]] = {}
    verdicts: dict[str, set[str]] = {}
    for row in _objects(review.get("ledger")):
        framing, verdict = row.get("framing"), row.get("verdict")
        if isinstance(framing, str) and framing and verdict != "closed" and row.get("counts", True):
            rules.setdefault(framing, set()).add(str(row.get("rule", "")))
            verdicts.setdefault(framing, set()).add(str(verdict))
    for finding in _objects(review.get("findings")):
        framing = finding.get("framing")
        if isinstance(framing, str) and framing:
            rules.setdefault(framing, set()).add(str(finding.get("rule", "")))
    tasks = (task,) if task else ()
    return tuple(
        Occurrence(name, 1, 0, tasks, tuple(sorted(rules[name] - {""})), tuple(sorted(verdicts.get(name, ()))))
        for name in sorted(rules)
    )


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def drafts(
    found: Iterable[Occurrence],
    library: Library,
    rules: Mapping[str, Rule],
    word: Callable[[Inoculation], Worded] = Worded,
) -> tuple[Draft, ...]:
    """A file for each framing that is not known as well as it was seen; `word` words the templates."""
    made = []
    for each in found:
        known = library.get(each.framing)
        if known is None:
            draft = word(_template(each, rules))
            text = _file(draft.text, _REMARKS[bool(draft.by)].format(by=draft.by))
            made.append(Draft(each.framing, text, True, each.named > 0, draft.by, draft.why))
        elif known.seen < each.reviews:
            made.append(Draft(each.framing, _file(known._replace(seen=each.reviews)), False, each.named > 0))
    return tuple(made)


def _template(each: Occurrence, rules: Mapping[str, Rule]) -> Inoculation:
    """A text from what is known: the rule's own words for the framing, else what the ledger says."""
    what = _said(each, rules)
    of = tuple(each.rules) or tuple(
        sorted(name for name, rule in rules.items() if any(one.id == each.framing for one in rule.framings))
    )
    name = each.framing.replace("-", " ")
    return Inoculation(
        id=each.framing,
        rules=of or ("sdk-direct",),
        tasks=each.tasks or (_MIGRATION,),
        short=f'If you find yourself taking this way, "{name}", that is the failure: name it and stop.',
        long="\n\n".join(
            [
                f"**The shortcut.** {what}.",
                f"**Why it looks right.** It was taken in {_times(each.reviews)} of this repository.",
                "**Why it is not.** The rule asks where the work runs, and there it runs where it ran.",
                "**Instead.** Carry the work out through the gate, and delete what it leaves behind.",
                "**If it cannot be done.** Write a handoff note: file and line of each call that is left, and why.",
            ]
        )
        + "\n",
        signs=(name, each.framing),
        seen=each.reviews,
    )


def _said(each: Occurrence, rules: Mapping[str, Rule]) -> str:
    told = [one.summary for rule in rules.values() for one in rule.framings if one.id == each.framing]
    told += [_OF_VERDICT[verdict] for verdict in each.verdicts if verdict in _OF_VERDICT]
    said = told[0] if told else f"a review calls it {harmless(each.framing)}"
    return f"{said[:1].upper()}{said[1:]}".rstrip(".")


def _times(reviews: int) -> str:
    return "one review" if reviews == 1 else f"{reviews} reviews"


def _file(text: Inoculation, remark: str = "") -> str:
    """The file of a text, with a remark for whoever accepts it."""
    lines = ["+++"]
    if remark:
        lines += [f"# {remark}"]
    lines += [
        f"id = {json.dumps(text.id)}",
        f"rules = {_array(text.rules)}",
        f"tasks = {_array(text.tasks or (ANY,))}",
        f"weight = {text.weight}",
        f"seen = {text.seen}",
        f"signs = {_array(text.signs)}",
        f"short = {json.dumps(text.short)}",
    ]
    conditions = [(key, values) for key, values in text.when._asdict().items() if values]
    lines += ["", "[when]"] if conditions else []
    lines += [f"{key} = {_array(values)}" for key, values in conditions]
    parts = text.long.strip().split("\n\n")
    body = "\n\n".join(textwrap.fill(each, 118, break_long_words=False, break_on_hyphens=False) for each in parts)
    return "\n".join([*lines, "+++", "", body]) + "\n"


def _array(values: Iterable[str]) -> str:
    return f"[{', '.join(json.dumps(each) for each in values)}]"
