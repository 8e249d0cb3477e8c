"""The bytes and facts of a run's files: what is read, what is parsed, and what became of each file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from linter import suppressions
from linter.capability import NPM, PYPI, Ecosystem
from linter.checks import Context
from linter.checks.ahead import starts_files
from linter.checks.false_claim import claims_in_bytes
from linter.checks.tools import tools_of
from linter.edges import Edge, imports
from linter.extraction import Failed, Task
from linter.facts import Access, FileFacts, ImportKind
from linter.findings import Blind, Evidence
from linter.forked import WORTH_A_FORK, each_of
from linter.imports import ImportGraph
from linter.interest import (
    UNREAD,
    UNTOLD,
    Definitions,
    Offer,
    Scanner,
    Signs,
    Takers,
    definitions_of,
    hands_on,
    is_python_file,
    makes_text,
    quoted_names,
    words,
)
from linter.languages import language_of
from linter.positions import Positions
from linter.project import Project
from linter.report import EXCLUDED, FileAccount, FileOutcome
from linter.request import Request, silent
from linter.resolution import ModuleResolver, Problem, Unresolved
from linter.shapes import NO_SHAPES, Shapes
from linter.sources import Contents, Listing, Loaded, Tree, WatchedTree
from linter.values import Values
from linter.workspace import Workspace
from linter.zones import Zone

if TYPE_CHECKING:
    from linter.aside import Told

_BATCH = 200
"""Files whose facts are there at once when all are looked at."""


class Intake:
    """The bytes and facts of a run's files, and what became of each file."""

    def __init__(self, workspace: Workspace, request: Request) -> None:
        self._workspace = workspace
        self._progress = request.progress
        self._scanner = Scanner(workspace.capabilities.values(), tools_of(workspace.rules))
        self._may_claim = claims_in_bytes(workspace.rules)
        self._claiming: dict[str, bool] = {}
        self.data: dict[str, bytes] = {}
        self.facts: dict[str, FileFacts] = {}
        self._skipped: dict[str, str] = {}
        self._partial: dict[str, str] = {}
        self._audited: tuple[str, ...] = ()
        self._signs: dict[str, Signs] = {}
        self._definitions: dict[str, Definitions] = {}
        self._words: dict[str, frozenset[bytes]] = {}
        self._offers: dict[str, Offer] = {}
        self._leading: dict[str, bool] = {}
        self._graph: ImportGraph | None = None
        self._jobs = request.jobs
        self._extract = request.extract
        self._open = False
        self._whole = request.whole
        self._project: Project | None = None
        self._resolver: ModuleResolver | None = None
        self._problems_told: Sequence[Problem] = ()

    @property
    def tree(self) -> Tree:
        return self._workspace.tree

    def read(self, paths: Sequence[str]) -> None:
        """Reads the audited files; each one is read, or skipped with a reason."""
        for number, path in enumerate(paths):
            if not number % 500:
                self._progress("reading", number, len(paths))
            if self._workspace.excluded.matches(path):
                self._skipped[path] = EXCLUDED
                continue
            outcome = self.tree.load(path)
            if isinstance(outcome, Loaded):
                self.data[path] = outcome.data
            else:
                self._skipped[path] = outcome.reason
        self._audited = tuple(self.data)

    def size(self) -> int:
        """Bytes of the files that were read."""
        return sum(map(len, self.data.values()))

    def skipped(self) -> frozenset[str]:
        """The files that could not be read so far."""
        return frozenset(self._skipped)

    def scan(self, zones: Collection[Zone] = (Zone.HOST,)) -> None:
        """Finds the signs of the audited files of these zones."""
        wanted = [path for path in self._audited if self._workspace.zones.of(path) in zones]
        files = [(path, self.data[path]) for path in wanted if suppressions.MARKER not in self.data[path]]
        self._signs.update(zip((path for path, _ in files), self._scanner.signs_of_all(files, self._jobs), strict=True))

    def hosts(self) -> list[str]:
        """Every file that runs in the host, or holds a suppression."""
        zones = self._workspace.zones
        return [path for path in self._audited if zones.of(path) is Zone.HOST or suppressions.MARKER in self.data[path]]

    def interesting(self, zones: Collection[Zone] = (Zone.HOST,)) -> list[str]:
        """The files of these zones whose bytes say that they can hold a sink, and those that hold a suppression."""
        chosen: list[str] = []
        for path in self._audited:
            data = self.data[path]
            if suppressions.MARKER in data or (self._workspace.zones.of(path) in zones and self._may_hold_sink(path)):
                chosen.append(path)
        chosen += self._beside(set(chosen))
        return chosen + self._claiming_files(set(chosen))

    def _claiming_files(self, chosen: set[str]) -> list[str]:
        """Files with a comment that may claim something of their code, of those that can lead to a sink at all."""
        if self._may_claim is None:
            return []
        leading = self.import_graph().closure(chosen) if self._whole else self._audited
        hosts = (path for path in self._audited if path not in chosen and self._workspace.zones.of(path) is Zone.HOST)
        asked = [path for path in hosts if path in leading or starts_files(self.data[path])]
        sizes = [len(self.data[path]) for path in asked]
        claiming = self._may_claim
        found = each_of(asked, sizes, WORTH_A_FORK, self._jobs, lambda path: claiming(path, self.data[path]))
        self._claiming.update(zip(asked, found, strict=True))
        return [path for path in asked if self._claiming[path]]

    def _beside(self, chosen: set[str]) -> list[str]:
        """Files that ask for a host or start a program which a file beside them in the import graph names.

        The address or command may stand in another file than the call: as a constant that is imported, or as
        an argument given to a wrapper.
        """
        asking = {path for path, signs in self._signs.items() if signs.asks and path not in chosen}
        found: dict[str, None] = {}
        importers: dict[str, list[str]] = {}
        takers: dict[str, frozenset[bytes]] = {}
        for path, signs in self._signs.items() if asking else ():
            for other in self.project.imported_files(path, signs.specifiers):
                if other in asking:
                    importers.setdefault(other, []).append(path)
                for one, two in ((path, other), (other, path)):
                    if one in asking and self._takes(one, two, given=one == other):
                        found[one] = found[two] = None
                        if one == other:
                            takers[one] = takers.get(one, frozenset()) | self._offers[two].addresses.functions
        # Whoever else calls such a function says that it is not made for providers alone.
        for one, names in takers.items():
            found.update((path, None) for path in importers[one] if not names.isdisjoint(self._words_of(path)))
        return [path for path in found if path not in chosen]

    def _takes(self, asking: str, path: str, *, given: bool) -> bool:
        """Whether a file that asks may take an address or command from another one, or be `given` it by a call."""
        signs = self._signs.get(path)
        if signs is None:
            return False
        if path not in self._offers:
            self._offers[path] = self._scanner.offer_of(path, self.data[path], signs)
        offer, asks = self._offers[path], self._signs[asking]
        return (asks.requests and self._meets(asking, offer.addresses, given=given)) or (
            asks.spawns and self._meets(asking, offer.commands, given=given)
        )

    def _meets(self, asking: str, takers: Takers, *, given: bool) -> bool:
        wanted = takers.names | takers.functions if given else takers.names
        return bool(wanted) and (UNTOLD in wanted or not wanted.isdisjoint(self._words_of(asking)))

    def _words_of(self, path: str) -> frozenset[bytes]:
        if path not in self._words:
            self._words[path] = frozenset(words(self.data[path]))
        return self._words[path]

    def told(self, gathered: Callable[[Context], Sequence[Sequence[Evidence]]]) -> Told:
        """What a fork tells of rules that it has `gathered`."""
        from linter.aside import Told

        self._progress = silent
        self._jobs = 1
        watched = self.tree if isinstance(self.tree, WatchedTree) else None
        before = watched.readings() if watched is not None else None
        skipped = dict(self._skipped)
        context = self.context()
        return Told(
            evidence=gathered(context),
            blind=context.blind,
            problems=self._problems(),
            failed={path: reason for path, reason in self._skipped.items() if path not in skipped},
            partial=self._partial,
            contents=watched.read_since(before) if watched is not None and before is not None else Contents({}, {}),
        )

    def learn(self, told: Told, context: Context) -> bool:
        """Takes in what a fork tells; False where it has read something else than this process."""
        if isinstance(self.tree, WatchedTree) and not self.tree.learn(told.contents):
            return False
        for path, reason in told.failed.items():
            if path not in self.facts:
                self._keep(path, Failed(path, reason))
        self._partial.update(told.partial)
        self._problems_told = told.problems
        context.blind.extend(told.blind)
        return True

    def parse(self, paths: Sequence[str], request: Request) -> None:
        """Extracts the facts of these files."""
        self._progress("parsing", 0, len(paths))
        tasks = [self._task(path) for path in dict.fromkeys(paths)]
        for path, outcome in self._extract(tasks, request.jobs).items():
            self._keep(path, outcome)

    def each(self) -> Iterator[tuple[str, FileFacts]]:
        """Every file that can be read, with facts that are not kept beyond those that are anyway."""
        paths = [path for path in self._audited if path not in self._skipped]
        for start in range(0, len(paths), _BATCH):
            self._progress("parsing", start, len(paths))
            batch = paths[start : start + _BATCH]
            missing = [self._task(path) for path in batch if path not in self.facts]
            found = {**self.facts, **self._extract(missing, self._jobs)}
            for path in batch:
                outcome = found[path]
                if isinstance(outcome, Failed):
                    self._keep(path, outcome)
                    continue
                if outcome.problems:
                    self._partial[path] = _syntax(outcome, self.data[path])
                yield path, outcome

    def _task(self, path: str) -> Task:
        data = self.data[path]
        return Task(path, data, comments=suppressions.MARKER in data or self._claims(path))

    def _claims(self, path: str) -> bool:
        """Whether a comment in a host file may claim something of its code."""
        if self._may_claim is None:
            return False
        if path not in self._claiming:
            is_host = self._workspace.zones.of(path) is Zone.HOST
            self._claiming[path] = is_host and self._may_claim(path, self.data[path])
        return self._claiming[path]

    def _keep(self, path: str, outcome: FileFacts | Failed) -> FileFacts | None:
        if isinstance(outcome, Failed):
            self._skipped[path] = outcome.reason
            self.data.pop(path, None)
            self._signs.pop(path, None)
            return None
        self.facts[path] = outcome
        return outcome

    def more(self, path: str) -> FileFacts | None:
        """The facts of a file that a value leads to; it may lie outside of what is audited."""
        if path in self.facts:
            return self.facts[path]
        if self._signs_of(path) is None or not (self._open or self._leads_somewhere(path)):
            return None
        return self._keep(path, self._extract([self._task(path)], 1)[path])

    # --- following chains ---

    def import_graph(self) -> ImportGraph:
        """Who imports whom, of the files that run in the host or may be run by it."""
        if self._graph is None:
            zones = self._workspace.zones
            paths = [path for path in self.tree.paths() if zones.of(path) is not Zone.TESTS and self._is_read(path)]
            self._graph = ImportGraph.of(self.project, self._specifiers_of(paths))
        return self._graph

    def tests_in_use(self) -> list[str]:
        """The test files that may hold a sink and that files under audit import which are no tests; sorted."""
        zones = self._workspace.zones
        if self._whole:
            imported: Iterable[str] = self.import_graph().imported()
        else:
            importers = [path for path in self._audited if zones.of(path) is not Zone.TESTS and self._is_read(path)]
            imported = {
                target
                for path, specifiers in self._specifiers_of(importers).items()
                for target in self.project.imported_files(path, sorted(specifiers))
            }
        return sorted(each for each in imported if zones.of(each) is Zone.TESTS and self._may_hold_sink(each))

    def _may_hold_sink(self, path: str) -> bool:
        signs = self._signs_of(path)
        return signs is not None and (signs.matters or self._imports_sdk(path, signs))

    def load(self, paths: Iterable[str]) -> None:
        """Parses these files, whatever their bytes show."""
        wanted = [path for path in paths if path not in self.facts and self._signs_of(path) is not None]
        for path, outcome in self._extract([self._task(path) for path in wanted], self._jobs).items():
            facts = self._keep(path, outcome)
            if facts is not None:
                self.project.learn(path, facts)

    def accesses(self, paths: Iterable[str]) -> Mapping[str, tuple[Access, ...]]:
        """The members that these files read and write."""
        tasks = [self._task(path)._replace(accesses=True) for path in paths if self._signs_of(path) is not None]
        found = self._extract(tasks, self._jobs)
        return {path: () if isinstance(each, Failed) else each.accesses for path, each in found.items()}

    def shapes(
        self, paths: Iterable[str], words: tuple[str, ...], spots: Mapping[str, tuple[int, ...]] | None = None
    ) -> dict[str, Shapes]:
        """The types, schemas and tests of values of these files; nothing for those that cannot be read."""
        found = dict.fromkeys(paths, NO_SHAPES)
        tasks = [
            Task(path, self.data[path], comments=False, words=words, spots=(spots or {}).get(path))
            for path in found
            if self._signs_of(path) is not None
        ]
        for path, outcome in self._extract(tasks, self._jobs).items():
            if isinstance(outcome, FileFacts):
                found[path] = outcome.shapes
                if outcome.problems:
                    self._partial[path] = _syntax(outcome, self.data[path])
            elif path not in self.facts:
                self._keep(path, outcome)
        return found

    def follow(self, *, everywhere: bool) -> None:
        """Says where values may lead from now on: into any file, or only into those that may lead to a sink."""
        self._open = everywhere

    def data_files(self, suffixes: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
        """The files of the tree whose names end so, with their bytes; those that cannot be read are left out."""
        for path in self.tree.paths():
            if path.endswith(suffixes) and not self._workspace.excluded.matches(path):
                outcome = self.tree.load(path)
                if isinstance(outcome, Loaded):
                    self.data.setdefault(path, outcome.data)
                    yield path, outcome.data

    def content(self, path: str) -> bytes:
        """A file's bytes; empty for one that is not read."""
        return self.data[path] if self._signs_of(path) is not None else b""

    def _defines_function(self, path: str, name: str) -> bool:
        """Whether a file plainly defines a function or class of a name, or hands on that of a file that does."""
        first = self._definitions_of(path)
        if first is None or name in first.own:
            return first is not None
        pending, seen = [(path, name)], set[tuple[str, str]]()
        while pending:
            where, wanted = pending.pop()
            found = self._definitions_of(where)
            if found is None or (where, wanted) in seen:
                continue
            seen.add((where, wanted))
            if wanted in found.offered:
                return True
            if wanted in found.handed:
                specifier, original = found.handed[wanted]
                pending += [(each, original) for each in self.project.imported_files(where, (specifier,))]
            elif wanted.encode() not in self.data[where]:
                pending += [(each, wanted) for each in self.project.imported_files(where, found.stars)]
        return False

    def _definitions_of(self, path: str) -> Definitions | None:
        if self._signs_of(path) is None:
            return None
        if path not in self._definitions:
            self._definitions[path] = definitions_of(path, self.data[path])
        return self._definitions[path]

    def _leads_somewhere(self, path: str) -> bool:
        """Whether a file can define, or hand on through barrels, anything that a rule asks about."""
        seen: set[str] = set()
        pending = [path]
        while pending:
            each = pending.pop()
            signs = self._signs_of(each)
            if signs is None or each in seen or self._leading.get(each) is False:
                continue
            if self._leading.get(each) or signs.tells or self._imports_sdk(each, signs) or self._has_texts(each):
                self._leading[path] = True
                return True
            seen.add(each)
            if hands_on(each, self.data[each]):
                pending.extend(self.project.imported_files(each, signs.specifiers))
        # None of them leads anywhere, for whatever is behind one of them was looked at, too.
        self._leading.update(dict.fromkeys(seen, False))
        return False

    def _has_texts(self, path: str) -> bool:
        """Whether a file has texts that a request or a load may be made of: it puts some together, or names an SDK."""
        data, capabilities = self.data[path], self._workspace.capabilities.values()
        if makes_text(data):
            return True
        ecosystem: Ecosystem = PYPI if is_python_file(path) else NPM
        return any(
            each.module(name, ecosystem) is not None for name in quoted_names(path, data) for each in capabilities
        )

    def _imports_sdk(self, path: str, signs: Signs) -> bool:
        """Whether one of the names that are an SDK's means the package, and not a file of this project."""
        if any(self.project.leads_outside(path, each) for each in signs.sdks):
            return True
        capabilities = self._workspace.capabilities.values()
        renamed = self.project.renamed(path, signs.specifiers)
        return any(each.module(name, NPM) is not None for name in renamed for each in capabilities)

    def _signs_of(self, path: str) -> Signs | None:
        if path not in self._signs:
            if not self._is_read(path):
                return None
            self._signs[path] = self._scanner.signs_of(path, self.data[path])
        return self._signs[path]

    def _specifiers_of(self, paths: Sequence[str]) -> Mapping[str, Iterable[str]]:
        """The modules that files, which are read, may import. There is no need for all their signs."""
        known = {path: signs.specifiers for path, signs in self._signs.items()}
        missing = [(path, self.data[path]) for path in paths if path not in known]
        found = self._scanner.specifiers_of_all(missing, self._jobs)
        told = {path: each for (path, _), each in zip(missing, found, strict=True)}
        return {path: known[path] if path in known else told[path] for path in paths}

    def _is_read(self, path: str) -> bool:
        """Whether a file's bytes are there, read now if need be."""
        if path in self._skipped or language_of(path) is None:
            return False
        if path not in self.data:
            outcome = self.tree.load(path)
            if isinstance(outcome, Loaded):
                self.data[path] = outcome.data
        return path in self.data

    @property
    def project(self) -> Project:
        if self._project is None:
            self._resolver = self._workspace.resolver()
            self._project = Project(self._resolver, self.facts, self.more, self._defines_function, self.tree.paths)
        return self._project

    def context(self) -> Context:
        project = self.project
        return Context(
            project=project,
            values=Values(project),
            zones=self._workspace.zones,
            positions=Positions(lambda path: self.data[path]),
            capability=next(iter(self._workspace.capabilities.values())),
            audited=frozenset(self._audited),
            rules=self._workspace.book.rules,
            reading=self,
            paths=tuple(sorted(path for path in self._audited if path in self.facts)),
        )

    # --- outcomes ---

    def account(self, listing: Listing) -> FileAccount:
        """Every audited file in exactly one group."""
        broken = {path: _syntax(facts, self.data[path]) for path, facts in self.facts.items() if facts.problems}
        broken.update(self._partial)
        partial = [FileOutcome(path, broken[path]) for path in sorted(broken) if path in self._audited]
        skipped = dict(self._skipped)
        skipped.update(
            {each.path: each.reason for each in listing.skipped if language_of(each.path) or "/" in each.path}
        )
        audited = [path for path in self._audited if path not in skipped]
        return FileAccount(
            scanned=len(audited) - len(partial),
            partial=tuple(partial),
            skipped=tuple(FileOutcome(path, skipped[path]) for path in sorted(skipped)),
        )

    def blind(self, context: Context) -> tuple[Blind, ...]:
        """What resolution and the checks could not see."""
        found = {Blind(each.path, 0, each.why) for each in self._problems()}
        found.update(context.blind)
        found.update(self._dead_ends(context))
        found.update(self._unread() if self._whole else ())
        return tuple(sorted(found, key=lambda each: (each.path, each.line, each.why)))

    def _unread(self) -> Iterator[Blind]:
        """Host files with code in another format, which is not read, where they name an SDK."""
        for path, data in self.data_files(tuple(UNREAD)):
            why = self._scanner.unread(path, data) if self._workspace.zones.of(path) is Zone.HOST else None
            if why is not None:
                yield Blind(path, 0, why)

    def _problems(self) -> Sequence[Problem]:
        """What was wrong with the configuration that resolution read."""
        return (*(self._resolver.problems if self._resolver is not None else ()), *self._problems_told)

    def _dead_ends(self, context: Context) -> Iterator[Blind]:
        """Imports of host files that look local and lead to no file: one for each file that is missing.

        Mostly that is generated code, which hundreds of files may import.
        """
        missing: dict[str, list[Edge]] = {}
        zones = self._workspace.zones
        audited = sorted(path for path in self._audited if path in self.facts and zones.of(path) is Zone.HOST)
        for path, facts in ((path, self.facts[path]) for path in audited):
            for edge in imports(self.project, None, path, facts):
                if isinstance(edge.meaning, Unresolved) and edge.kind != ImportKind.TYPE:
                    missing.setdefault(edge.meaning.reason, []).append(edge)
        for reason, edges in missing.items():
            first = edges[0]
            more = len(edges) - 1
            others = f" and {more:,} more of the same are" if more else " is"
            why = f"{reason}, so this import{others} not followed"
            yield Blind(first.path, context.place(first.path, first.span).line, why)


def _syntax(facts: FileFacts, data: bytes) -> str:
    first = facts.problems[0]
    line = data.count(b"\n", 0, first.offset) + 1
    return f"line {line}: {first.why}"
