"""What a check is given, and what checks share: where code stands and whether it runs for sure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from linter.capability import NPM, PYPI, Capability, Ecosystem, SdkEntry
from linter.checks.answers import is_data, is_of_result
from linter.facts import (
    UNKNOWN,
    Access,
    Call,
    Expr,
    FileFacts,
    FunctionOf,
    Import,
    Load,
    Member,
    Name,
    Reference,
    Site,
    SiteFlag,
    Span,
    SymbolKind,
    Text,
)
from linter.findings import Blind, Certainty, Place, Step
from linter.imports import ImportGraph
from linter.languages import PYTHON
from linter.positions import Positions
from linter.project import External, Project
from linter.rulebook import Rule
from linter.shapes import Shapes
from linter.values import CALLED, Const, Thing, Values
from linter.zones import Zone, Zones

COUNTS_TOKENS = re.compile(r"count_?tokens|tokenize", re.IGNORECASE)
"""Names of functions that only count."""

_MOST_USES = 6
"""Uses that a chain lists; more are counted in its last step's text."""

_MOCKS = frozenset({"vi", "jest", "vitest", "mock", "td", "proxyquire"})


@dataclass(frozen=True, slots=True)
class Use:
    """A call on something of an external module, in any file read."""

    path: str
    site: Site
    thing: Thing


class Reading(Protocol):
    """How a check that follows chains asks for more files than were parsed at first."""

    def import_graph(self) -> ImportGraph:
        """Who imports whom, of the files that run in the host or may be run by it."""
        ...

    def tests_in_use(self) -> Collection[str]:
        """The test files that may hold a sink and that files under audit import which are no tests; sorted."""
        ...

    def load(self, paths: Iterable[str]) -> None:
        """Parses these files, whatever their bytes show."""
        ...

    def follow(self, *, everywhere: bool) -> None:
        """Says where values may lead from now on: into any file, or only into those that may lead to a sink."""
        ...

    def accesses(self, paths: Iterable[str]) -> Mapping[str, tuple[Access, ...]]:
        """The members that these files read and write; none for a file that cannot be read."""
        ...

    def shapes(
        self, paths: Iterable[str], words: tuple[str, ...], spots: Mapping[str, tuple[int, ...]] | None = None
    ) -> Mapping[str, Shapes]:
        """The types, schemas and tests of values of each of these files.

        `words` are the names of functions whose calls are kept wherever they stand. Functions of a file that has
        `spots` are looked into where one of these places is in them.
        """
        ...

    def data_files(self, suffixes: tuple[str, ...]) -> Iterable[tuple[str, bytes]]:
        """The files of the tree that are no source code, by how their names end, with their bytes; sorted."""
        ...

    def content(self, path: str) -> bytes:
        """A file's bytes; empty for one that is not read."""
        ...


