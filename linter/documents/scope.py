"""The grammar of scope: what a bullet, a sentence or a fence in a section about scope names.

- `src/a.ts`, `src/b.ts` (new): ONLY `makeTitle`. Somebody else edits `run` in this file.
Only `src/tally.js` may be edited.
Read: entire `src/` tree. Write: `src/utils/`
any file in `src/` that imports from `dataHelpers`
Do NOT modify any other file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from linter.documents.model import Access, Named, ScopeItem
from linter.documents.names import identifier_of, path_of
from linter.documents.wording import NAME, Word, Wording

_VERBS = r"(?:touch|modify|edit|change|alter|delete|remove|rename|move|rewrite|refactor|add to|write to|commit)"
_DO_NOT = r"(?:do(?: not|n['’]?t)|never|must(?: not|n['’]?t)|may not|should(?: not|n['’]?t))"

_TERMINATOR = re.compile(
    rf"\b(?:{_DO_NOT}|no|not|without|cannot|can['’]?t)\b[^.{{}}]{{0,40}}?"
    rf"\b(?:{_VERBS}\w*\s+)?(?:any(?:thing)?|every(?:thing)?)\b\s*(?:other|else|outside|beyond|not listed)"
    r"|\bnothing (?:else|outside|beyond)\b|\bno other (?:files?|paths?|modules?|code)\b"
    r"|\b(?:everything|anything|all) (?:else|other files?|outside|not (?:listed|named))\b.{0,60}"
    r"\b(?:off[- ]limits|forbidden|untouched|out of scope|denied|stays?|as (?:it )?is|not)\b",
    re.IGNORECASE,
)
_HERE = re.compile(r"\b(?:here|in (?:this|that|the same) (?:file|module|folder))\b", re.IGNORECASE)
_FORBIDS = re.compile(
    rf"\b(?:{_DO_NOT}|no changes? to|leave|keep(?= .{{0,80}}(?:as is|unchanged|untouched))|off[- ]limits|out of scope|"
    r"owned by|another (?:worktree|agent|session|branch|team)|somebody else|is being edited)\b",
    re.IGNORECASE,
)
_ORDERS_NOT = re.compile(
    r"^(?:please\s+|but\s+|and\s+|also\s+)?"
    rf"(?:(?:{_DO_NOT}|you (?:must|may) not)\b.{{0,30}}?\b{_VERBS}|no changes? to|leave)\w*\b",
    re.IGNORECASE,
)
_ORDERS_ONLY = re.compile(
    rf"^(?:please\s+|you may\s+)?(?:only|just)\s+(?:{_VERBS}|work (?:in|on))\b|^{_VERBS} only\b", re.IGNORECASE
)
_EXCEPT = re.compile(r"\b(?:except(?: for)?|excluding|but not|other than|apart from)\b", re.IGNORECASE)
_ONLY = re.compile(r"\b(?:only|just|nothing but|exclusively)\b", re.IGNORECASE)
_ONLY_THESE = re.compile(rf"\b(?:only|just)\b[^.]*{NAME}|{NAME}[^.]*\b(?:only|and nothing else)\b\W*$", re.IGNORECASE)
_NEW = re.compile(r"\bnew\b|\bto be created\b|\bcreate[sd]?\b|\badd(?:s|ed)?\b(?= (?:this|the) file)", re.IGNORECASE)
_READ = re.compile(
    r"\bread[- ]only\b|\bfor reference\b|\breference only\b|\bread it\b|\bdo(?: not|n['’]?t) edit\b", re.IGNORECASE
)
_LABELS = re.compile(
    r"\b(?P<name>read|write|edit|modify|create|touch|allow(?:ed)?|den(?:y|ied)|forbidden)\s*:", re.IGNORECASE
)
_PHRASE = re.compile(
    r"\b(?:any|every|each|all|whatever|whichever)\b[^.]{0,40}\b(?:files?|modules?|callers?|call sites?|tests?|"
    r"components?|services?|code|importers?|consumers?)\b|\b(?:that|which) (?:imports?|calls?|uses?|reaches?)\b",
    re.IGNORECASE,
)
_AND_ANY = re.compile(r",?\s+and\s+(?=(?:any|every|each|all)\b)|[,;]\s+(?=(?:any|every|each|all)\b)", re.IGNORECASE)
_FRONT = re.compile(
    rf"^\s*(?:\[[ xX]?\]\s*)?(?:(?P<verb>only|just|read|write|edit|modify|update|create|add|new|delete|remove|rename|"
    rf"touch|migrate|refactor|extend|fix|test|the|file|files|in)\b:?\s+){{0,3}}"
    rf"(?P<names>{NAME}\s*(?:\([^()]*\))?(?:\s*(?:,|;|and|&|\+|or|->|→|, and)\s*{NAME}\s*(?:\([^()]*\))?)*)"
    r"\s*(?P<rest>.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_ONE = re.compile(rf"(?P<name>{NAME})\s*(?:\((?P<aside>[^()]*)\))?")
_HINT = re.compile(r"(?:~|:|\blines?\s*|\bL)\s*:?~?\s*(\d{1,7})(?:\s*[-–]\s*L?(\d{1,7}))?")
_IN = re.compile(rf"^\s*(?:\(?\s*)(?:in|of|from|inside|@)\s+(?P<name>{NAME})", re.IGNORECASE)
_TREE = re.compile(r"^[\s│├└─|`+*-]*")


@dataclass(slots=True)
class Found:
    """What was read of scope so far."""

    allowed: list[ScopeItem] = field(default_factory=list)
    denied: list[ScopeItem] = field(default_factory=list)
    exclusive: bool = False
    recent: tuple[int, int] = (0, 0)
    """The depth of the last bullet that named a path, and where its items begin in `allowed`."""


# --- sections that allow -------------------------------------------------------------------------------


def allow_bullet(said: Wording, found: Found, access: Access = Access.WRITE, depth: int = 1) -> None:
    """Reads a bullet of a section that allows; `depth` is how many lists it lies in."""
    above, start = found.recent
    if above and depth > above and not said.paths(said.text) and start < len(found.allowed):
        # A bullet below that of a path says more of it.
        items = found.allowed[start:]
        del found.allowed[start:]
        _rest(said, said.text, items, found, read=False)
        return
    start = len(found.allowed)
    _bullet(said, found, access)
    if any(each.is_path for each in found.allowed[start:]):
        found.recent = (depth, start)
    elif not above or depth <= above:
        found.recent = (0, 0)


def _bullet(said: Wording, found: Found, access: Access) -> None:
    front = _FRONT.match(said.text)
    if front is None or not said.named(front["names"]):
        _allow_prose(said, found, access, bullet=True)
        return
    read = access is Access.READ or (front["verb"] or "").lower() == "read"
    items = _leading(said, front["names"], front["rest"])
    if not items:
        _allow_prose(said, found, access, bullet=True)
        return
    if (front["verb"] or "").lower() in ("new", "create", "add"):
        items = [replace(each, new=True) for each in items]
    if (front["verb"] or "").lower() in ("only", "just") and re.match(r"\W*(?:$|may|can)", front["rest"]):
        found.exclusive = True
    if len(items) == 1 and items[0].is_path and _PHRASE.match(front["rest"].lstrip(" :-–—")):
        path = items[0]
        items = [ScopeItem(Named.PHRASE, said.plain(said.text), path.line, access=path.access, within=(path.text,))]
    _rest(said, front["rest"], items, found, read)


def allow_paragraph(said: Wording, found: Found, access: Access = Access.WRITE) -> None:
    """Reads a paragraph of a section that allows, sentence by sentence."""
    _allow_prose(said, found, access, bullet=False)


def _leading(said: Wording, names: str, rest: str) -> list[ScopeItem]:
    """The items that a bullet begins with, without what is said of them after that."""
    items: list[ScopeItem] = []
    for match in _ONE.finditer(names):
        word, aside = said.named(match["name"])[0], match["aside"] or ""
        item = _item(word, aside)
        if item is not None:
            items.append(item)
        elif identifier := identifier_of(word.text):
            items.append(ScopeItem(Named.SYMBOL, identifier, word.line))
    if len(items) == 1 and items[0].kind is Named.SYMBOL:
        where = _IN.match(rest)
        path = _item(said.named(where["name"])[0], "") if where is not None else None
        if path is not None:
            return [replace(path, only=(items[0].text,))]
    if any(each.is_path for each in items):
        return [each for each in items if each.is_path]
    return items


def _item(word: Word, aside: str) -> ScopeItem | None:
    if word.path is None:
        return None
    kind, text, lines, symbol = word.path
    hint = _HINT.search(aside)
    if lines is None and hint is not None:
        lines = (int(hint[1]), int(hint[2] or hint[1]))
    return ScopeItem(
        kind,
        text,
        word.line,
        only=(symbol,) if symbol else (),
        new=_NEW.search(aside) is not None,
        access=Access.READ if _READ.search(aside) else Access.WRITE,
        lines=lines,
    )


def paths_in(said: Wording, part: str) -> list[ScopeItem]:
    """The paths that a part of the text names."""
    return [item for word in said.paths(part) if (item := _item(word, "")) is not None]


def _rest(said: Wording, rest: str, items: Sequence[ScopeItem], found: Found, read: bool) -> None:
    """What is said of the leading items: a restriction, a new file, what is not to be touched in them."""
    only: tuple[str, ...] = ()
    made = re.match(r"\W*(?:new\b|to be created)", rest, re.IGNORECASE) is not None
    hint = _HINT.match(rest.lstrip(" :(-–—"))
    for sentence in re.split(r"(?<=[.;!])\s+", rest):
        allowed, *excepted = _EXCEPT.split(sentence)
        for part in excepted:
            found.denied += paths_in(said, part)
        if _TERMINATOR.search(sentence):
            found.exclusive = found.exclusive or not _HERE.search(rest)
        elif _FORBIDS.search(sentence):
            found.denied += _forbidden(said, sentence, items)
            read = read or _READ.search(sentence) is not None
        elif _ONLY.search(allowed) and not only:
            only = _restriction(said, allowed)
        elif _READ.search(allowed):
            read = True
    for each in items:
        found.allowed.append(
            replace(
                each,
                only=each.only or only,
                new=each.new or made,
                access=Access.READ if read else each.access,
                lines=each.lines or ((int(hint[1]), int(hint[2] or hint[1])) if hint is not None else None),
            )
        )


def _restriction(said: Wording, sentence: str) -> tuple[str, ...]:
    """The symbols behind "only", else its words."""
    at = _ONLY.search(sentence)
    behind = sentence[at.end() :] if at is not None else sentence
    names = [identifier_of(each.text) for each in said.named(behind) if each.code]
    symbols = tuple(dict.fromkeys(each for each in names if each))
    words = said.plain(behind).strip(" .:;,()-–—")
    return symbols or ((words,) if words else ())


def _forbidden(said: Wording, sentence: str, items: Iterable[ScopeItem]) -> Iterator[ScopeItem]:
    """Paths and symbols that a sentence about some items forbids."""
    within = tuple(each.text for each in items if each.is_path)
    for word in said.named(sentence):
        path = _item(word, "")
        name = identifier_of(word.text) if word.code else None
        if path is not None:
            yield path
        elif name:
            yield ScopeItem(Named.SYMBOL, name, word.line, within=within)


def _allow_prose(said: Wording, found: Found, access: Access, *, bullet: bool) -> None:
    for start, end, how in _labelled(said.text):
        if how == "deny":
            found.denied += paths_in(said, said.text[start:end])
            continue
        reach = Access.READ if how == "read" else access
        for sentence, line in said.sentences(start, end):
            _allow_sentence(said, sentence, line, found, reach, bullet=bullet)


def _labelled(text: str) -> Iterator[tuple[int, int, str]]:
    """The parts of "Read: … Write: …", where each begins and ends, and what it allows."""
    marks = list(_LABELS.finditer(text))
    first = marks[0].start() if marks else len(text)
    if text[:first].strip():
        yield 0, first, "write"
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        name = mark["name"].lower()
        how = "read" if name == "read" else "deny" if name.startswith(("den", "forb")) else "write"
        yield mark.end(), end, how


def _allow_sentence(said: Wording, sentence: str, line: int, found: Found, access: Access, *, bullet: bool) -> None:
    for part in _AND_ANY.split(sentence):
        _allow_clause(said, part, line, found, access, bullet=bullet)


def _allow_clause(said: Wording, sentence: str, line: int, found: Found, access: Access, *, bullet: bool) -> None:
    words = said.paths(sentence)
    if _TERMINATOR.search(sentence) and not (words and _ONLY.search(sentence)):
        found.exclusive = True
        if not words:
            return
    if _FORBIDS.search(sentence) and not _ONLY.search(sentence):
        found.denied += _forbidden(said, sentence, ())
        return
    allowed, *excepted = _EXCEPT.split(sentence)
    for part in excepted:
        found.denied += paths_in(said, part)
    items = paths_in(said, allowed)
    if _ONLY_THESE.search(sentence) and items:
        found.exclusive = True
    if (
        _PHRASE.search(allowed)
        and not _ONLY_THESE.search(sentence)
        and not re.match(r"\W*(?:the )?(?:entire|whole)", allowed)
    ):
        at = items[0].line if items else line
        within = tuple(each.text for each in items)
        found.allowed.append(
            ScopeItem(Named.PHRASE, said.plain(sentence).rstrip("."), at, access=access, within=within)
        )
    elif items:
        found.allowed += [replace(each, access=access) if access is Access.READ else each for each in items]
    elif bullet and not _ONLY.search(sentence):
        found.allowed.append(ScopeItem(Named.PHRASE, said.plain(sentence).rstrip("."), line, access=access))


def allow_fence(raw: str, line: int, found: Found, access: Access = Access.WRITE) -> None:
    """Reads a fence in a section that allows: a path on each line."""
    for number, text in enumerate(raw.split("\n"), start=line):
        words = _TREE.sub("", text).split()
        path = path_of(words[0], bare=True) if words else None
        if path is not None:
            new = len(words) > 1 and _NEW.search(text) is not None
            only = (path.symbol,) if path.symbol else ()
            found.allowed.append(
                ScopeItem(path.kind, path.text, number, new=new, access=access, lines=path.lines, only=only)
            )


# --- sections that deny, and orders anywhere -----------------------------------------------------------


def deny(said: Wording, found: Found, *, bullet: bool) -> None:
    """Reads a bullet or paragraph of a section that denies."""
    if _TERMINATOR.search(said.text) and not said.paths(said.text):
        found.exclusive = True
        return
    front = _FRONT.match(said.text)
    names = front["names"] if front is not None else said.text
    items = paths_in(said, names)
    if not items and front is not None:
        items = paths_in(said, said.text)
    # What is denied is denied whole: "only" and asides tell why.
    found.denied += [replace(each, new=False, access=Access.WRITE) for each in items]
    if not items and bullet and said.text.strip():
        found.denied.append(ScopeItem(Named.PHRASE, said.plain(said.text).rstrip("."), said.line))


def orders(said: Wording, found: Found) -> None:
    """Reads a sentence of any section for what it forbids: "Do NOT edit `src/a.ts`", "touch nothing else"."""
    for sentence, _ in said.sentences():
        names = said.paths(sentence)
        if _TERMINATOR.search(sentence) and re.search(_VERBS, sentence, re.IGNORECASE) and not _HERE.search(sentence):
            found.exclusive = True
        elif _ORDERS_ONLY.search(sentence) and names:
            found.exclusive = True
            found.allowed += paths_in(said, sentence)
        elif _ORDERS_NOT.search(sentence) and names:
            found.denied += paths_in(said, sentence)


def named(said: Wording) -> list[ScopeItem]:
    """All paths that a text names, whatever it says of them."""
    return paths_in(said, said.text)
