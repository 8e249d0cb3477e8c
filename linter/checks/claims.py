"""What comments claim of code: that it runs elsewhere than in the host, or runs no model.

A claim is a sentence that has one of a rule's phrases, and whose subject is the code it stands at. Prose is endless,
so everything here prefers silence: a sentence whose subject, mood or condition is not understood claims nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from linter.checks.phrases import Match, Options, Phrase, Token, ends_of, options, tokens_of
from linter.interest import may_be_commented
from linter.tables import row

if TYPE_CHECKING:
    from linter.checks.sentences import Sentence

_DETERMINERS = frozenset("a an the this that these those our its their his her each every any all both my your".split())
_PRONOUNS = frozenset("this it everything all both we".split())
_PREPOSITIONS = frozenset(
    "of for in on from to with by inside within at per behind under via through across around into".split()
)
_ADVERBS = frozenset("always only now also still here itself already actually just then below above ever too".split())
_QUANTIFIERS = ("all", "each", "both")
_RELATIVES = frozenset({"that", "which", "who"})
_BREAKS = frozenset(': ; ( ) [ ] { } \u2014 \u2013 - " |'.split())
_SOFT_BREAKS = frozenset({",", "and", "but", "so", "because", "since", "while", "where", "whereas", "then"})
_OPENINGS = frozenset({":", ";", "(", "\u2014", "\u2013", "-"})
_CODE = frozenset("= { } & |".split())
_LINK = re.compile(r"\{@link\w{0,5}[ \t]{1,4}([^{}|]{1,120})\}")
_LONGEST_NAME = 5
"""Words of a subject before its first preposition."""

_BEFORE, _AFTER = 160, 60
"""Characters around a hint that can belong to its sentence."""

_REMARKS = (re.compile(rb"//[^\n]*"), re.compile(rb"/\*.*?(?:\*/|\Z)", re.DOTALL))
_LAST_WORD = re.compile(r"\w*\W*\Z")
_WIDEST_SPACE = 40
_BESIDE = (b"", b" ", b"\t", b"\n", b"`", b"(", b"*", b'"', b"'")
_BEFORE_WORD = re.compile(rb"[a-z*/#`'\"),.:\x80-\xff-][\s(`\"']*\Z|\A\s*\Z")
_AFTER_WORD = re.compile(rb"[a-z]*+(?![\w(=/$\[<{]|\.\w|\s*[=?])")


class Pattern(NamedTuple):
    """Phrases that claim one thing.

    `phrases` may stand without a subject ("Runs in the sandbox"), those `with-subject` may not (they would be
    orders), and those that are `opening` have none: nothing but adverbs stands before them.
    """

    framing: str
    after: tuple[str, ...]
    """What may follow a phrase in its sentence, beside punctuation."""
    phrases: tuple[str, ...] = ()
    with_subject: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    doubt: str = ""
    """Why code that contradicts the words does not settle that they are false."""
    direct: bool = False
    """Whether the claim is only about what the code does itself."""
    sinks: tuple[str, ...] = ()
    """How the sinks that the claim is about begin; all when empty."""


class Params(NamedTuple):
    """The phrases of a rule, and the words that they and the grammar need."""

    hints: tuple[str, ...]
    """What the text of a file must have, in lower case, to hold a claim."""
    subjects: tuple[str, ...]
    """Nouns that mean the code itself."""
    words: Mapping[str, tuple[str, ...]]
    claims: tuple[Pattern, ...]
    subjects_here: tuple[str, ...] = ()
    """Nouns that do so after `this`."""
    modifiers: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    """Words that make what follows in their clause a wish, an order, a guess or its opposite."""
    silencers: tuple[str, ...] = ()
    """Words that make a whole sentence a plan or a condition, or tell that it is about something else."""
    direct: tuple[str, ...] = ()
    adjuncts: tuple[str, ...] = ()
    """What may stand before a subject, and says nothing of it."""

    def verify(self) -> None:
        """Raises ValueError when there is no hint, or a phrase cannot be read. Asked once for a rule file."""
        if not self.hints:
            raise ValueError("hints must name what a file with a claim has in it")
        for each in self.claims:
            for phrase in (*each.phrases, *each.with_subject, *each.opening):
                Phrase(phrase, self.words)


def params_of(table: Mapping[str, Any]) -> Params:
    """The params of a rule."""
    return row(Params, table, claims=Pattern)


class Claim(NamedTuple):
    """What a sentence says of the code it stands at.

    `start` and `end` are offsets in the comment. `names` are nouns that are none of the rule's subjects: the claim
    holds only if they name code on the way to the sink. `vendor` is named by the sentence; "" is any.
    """

    pattern: Pattern
    text: str
    start: int
    end: int
    names: frozenset[str]
    vendor: str
    direct: bool
    of_file: bool


class _Compiled(NamedTuple):
    pattern: Pattern
    phrase: Phrase
    needs_subject: bool
    opening: bool
    after: Options


class Claims:
    """Reads comments by the words of one rule."""

    def __init__(self, params: Params) -> None:
        self._hints = params.hints
        self._subjects = frozenset(params.subjects)
        self._subjects_here = frozenset(params.subjects_here)
        self._modifiers = frozenset(params.modifiers)
        self._moods = options(params.moods)
        self._silencers = options(params.silencers)
        self._direct = frozenset(params.direct)
        self._adjuncts = options(params.adjuncts)
        self._vendors = frozenset(params.words.get("vendor", ()))
        self._params = params

    def may_be_in(self, data: bytes, *, is_script: bool = False) -> bool:
        """Whether a file's bytes have the words of a claim beside each other: wherever that is, or in a comment of
        a script."""
        text = data.lower()
        # Remarks are a tenth of a file, and many words have to be looked for.
        remarks = b"\n".join(found for each in _REMARKS for found in each.findall(text)) if is_script else text
        return any(
            word in remarks and self._is_near(text, word, hints, is_script=is_script)
            for word, hints in self._hints_by_word
        )

    def _is_near(self, text: bytes, word: bytes, hints: Sequence[bytes], *, is_script: bool) -> bool:
        at = text.find(word)
        while at >= 0:
            end = at + len(word)
            for hint in hints:
                if text.endswith(hint, 0, end) and _is_prose(text, end - len(hint), end):
                    if is_script and not may_be_commented(text, at):
                        break
                    if self._is_among(
                        text[max(0, end - len(hint) - _BEFORE) : end + _AFTER].decode("utf-8", "replace")
                    ):
                        return True
                    end += _AFTER if len(hints) == 1 else 0
                    break
            at = text.find(word, end)
        return False

    @cached_property
    def _hints_by_word(self) -> Sequence[tuple[bytes, Sequence[bytes]]]:
        """The hints by their last words, each of which is looked for once."""
        found: dict[bytes, list[bytes]] = {}
        for each in self._hints:
            found.setdefault(_last_word(each).encode(), []).append(each.encode())
        return tuple(found.items())

    @cached_property
    def _beginning(self) -> Mapping[str, Sequence[_Compiled]]:
        """The phrases, by the words that they begin with. Most runs over a few files meet no hint, and need none."""
        found: dict[str, list[_Compiled]] = {}
        for each in self._params.claims:
            after = options(each.after)
            for phrase in (*each.phrases, *each.with_subject, *each.opening):
                read = Phrase(phrase, self._params.words)
                compiled = _Compiled(each, read, phrase in each.with_subject, phrase in each.opening, after)
                for word in read.beginnings:
                    found.setdefault(word, []).append(compiled)
        return found

    def _is_among(self, text: str) -> bool:
        return any(True for _ in self._matches(tokens_of(text)))

    def _matches(self, words: Sequence[Token]) -> Iterator[tuple[_Compiled, Match]]:
        there = {each.text for each in words}
        for start, word in enumerate(words):
            for compiled in self._beginning.get(word.text, ()):
                # Most phrases lack a word, which is told much faster than whether they match.
                if not any(there.isdisjoint(each) for each in compiled.phrase.needed):
                    for match in compiled.phrase.at(words, start):
                        yield compiled, match

    def of(self, text: str, *, documents: bool = False) -> Iterator[Claim]:
        """The claims of a comment, with its markers, or of several that stand below each other.

        A comment that `documents` code may say in its first words what the code does as if it were an order.
        """
        if self._hints_at(text):
            # Imported for the first comment that may claim something: it has many patterns to compile.
            from linter.checks.sentences import sentences_of

            for sentence in sentences_of(text):
                if self._hints_at(sentence.text):
                    yield from self._of_sentence(sentence, documents=documents and sentence.first)

    def _hints_at(self, text: str) -> bool:
        lower = " ".join(text.lower().split()).replace("\u2019", "'")
        return any(each in lower for each in self._hints)

    def _of_sentence(self, sentence: Sentence, *, documents: bool) -> Iterator[Claim]:
        plain = _LINK.sub(lambda link: link[1].rjust(len(link[0])), sentence.text).replace("()", "  ")
        words = tokens_of(plain)
        if plain.rstrip("\"')").endswith(("?", ";")) or _CODE & {each.text for each in words}:
            return
        if _has(self._silencers, words, 0, len(words)):
            return
        claimed: set[int] = set()
        for compiled, match in self._matches(words):
            order = documents and not match.start and words[0].text in _DOES and _is_told(words, match)
            said = self._said(compiled, words, match, sentence, may_order=order)
            names = said if id(compiled) not in claimed else None
            if names is not None:
                claimed.add(id(compiled))
                yield self._claim(compiled.pattern, words, match, sentence, names)

    def _claim(
        self, pattern: Pattern, words: Sequence[Token], match: Match, sentence: Sentence, names: frozenset[str]
    ) -> Claim:
        start, end = _clause(words, match)
        said = [each.text for each in words[start:end]]
        vendor = next((each for each in said[match.start - start : match.end - start] if each in self._vendors), "")
        texts = [each.text for each in words]
        of_file = any(one == "this" and two in ("file", "module") for one, two in pairwise(texts))
        direct = pattern.direct or not self._direct.isdisjoint(said)
        text = " ".join(sentence.text.split())
        return Claim(pattern, text, sentence.start, sentence.end, names, vendor, direct, of_file)

    def _said(
        self, compiled: _Compiled, words: Sequence[Token], match: Match, sentence: Sentence, *, may_order: bool
    ) -> frozenset[str] | None:
        """The names that a match is about beside the rule's subjects; None when it is no claim."""
        start, _ = _clause(words, match)
        moody = _has(self._moods, words, start, match.start) or _has(self._moods, words, match.gap_start, match.gap_end)
        if moody or not _may_follow(compiled.after, words, match.end):
            return None
        subject = frozenset() if may_order else self._subject(compiled, words, match, first=sentence.first)
        gap = self._gap([each.text for each in words[match.gap_start : match.gap_end]])
        return None if subject is None or gap is None else subject | gap

    def _subject(
        self, compiled: _Compiled, words: Sequence[Token], match: Match, *, first: bool
    ) -> frozenset[str] | None:
        start = match.start
        while start > 0 and words[start - 1].text not in _BREAKS and words[start - 1].text not in _SOFT_BREAKS:
            start -= 1
        start = max((end for end in ends_of(self._adjuncts, words, start) if end <= match.start), default=start)
        subject = _without_adverbs([each.text for each in words[start : match.start]])
        if not subject:
            if compiled.needs_subject or not _opens(words, start):
                return None
            return frozenset()
        if compiled.opening or (subject == ["it"] and not (first and start == 0)):
            return None
        return self._named(subject)

    def _gap(self, words: list[str]) -> frozenset[str] | None:
        bare = _without_adverbs(words)
        return self._named(bare) if bare else frozenset()

    def _named(self, words: list[str]) -> frozenset[str] | None:
        """The name that a noun phrase has for its thing; empty for the rule's subjects, None for what is neither."""
        if len(words) > 1 and words[0] in _QUANTIFIERS and words[1] == "of":
            words = words[2:]
        if "whose" in words:
            at = words.index("whose")
            return self._named(words[at + 1 :]) if words[0] in _DETERMINERS and at < _LONGEST_NAME else None
        relative = len(words) > 1 and words[-1] in _RELATIVES
        words = _without_adverbs(_up_to_preposition(words[:-1] if relative else words))
        if not words or (relative and words[0] not in _DETERMINERS):
            return None
        if len(words) == 1 and words[0] in _PRONOUNS:
            return frozenset()
        return self._headed(words)

    def _headed(self, words: list[str]) -> frozenset[str] | None:
        *before, head = words
        determiner = before[0] if before and before[0] in _DETERMINERS else ""
        inner = before[1:] if determiner else before
        if len(inner) > _LONGEST_NAME or any(each in _DETERMINERS or not each[0].isalnum() for each in inner):
            return None
        if not determiner and not all(self._modifies(each) for each in inner):
            return None
        if head.rpartition("-")[2] in self._subjects or (determiner == "this" and head in self._subjects_here):
            return frozenset()
        return frozenset({head}) if head[0].isalpha() and len(inner) <= 1 else None

    def _modifies(self, word: str) -> bool:
        return word in self._subjects or word in self._modifiers or "-" in word