@dataclass(slots=True)
class Context:
    """One run's project and zones, seen by a check.

    `audited` are the files under audit, and `paths` those of them that were parsed, sorted. `blind` takes what a
    check cannot see.
    """

    project: Project
    values: Values
    zones: Zones
    positions: Positions
    capability: Capability
    paths: Sequence[str]
    audited: frozenset[str]
    rules: Mapping[str, Rule]
    reading: Reading
    blind: list[Blind] = field(default_factory=list)
    _zones_seen: frozenset[Zone] = frozenset({Zone.HOST})
    _uses: dict[tuple[str, int, bool], list[Use]] = field(default_factory=dict)
    _gathered: list[bool] = field(default_factory=list)
    _looked_at: frozenset[str] | None = field(default=None, init=False)

    def restricting(self, capability: Capability) -> Context:
        """The same run, for a rule that restricts this capability."""
        return replace(self, capability=capability)

    def restarted(self) -> Context:
        """The same run with values worked out anew, for use when more files can be read than before."""
        return replace(self, values=Values(self.project), _uses={}, _gathered=[])

    def looking_at(self, zones: frozenset[Zone]) -> Context:
        """The same run, for which `hosts` gives every file read of these zones."""
        return replace(self, paths=tuple(path for path, _ in self.project.known()), _zones_seen=zones)

    def sdk_of(self, thing: Thing, ecosystem: Ecosystem) -> tuple[SdkEntry, tuple[str, ...]] | None:
        """The SDK that a thing is of, and the names from its module to the thing; None for other modules."""
        head = thing.path[: thing.path.index(CALLED)] if CALLED in thing.path else thing.path
        names = tuple(each for each in thing.path if each != CALLED)
        if ecosystem == NPM:
            match = self.capability.module(thing.module, ecosystem)
            return (match.entry, names) if match is not None and not match.inert else None
        match = self.capability.module(".".join((thing.module, *head)), ecosystem)
        if match is None or match.inert:
            return None
        return match.entry, (*match.rest, *names[len(head) :])

    def only_idle(self, entry: SdkEntry, uses: Sequence[Use]) -> str:
        """What is called of an SDK, where nothing of it runs a model; "" where something may.

        Making a client is a use of the SDK, unless all that is asked of the client is to count tokens.
        """
        made = any(_makes_a_client(use) for use in uses)
        later: list[str] = []
        for use in uses:
            if is_of_result(use.thing):
                continue
            names = tuple(each for each in use.thing.path if each not in (CALLED, "[]", "default"))
            counting = bool(names) and COUNTS_TOKENS.search(names[-1]) is not None
            if counting or (not made and names and self.capability.is_inert(entry, names)):
                later.append(names[-1])
            elif CALLED in use.thing.path or not _makes_a_client(use):
                return ""
        return later[0] if later else ""

    def makes_with(self, path: str, site: Site, thing: Thing, wanted: Sequence[str]) -> bool:
        """Whether a call on the way to a thing, or the call of it, has one of these strings as an argument."""
        return self.passes_one_of(Use(path, site, thing), wanted)

    def is_looked_at(self, path: str) -> bool:
        """Whether `hosts` gives a file."""
        if self._looked_at is None:
            self._looked_at = frozenset(each for each in self.paths if self.zones.of(each) in self._zones_seen)
        return path in self._looked_at

    def hosts(self) -> Iterator[tuple[str, FileFacts]]:
        """The audited files that run in the host, with their facts."""
        for path in self.paths:
            if self.zones.of(path) in self._zones_seen:
                facts = self.project.facts(path)
                if facts is not None:
                    yield path, facts

    def uses_of(self, path: str, index: int, *, loaded: bool) -> list[Use]:
        """The calls, anywhere in the files read, on what an import (or a loading call) brings in."""
        if not self._gathered:
            self._gathered.append(True)
            for each in self._all_uses():
                origin = each.thing.origin
                if origin is not None:
                    self._uses.setdefault((origin.path, origin.number, origin.loaded), []).append(each)
        return self._uses.get((path, index, loaded), [])

    def _all_uses(self) -> Iterator[Use]:
        for path, facts in self._near_sdks():
            for site in facts.sites:
                if isinstance(site.expr, Call) and not self.project.calls_own_function(path, site.expr.callee):
                    for value in self.values.of(path, site.expr.callee):
                        if isinstance(value, Thing) and value.origin is not None and not is_data(value):
                            yield Use(path, site, value)

    def _near_sdks(self) -> list[tuple[str, FileFacts]]:
        """The files that bring in an SDK or load modules by calls, and those that import one of these."""
        known = {path: facts for path, facts in self.project.known() if self.zones.of(path) is not Zone.TESTS}
        bringing = {path for path, facts in known.items() if _loads(facts) or self.brings_sdk(path, facts)}
        return [
            (path, facts)
            for path, facts in known.items()
            if path in bringing
            or any(
                each in bringing
                for each in self.project.imported_files(path, [_spelled(each) for each in facts.imports])
            )
        ]

    def brings_sdk(self, path: str, facts: FileFacts) -> bool:
        """Whether a file imports an SDK, or loads a module at run time that may be one."""
        ecosystem = ecosystem_of(facts)
        named = {each.specifier for each in facts.imports}
        for site in facts.sites:
            specifier = _loaded(site)
            if isinstance(specifier, Text):
                if any(True for _ in self.project.imported_files(path, (specifier.value,))):
                    continue
                named.add(specifier.value)
            elif specifier is not None:
                return True
        named.update(tuple(self.project.renamed(path, named)))
        return any(self.capability.module(each, ecosystem) or self.capability.has_below(each) for each in named)

    def external_module(self, path: str, facts: FileFacts, statement: Import) -> str | None:
        """The package that an import means; None for a file of the project and for a gate."""
        separator = "." if facts.language == PYTHON else "/"
        if self.zones.is_gate_module(statement.specifier, separator):
            return None
        name = statement.names[0][0] if len(statement.names) == 1 else None
        resolution = self.project.resolve(path, statement, name if facts.language == PYTHON else None)
        return resolution.module if isinstance(resolution, External) else None

    def keeps_imports(self, path: str) -> bool:
        """Whether the compiler keeps imports of which only types are used."""
        return self.project.keeps_imports(path)

    def passes_one_of(self, use: Use, wanted: Sequence[str]) -> bool:
        """Whether a call on the way to a use, or the use itself, has one of these strings as an argument."""
        calls = [(each.path, self.values.call_of(each)) for each in use.thing.made]
        if isinstance(use.site.expr, Call):
            calls.append((use.path, use.site.expr))
        for path, call in calls:
            if call is None:
                continue
            for given in (*call.args, *(value for _, value in call.keywords)):
                for value in self.values.of(path, given):
                    if isinstance(value, Const) and value.text in wanted:
                        return True
        return False

    # --- places ---

    def place(self, path: str, span: Span) -> Place:
        return self.positions.place(path, span)

    def step(self, path: str, span: Span, symbol: int, text: str, certainty: Certainty = Certainty.CERTAIN) -> Step:
        return Step(self.place(path, span), self.symbol_name(path, symbol), text, certainty)

    def symbol_name(self, path: str, symbol: int) -> str:
        facts = self.project.facts(path)
        return facts.symbols[symbol].name if facts is not None else ""

    def steps(self, uses: Sequence[Use]) -> tuple[Step, ...]:
        """A chain's steps for these uses, the first ones only when there are many."""
        uses = _telling(uses)
        shown = uses[:_MOST_USES]
        steps = [self.step(each.path, each.site.span, each.site.symbol, described(each.thing)) for each in shown]
        if len(uses) > len(shown) and steps:
            more = len(uses) - len(shown)
            last = steps[-1]
            steps[-1] = Step(last.place, last.symbol, f"{last.text} (and {more} more)", last.certainty)
        return tuple(steps)

    # --- does it run? ---

    def doubts(self, facts: FileFacts, site: Site) -> tuple[str, ...]:
        """Why it is not certain that a call runs; empty when it does."""
        return self._doubts(facts, site.symbol, guarded=site.guard != 0)

    def reference_doubts(self, facts: FileFacts, reference: Reference) -> tuple[str, ...]:
        return self._doubts(facts, reference.symbol, guarded=reference.guard != 0)

    def _doubts(self, facts: FileFacts, symbol: int, *, guarded: bool) -> tuple[str, ...]:
        found: list[str] = []
        unused = uncalled(facts, symbol)
        if unused:
            found.append(f"nothing calls {unused}, which is not exported")
        if guarded:
            found.append("it runs only under a runtime flag")
        return tuple(found)


