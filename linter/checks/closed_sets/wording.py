"""Closed sets in text: in descriptions, comments, prompts and regular expressions."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import NamedTuple

_QUOTED = r"""["'`]([^"'`\n]{1,60})["'`]"""
_BARE = r"[A-Za-z][\w-]{0,40}"
_ITEM = rf"(?:{_QUOTED}|({_BARE}))(?:\s*\([^()\n]*\))?"
_BETWEEN = r"\s*(?:,?\s*\bor\b|,|\||/)\s*"
_LISTED = re.compile(rf"\s*{_ITEM}(?:{_BETWEEN}{_ITEM})+")
_ONE = re.compile(_ITEM)
_PIPED = re.compile(rf"{_ITEM}(?:\s*\|\s*{_ITEM})+")
_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n\s*\n")
_MARKERS = re.compile(r"^\s*(?:/\*+|//+|\*+|#+:?|\"{3}|'{3})\s?|\s*\*+/\s*$|\"{3}\s*$|'{3}\s*$", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z0-9]+")


class Said(NamedTuple):
    """A list of values in text. `closes` says that the text calls them all there are."""

    values: tuple[str, ...]
    closes: bool


class Phrases(NamedTuple):
    """Words that make a list of values of what follows (`lead`), and words after which it is none (`hedge`)."""

    lead: re.Pattern[str]
    hedge: re.Pattern[str]


def phrases(leads: Collection[str], hedges: Collection[str]) -> Phrases:
    """The patterns for some phrases, written with single spaces."""
    return Phrases(
        _any_of(leads, r"\s*(?:the following)?\s*(?:values)?\s*(?:are|is)?\s*[:=(-]?\s*"), _any_of(hedges, "")
    )


def _any_of(words: Collection[str], behind: str) -> re.Pattern[str]:
    one = "|".join(
        re.escape(each).replace(r"\ ", r"\s+") for each in sorted(words, key=lambda each: (-len(each), each))
    )
    return re.compile(rf"(?<![A-Za-z])(?:{one})(?![A-Za-z]){behind}", re.IGNORECASE)


def values_in(text: str, known: Phrases) -> Said | None:
    """The values that a description or comment lists; None when it lists none, or says that there are others."""
    plain = _MARKERS.sub("", text).strip()
    if known.hedge.search(plain) is not None or "..." in plain or "…" in plain:
        return None
    found = _led(plain, known) or _piped(plain) or _after_colon(plain)
    if found is not None:
        return Said(found, closes=True)
    last = plain.rstrip(". ")
    whole = _LISTED.fullmatch(last) or _LISTED.fullmatch(last.rpartition("\n")[2])
    listed = _items(whole[0]) if whole is not None else _alternatives(plain)
    return Said(listed, closes=False) if len(listed) > 1 and _TYPES.isdisjoint(listed) else None


_CHOICE = re.compile(
    rf"""\(({_BARE}(?:,\s*{_BARE})*,?\s+or\s+{_BARE})\)"""
    rf"""|:\s*({_BARE}(?:,\s*{_BARE})*,?\s+or\s+{_BARE})\s*(?:[.;\n]|$)"""
    rf"""|:\s*({_QUOTED}(?:,\s*{_QUOTED})*,?\s+and\s+{_QUOTED})\s*(?:[.;\n]|$)"""
)


def _alternatives(text: str) -> tuple[str, ...]:
    """`(user or assistant)`, `the status: open, closed or merged.`, "type: `ANN` and `HYBRID`"."""
    found = _CHOICE.search(text)
    return _items(found[1] or found[2] or found[3]) if found is not None else ()


def _led(text: str, known: Phrases) -> tuple[str, ...] | None:
    for lead in known.lead.finditer(text):
        listed = _LISTED.match(text, lead.end())
        if listed is None:
            continue
        quoted = _quoted_only(listed[0])
        bare = not _MODAL.search(lead[0]) and _ends(text, listed.end())
        items = quoted or (_items(listed[0]) if bare else ())
        if len(items) > 1:
            return items
    return None


_MODAL = re.compile(r"\b(?:may|can|must|should|to)\s+be\b", re.IGNORECASE)
"""Leads after which only values in quotes are values: "may be spellings or phonetics"."""
_WRAPPED = re.compile(r"\n\s*[a-z]")
"""A line that goes on on the next one."""


def _ends(text: str, at: int) -> bool:
    """Whether nothing but the end of a sentence or line follows: else the last item is the head of a phrase."""
    rest = text[at:].lstrip(" )]}\"'`")
    if _WRAPPED.match(rest):
        return False
    return not rest or rest[0] in ".;\n*/-\u2013\u2014("


def _quoted_only(text: str) -> tuple[str, ...]:
    """The items of a list whose items are all in quotes."""
    items = [each for each in _ONE.finditer(text) if each[2] not in ("or", "and", *_NOTHING)]
    return tuple(dict.fromkeys(each[1] for each in items)) if all(each[1] for each in items) else ()


_NOTHING = ("None", "null", "undefined", "nil")
"""What stands beside values in quotes for no value."""


def _after_colon(text: str) -> tuple[str, ...] | None:
    """`The kind: "low" or "high"`, and a list of quoted values that is all there is."""
    for start in (0, *(match.end() for match in re.finditer(r":", text))):
        listed = _LISTED.match(text, start)
        items = _quoted_only(listed[0]) if listed is not None else ()
        if listed is not None and len(items) > 1 and _ends(text, listed.end()):
            return items
    return None


_PIPED_IN_PROSE = re.compile(r"""["'`]\s*\|\s*\w""")
"""A list that goes on with words: `"flow" | "liveness" | future "billing"`."""


def _piped(text: str) -> tuple[str, ...] | None:
    """`"low" | "medium" | "high"`, also without quotes when there is nothing else."""
    for match in _PIPED.finditer(text):
        if text[: match.start()].rstrip().endswith("|") or text[match.end() :].lstrip().startswith("|"):
            continue
        before, behind = text[: match.start()], text[match.end() :]
        if _PIPED_IN_PROSE.search(before) is not None or _PIPED_IN_PROSE.search(behind) is not None:
            continue
        items = _items(match[0])
        alone = match[0].strip() == text.strip().rstrip(".")
        if len(items) > 1 and (alone or _quoted_only(match[0])) and not _TYPES.issuperset(items):
            return items
    return None


_TYPES = frozenset("string number boolean null undefined object array str int float bool None any unknown".split())


def _items(text: str) -> tuple[str, ...]:
    items = (each for each in _ONE.finditer(text) if each[2] not in ("or", "and", *_NOTHING))
    return tuple(dict.fromkeys(each[1] or each[2] for each in items))


def alternation(pattern: str) -> tuple[str, ...] | None:
    """The strings that a regular expression allows, if it is an alternation of them and nothing else."""
    text = pattern.strip()
    inner = re.fullmatch(r"(?:\^|\\A)\((?:\?:|\?i:)?([^()]*)\)(?:\$|\\Z|\\z)", text)
    if inner is not None:
        parts = inner[1].split("|")
    else:
        parts = [each[1:-1] for each in text.split("|") if each[:1] == "^" and each[-1:] == "$"]
        if len(parts) != text.count("|") + 1:
            return None
    plain = [re.sub(r"\\([-./ ])", r"\1", each) for each in parts]
    if len(plain) < 2 or any(re.search(r"[\\^$.*+?()\[\]{}|]", each.replace(".", "")) or not each for each in plain):
        return None
    if any("." in raw.replace("\\.", "") for raw in parts):
        return None
    return tuple(dict.fromkeys(plain))


_ENDING = re.compile(r"[,;}\n]")


def listed_for(text: str, name: str, known: Phrases) -> Said | None:
    """The values that a prompt lists for a field of this name: `"severity": "low" | "high"`, `severity (one of …)`."""
    at = re.compile(rf"[\"'`*]*\b{re.escape(name)}\b[\"'`*]*\??\s*[:=(\u2014\u2013-]+\s*", re.IGNORECASE)
    for match in at.finditer(text):
        line = text[match.end() : match.end() + 400].split("\n", 1)[0]
        piped = _PIPED.match(line.lstrip("\"'`<[("))
        bare = _PIPED.match(line)
        for each in (bare, piped):
            if each is not None and len(items := _items(each[0])) > 1 and not _TYPES.intersection(items):
                # What is said of the fields behind is not said of this one.
                end = _ENDING.search(each.string, each.end())
                return _unless_hedged(items, each.string[: end.start()] if end is not None else line, known)
        inside = re.match(r"[\"'`<]([^\"'`<>\n]*\|[^\"'`<>\n]*)[\"'`>]", line)
        if inside is not None:
            parts = tuple(dict.fromkeys(each.strip() for each in inside[1].split("|")))
            if len(parts) > 1 and all(re.fullmatch(_BARE, each) for each in parts) and not _TYPES.intersection(parts):
                return _unless_hedged(parts, line, known)
        lead = known.lead.match(line)
        if lead is not None:
            found = values_in(line, known)
            if found is not None:
                return found
    return None


def _unless_hedged(values: tuple[str, ...], line: str, known: Phrases) -> Said | None:
    hedged = known.hedge.search(line) is not None or "..." in line
    return None if hedged else Said(values, closes=True)


# --- names ---------------------------------------------------------------------------------------------

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@cache
def words_in(name: str) -> tuple[str, ...]:
    """The words of an identifier, in lower case, each in the singular: `SEVERITY_LEVELS` → severity, level."""
    return tuple(_singular(each.lower()) for each in _PARTS.findall(name))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "uses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