def _last_word(text: str) -> str:
    found = _LAST_WORD.search(text)
    return found[0] if found is not None else text


def _is_prose(text: bytes, start: int, end: int) -> bool:
    """Whether what stands at a place may be a word of a sentence, by what is beside it: identifiers are not."""
    before = text[max(0, start - _WIDEST_SPACE) : start]
    if before[-1:] not in _BESIDE or not _BEFORE_WORD.search(before):
        return False
    return _AFTER_WORD.match(text, end) is not None


_DOES = frozenset({"run", "execute"})


def _is_told(words: Sequence[Token], match: Match) -> bool:
    """Whether an order says what to run: "run the agent in …" tells what code does, "run this in …" does not."""
    gap = [each.text for each in words[match.gap_start : match.gap_end]]
    return bool(gap) and gap[0] not in ("this", "it", "that", "these", "those")


def _clause(words: Sequence[Token], match: Match) -> tuple[int, int]:
    start, end = match.start, match.end
    while start > 0 and words[start - 1].text not in _BREAKS and words[start - 1].text != ",":
        start -= 1
    while end < len(words) and words[end].text not in _BREAKS and words[end].text != ",":
        end += 1
    return start, end


def _opens(words: Sequence[Token], start: int) -> bool:
    """Whether a clause without a subject that begins here speaks of the code itself.

    It is the first one, follows a colon or a dash, or goes on after another one that has no subject either.
    """
    if start == 0 or words[start - 1].text in _OPENINGS:
        return True
    return words[0].text.endswith("s") and words[0].text not in _DETERMINERS | _ADVERBS | _PRONOUNS


def _may_follow(wanted: Options, words: Sequence[Token], end: int) -> bool:
    return end >= len(words) or not words[end].is_word or any(True for _ in ends_of(wanted, words, end))


def _has(wanted: Options, words: Sequence[Token], start: int, end: int) -> bool:
    return any(True for at in range(start, end) for _ in ends_of(wanted, words, at))


def _without_adverbs(words: list[str]) -> list[str]:
    start, end = 0, len(words)
    while start < end and _is_adverb(words[start]):
        start += 1
    while end > start and _is_adverb(words[end - 1]):
        end -= 1
    return words[start:end]


def _is_adverb(word: str) -> bool:
    return word in _ADVERBS or word.endswith("ly")


def _up_to_preposition(words: list[str]) -> list[str]:
    return words[: next((at for at, each in enumerate(words) if each in _PREPOSITIONS), len(words))]