def _telling(uses: Sequence[Use]) -> list[Use]:
    """The uses that say something: not methods of what a call answered, and one for each place."""
    found: dict[tuple[str, int], Use] = {}
    for use in uses:
        calls = [number for number, each in enumerate(use.thing.path) if each == CALLED]
        of_answer = any(not _is_maker(use.thing.path[number - 1]) for number in calls if number)
        if not of_answer:
            found.setdefault((use.path, use.site.span.start), use)
    return list(found.values())


def _is_maker(name: str) -> bool:
    return name[:1].isupper() or name.startswith(("create", "make", "get", "init", "from_"))


def _makes_a_client(use: Use) -> bool:
    last = use.thing.path[-1] if use.thing.path else ""
    return CALLED not in use.thing.path and (bool(use.site.flags & SiteFlag.NEW) or last[:1].isupper() or not last)


def _spelled(statement: Import) -> str:
    """An import's module as the file writes it, with the dots of a relative Python import."""
    return "." * statement.level + statement.specifier


_LOADER_NAMES = frozenset({"require", "import_module", "__import__", "createRequire", "import_string"})


def _loads(facts: FileFacts) -> bool:
    return any(_loaded(site) is not None for site in facts.sites)


def _loaded(site: Site) -> Expr | None:
    """The specifier of a call that loads a module, or makes a function that does; None for every other call."""
    if isinstance(site.expr, Load):
        return site.expr.specifier
    if getattr(site.expr.callee, "name", "") not in _LOADER_NAMES:
        return None
    return site.expr.args[0] if site.expr.args else UNKNOWN


def ecosystem_of(facts: FileFacts) -> Ecosystem:
    """The registry that a file's imports come from."""
    return PYPI if facts.language == PYTHON else NPM


def uncalled(facts: FileFacts, symbol: int) -> str:
    """The name of a function or class around `symbol` that nothing mentions and nobody can import, or ""."""
    while symbol > 0:
        each = facts.symbols[symbol]
        if each.kind is not SymbolKind.MODULE and not each.mentioned and not each.exported and not each.decorators:
            return each.name or "the function"
        symbol = each.parent
    return ""


def described(thing: Thing) -> str:
    """A thing as a reader would write it: `openai.chat.completions.create`."""
    names = [each for each in thing.path if each not in ("()", "default", "[]")]
    return f"{'.'.join([thing.module, *names] if thing.module else names)}()"


def mocked_sites(facts: FileFacts) -> frozenset[int]:
    """Sites of loads that stand among the arguments of a mock (`vi.mock(import("x"))`)."""
    found: set[int] = set()
    for site in facts.sites:
        if isinstance(site.expr, Call) and _is_mock(site.expr):
            found.add(site.expr.site)
            found.update(each.site for each in site.expr.args if isinstance(each, Call | Load))
            inner = {each.symbol for each in site.expr.args if isinstance(each, FunctionOf)}
            found.update(number for number, each in enumerate(facts.sites) if each.symbol in inner)
    return frozenset(found)


def _is_mock(call: Call) -> bool:
    base = call.callee
    while isinstance(base, Member):
        base = base.base
    return isinstance(base, Name) and base.name in _MOCKS
