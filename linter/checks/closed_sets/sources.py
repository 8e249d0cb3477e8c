"""What shows the values of a field: each source with its place, whether it names all of them, and for which field."""

from __future__ import annotations

from typing import NamedTuple

from linter.checks.closed_sets.types import ValueSet
from linter.facts import Span
from linter.shapes import Definition, Sort


class Source(NamedTuple):
    """Values that a field is seen to have.

    Args:
        values: in the order written.
        path, span: where.
        what: as a phrase that a sentence goes on with: "the type Severity".
        closes: whether it names all values there are.
        sure: whether it is about this field without doubt.
        definition: what gives the set a name, where something does, and the file that it stands in.
        doubt: why it does not settle the matter, where it does not.
    """

    values: tuple[str, ...]
    path: str
    span: Span
    what: str
    closes: bool
    sure: bool
    definition: tuple[str, Definition] | None = None
    doubt: str = ""
    asked: tuple[str, ...] = ()
    """The values of the set that are asked for there, when it is the set of a member that is compared with."""


def of_set(found: ValueSet, what: str, *, closes: bool = True, sure: bool = True, doubt: str = "") -> Source:
    """A source that is a set with a place of its own."""
    named = (found.path, found.definition) if found.definition is not None else None
    span = found.definition.span if found.definition is not None else found.span
    return Source(found.values, found.path, span, what, closes, sure, named, doubt)


def called(found: ValueSet) -> str:
    """What a set is called in a message."""
    if found.definition is None:
        return "a list of its values"
    return f"{_SORTS[found.definition.sort]} {found.definition.name}"


_SORTS = {
    Sort.TYPE: "the type",
    Sort.ENUM: "the enum",
    Sort.CLASS: "the enum",
    Sort.VALUE: "the constant",
    Sort.PARAM: "the parameter",
    Sort.FUNCTION: "the function",
}


class Verdict(NamedTuple):
    """What all sources of a field come to. `reasons` are empty when the set is certain."""

    values: tuple[str, ...]
    sources: tuple[Source, ...]
    reasons: tuple[str, ...]


def agreed(sources: list[Source]) -> Verdict | None:
    """The set that sources agree on; None when they do not make one."""
    found = _once(_of_enums(sources))
    settling = [each for each in found if each.closes and each.sure]
    if settling:
        return _settled(settling, found)
    return _unsettled(found)


def _of_enums(sources: list[Source]) -> list[Source]:
    """Comparisons with one member of an enum may be by chance: two members show that the field is of the enum."""
    asked: dict[tuple[str, Span], set[str]] = {}
    for each in sources:
        if each.asked:
            asked.setdefault((each.path, each.span), set()).update(each.asked)
    found = []
    for each in sources:
        several = len(asked.get((each.path, each.span), ())) > 1
        if each.asked and several:
            found.append(each._replace(sure=True, asked=()))
        elif each.asked:
            doubt = f"it is compared with one value of {each.what.split(',')[0]} only"
            found.append(each._replace(values=each.asked, closes=False, sure=True, asked=(), doubt=doubt))
        else:
            found.append(each)
    return found


def _once(sources: list[Source]) -> list[Source]:
    unique = {(each.path, each.span, each.values): each for each in reversed(sources)}
    return sorted(unique.values(), key=lambda each: (not (each.closes and each.sure), each.path, each.span))


def _settled(settling: list[Source], found: list[Source]) -> Verdict:
    first = max(settling, key=lambda each: (len(each.values), each.definition is not None))
    whole = set(first.values)
    reasons = []
    for each in settling:
        if set(each.values) != whole:
            reasons.append(f"its sources disagree: {first.what} and {each.what} do not have the same values")
            break
    others = [each for each in found if each not in settling and each.sure and not set(each.values) <= whole]
    if others and not reasons:
        extra = next(value for value in others[0].values if value not in whole)
        reasons.append(f'{others[0].what} has "{extra}", which {first.what} does not have')
    related = [each for each in found if each.sure or set(each.values) <= whole]
    return Verdict(first.values, tuple(sorted(related, key=lambda each: each is not first)), tuple(reasons))


def _unsettled(sources: list[Source]) -> Verdict | None:
    """Sets that may be another field's count only where values seen of this one are among them."""
    seen = {value for each in sources if each.sure for value in each.values}
    found = [each for each in sources if each.sure or (seen and seen <= set(each.values))]
    values = tuple(dict.fromkeys(value for each in found for value in each.values if value))
    if len(values) < 2:
        return None
    doubts = tuple(dict.fromkeys(each.doubt for each in found if each.doubt))
    return Verdict(values, tuple(found), doubts or ("nothing shows that these are all values",))
