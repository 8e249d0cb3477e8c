"""Who leads to a symbol: calls of it by any of its names, functions handed on, imports, workers.

Only files that can see a symbol are parsed for it: those in the reverse import closure of its file whose text has
one of its names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from linter.checks.accessing import CALLED_BY_LANGUAGE, Accessing, is_accessed
from linter.checks.edges import Edge, Node
from linter.checks.file_calls import SIGNATURES, last_name
from linter.checks.handing import Handing, handed_in
from linter.checks.naming import KnownAs, Naming
from linter.checks.running import CONSTRUCTORS, Running
from linter.checks.starting import Starting
from linter.facts import MAIN, Call, FileFacts, Site, Symbol, SymbolKind
from linter.imports import ImportGraph
from linter.languages import PYTHON
from linter.values import LocalClass, LocalFunction, Opaque
from linter.zones import Zone


class _Seers(NamedTuple):
    """The files that can call a symbol, sorted, and the names that it goes by everywhere, and in single files only."""

    files: tuple[str, ...]
    names: frozenset[str]
    givers: frozenset[str]
    inside: Mapping[str, frozenset[str]]

    def names_in(self, path: str) -> frozenset[str]:
        """What a file may call the symbol."""
        return self.names | self.inside.get(path, frozenset())


class _Spread:
    """The names of a symbol, as they spread over the files that hand it on.

    `names` are those that any file may use, `inside` by file those that only the file itself may.
    """

    def __init__(self, *, constructs: bool) -> None:
        self.names: set[str] = set()
        self.inside: dict[str, set[str]] = {}
        self._constructs = constructs
        self.givers: set[str] = set()
        self._holders: set[str] = set()
        self._asked: set[str] = set()
        self.wrapped: dict[str, frozenset[int]] = {}
        """By file, the sites of calls that give a function which runs the symbol."""

    def start(self, path: str, name: str, known: KnownAs, *, argument: bool) -> None:
        """Adds what the file of the symbol calls it, beside the name that it has there itself.

        A function that is an `argument` only has the name of what its call gives.
        """
        local = name not in known.outward and (argument or name in known.names)
        (self.inside.setdefault(path, set()) if local else self.names).update({name} - {""})
        self._add(path, known)

    def _add(self, path: str, known: KnownAs) -> None:
        self.names |= known.outward
        self.inside.setdefault(path, set()).update(known.names)
        self.givers |= known.givers
        self._holders |= known.holders

    def through(self, files: Iterable[tuple[str, Naming]]) -> None:
        """Adds the names by which files know the symbol, until they have no more."""
        files = list(files)
        known = -1
        while known < (known := self._size()):
            for path, naming in files:
                self._through(path, naming)

    def _size(self) -> int:
        return len(self.names) + len(self.givers)

    def names_in(self, path: str) -> set[str]:
        """What a file may call the symbol."""
        return self.names | self.inside.get(path, set())

    def _through(self, path: str, naming: Naming) -> None:
        self._add(path, naming.of_imported(self.names))
        self._add(path, naming.of_calls(self.wrapped.get(path, ())))
        if self._constructs:
            self.names |= naming.subclasses_of(self.names)
        if self.givers:
            self.givers |= naming.of_imported(self.givers).names - {"default"}
            self._add(path, naming.results_of(self.givers))

    def news(self) -> set[str]:
        """The words to look for that were not asked for before."""
        words = (self.names | self.givers | self._holders) - self._asked
        self._asked |= words
        return words - {"default"}


class Callers:
    """Finds the edges that end in a symbol; each symbol is looked at once."""

    def __init__(self, running: Running, graph: ImportGraph) -> None:
        self._running = running
        self._context = running.context
        self._project = running.project
        self._graph = graph
        self._handing = Handing(running)
        self._accessing = Accessing(running)
        self._starting = Starting(running, graph)
        self._known: dict[Node, tuple[Edge, ...]] = {}
        self._seen: dict[Node, _Seers] = {}
        self._closures: dict[str, frozenset[str]] = {}
        self._protocol_files: frozenset[str] | None = None

    def prepare(self, nodes: Collection[Node]) -> None:
        """Parses the files that can lead to these symbols, so that `into` sees all of them for each."""
        fresh = [node for node in nodes if node not in self._known]
        self._running.read({path for node in fresh if self._is_run(node) for path in self._starting.leading(node)})
        for node in fresh:
            facts = self._project.facts(node[0])
            for name in _called_names(facts, node[1]) if facts is not None else ():
                self._seers(node, name)

    def _is_run(self, node: Node) -> bool:
        """Whether a symbol is what a file does when it is run."""
        facts = self._project.facts(node[0])
        each = facts.symbols[node[1]] if facts is not None else None
        return each is not None and (each.kind is SymbolKind.MODULE or each.name == MAIN)

    def into(self, node: Node) -> tuple[Edge, ...]:
        """The edges that end in a symbol, file by file."""
        found = self._known.get(node)
        if found is None:
            facts = self._project.facts(node[0])
            found = self._known[node] = tuple(self._edges(node, facts)) if facts is not None else ()
        return found

    def _edges(self, node: Node, facts: FileFacts) -> Iterator[Edge]:
        path, symbol = node
        each = facts.symbols[symbol]
        if each.kind is SymbolKind.MODULE:
            yield from self._starting.importing(node)
        if each.kind is SymbolKind.MODULE or each.name == MAIN:
            yield from self._starting.starting(node)
            return
        if is_accessed(each):
            name = each.name.rpartition(".")[2]
            yield from self._accessing.edges(self._accessors(node, name), node, each)
            if each.accessor is not None:
                return
        calls = self._running.calls_in(path)
        given = calls.given.get(symbol) if calls is not None else None
        inline = list(self._handing.inline(node, given)) if given is not None else []
        found = [edge for name in _called_names(facts, symbol) for edge in self._calling(node, name)]
        # Where it is known who finds a function that a file puts somewhere when it is imported, importing runs it not.
        is_found = any(not each.kept for each in (*inline, *found))
        yield from (each for each in (*inline, *found) if not (is_found and each.kept and self._is_top(each)))
        if not found and given is None and self._is_given_away(facts, node):
            giver = facts.symbols[each.parent].name
            reasons = (f"{giver or 'a function'} gives the function away, and who calls it is not known",)
            yield Edge(path, each.parent, each.span, "gives a function away", node, reasons, passed_around=True)

    def _is_top(self, edge: Edge) -> bool:
        """Whether an edge begins in what a file does when it is imported, and the file is not migrated itself."""
        facts = self._project.facts(edge.path)
        is_module = facts is not None and facts.symbols[edge.symbol].kind is SymbolKind.MODULE
        return is_module and not self._context.zones.is_migrated(edge.path, "")

    def _is_given_away(self, facts: FileFacts, node: Node) -> bool:
        """Whether a function is returned, or goes by no name at all, inside another one."""
        each = facts.symbols[node[1]]
        naming = self._running.naming(node[0])
        if each.kind is not SymbolKind.FUNCTION or naming is None or each.parent <= 0:
            return False
        known = naming.of_symbol(node[1])
        return bool(known.givers) or not known.names

    def _accessors(self, node: Node, name: str) -> list[str]:
        """The files that may run code by reading a member of its name, or by a `with` or a loop."""
        word = CALLED_BY_LANGUAGE.get(name)
        found: Collection[str] = self._seers(node, name).files
        if word is not None:
            found = {node[0], *self._running.words.among(self._closure(self._defining(node)), word)}
            self._running.read(found)
        return sorted(each for each in found if self._context.zones.of(each) is not Zone.GATE)

    # --- calls by name ---

    def _calling(self, node: Node, name: str) -> Iterator[Edge]:
        """The calls, in any file that can see it, that call a symbol or hand it on."""
        seers = self._seers(node, name)
        files = [each for each in seers.files if self._context.zones.of(each) is not Zone.GATE]
        names = {each: seers.names_in(each) | seers.givers for each in files}
        handed = [edge for each in files for edge in self._handing.by_name(each, names[each], node, name)]
        calls = self._running.calls_in(node[0])
        is_handed = bool(handed) or (calls is not None and node[1] in calls.given)
        kept = self._kept(names, node)
        for other, known in kept.items():
            if other not in names and self._context.zones.of(other) is not Zone.GATE:
                yield from self._called_in(other, node, name, known, is_handed)
        for other in files:
            known = seers.names_in(other) | kept.get(other, frozenset())
            yield from self._called_in(other, node, name, known, is_handed)
            yield from self._handing.decorated(other, node)
        yield from handed

    def _kept(self, names: Mapping[str, frozenset[str]], node: Node) -> dict[str, frozenset[str]]:
        """The files that are handed a symbol, directly or by others that are, with the names they have for it."""
        found: dict[str, frozenset[str]] = {}
        pending = sorted(names.items())
        while pending:
            path, known = pending.pop(0)
            for other, more in self._handing.receivers(path, known, node):
                fresh = more - found.get(other, frozenset())
                if fresh or other not in found:
                    found[other] = found.get(other, frozenset()) | more
                    if fresh:
                        pending.append((other, fresh))
        return dict(sorted(found.items()))

    def _called_in(self, path: str, node: Node, name: str, names: Collection[str], is_handed: bool) -> Iterator[Edge]:
        """The calls of a file that call a symbol. Who hands it on leads to it rather than who is handed it."""
        calls = self._running.calls_in(path)
        if calls is None:
            return
        for site in dict.fromkeys(each for key in (*sorted(names), "") for each in calls.called.get(key, ())):
            assert isinstance(site.expr, Call)
            called = name or last_name(site.expr.callee) or "the function"
            reasons = self._doubts(path, site, node)
            if reasons is None:
                continue
            passed = is_handed and self._running.is_handed_in(path, site.expr.callee, site.symbol)
            if passed:
                reasons = (*reasons, handed_in(called))
            default = self._default_called(path, site, site.expr)
            yield Edge(path, site.symbol, site.span, f"calls {called}()", node, reasons, site.expr, default, passed)

    def _doubts(self, path: str, site: Site, node: Node) -> tuple[str, ...] | None:
        """Why a call may not call the target, () when it surely does; None when it does not."""
        assert isinstance(site.expr, Call)
        parameter = self._running.parameter(path, site.expr.callee, site.symbol)
        if parameter is not None:
            # Who hands a function on leads to it, not who is handed it; a default is handed by nobody.
            given = self._running.of(path, parameter.default) if parameter.default is not None else ()
            return () if any(node in runs for _, runs in given) else None
        called = self._running.called_by(path, site.expr)
        hits = sum(node in runs for _, runs in called)
        if not hits:
            return None
        reasons: list[str] = []
        local = sum(not isinstance(value, Opaque) for value, _ in called)
        if local > hits:
            reasons.append(f"{last_name(site.expr.callee) or 'this'} is one of several functions that may be called")
        elif local < len(called):
            reasons.append("what is called here is not known for sure")
        if site.guard:
            reasons.append("it runs only under a runtime flag")
        if last_name(site.expr.callee) in SIGNATURES and any(isinstance(value, LocalFunction) for value, _ in called):
            reasons.append("a task is only made here; it runs when somebody sends it")
        return tuple(reasons)

    def _default_called(self, path: str, site: Site, call: Call) -> int:
        """The position of the parameter that a call calls, or -1."""
        facts = self._project.facts(path)
        parameter = self._running.parameter(path, call.callee, site.symbol)
        if facts is None or parameter is None:
            return -1
        params = facts.symbols[site.symbol].params
        return params.index(parameter) if parameter in params else -1

    # --- files that can see a symbol ---

    def _seers(self, node: Node, name: str) -> _Seers:
        found = self._seen.get((node[0], node[1]))
        if found is None or (name and name not in found.names_in(node[0])):
            found = self._seen[node] = self._find_seers(node, name)
        return found

    def _find_seers(self, node: Node, name: str) -> _Seers:
        path, symbol = node
        closure = self._closure(self._defining(node))
        importers = set(self._graph.importers(path))
        facts, naming, calls = self._project.facts(path), self._running.naming(path), self._running.calls_in(path)
        spread = _Spread(constructs=facts is not None and _is_constructed(facts.symbols[symbol]))
        if naming is not None and calls is not None:
            spread.start(path, name, naming.of_symbol(symbol), argument=symbol in calls.given)
        files: set[str] = {path}
        while True:
            namings = list(self._namings(files))
            spread.through(namings)
            direct = importers if "default" in spread.names else self._running.words.among(importers, "getattr(")
            more = {each for word in spread.news() for each in self._running.words.among(closure, word)} | direct
            more -= files
            self._running.read(more)
            files |= more
            # What calls give is worked out last: it is forgotten whenever more files are read.
            if not more and not self._is_wrapped(spread, node, namings):
                inside = {each: frozenset(names) for each, names in spread.inside.items()}
                return _Seers(tuple(sorted(files)), frozenset(spread.names), frozenset(spread.givers), inside)

    def _is_wrapped(self, spread: _Spread, node: Node, namings: Iterable[tuple[str, Naming]]) -> bool:
        """Whether there are more functions that run a symbol for others, which are noted."""
        more = False
        for path, naming in namings:
            known = spread.wrapped.get(path, frozenset())
            found = known | self._wrapping(path, naming, node, spread.names_in(path))
            more = more or found != known
            spread.wrapped[path] = found
        return more

    def _wrapping(self, path: str, naming: Naming, node: Node, names: Collection[str]) -> frozenset[int]:
        """The calls of a file that are handed a symbol and give a function which runs it, where that has a name."""
        calls = self._running.calls_in(path)
        if calls is None:
            return frozenset()
        sites = [site for name in sorted(names) for site, _ in calls.handed.get(name, ())]
        sites += [calls.given[node[1]]] if path == node[0] and node[1] in calls.given else []
        handed = [site.expr for site in dict.fromkeys(sites) if isinstance(site.expr, Call)]
        return frozenset(
            call.site
            for call in handed
            if naming.is_named(call.site)
            and any(self._context.values.may_wrap(value) for value, _ in self._running.called_by(path, call))
            and any(node in self._running.run_by(each) for each in self._context.values.of(path, call))
        )

    def _namings(self, paths: Iterable[str]) -> Iterator[tuple[str, Naming]]:
        for path in sorted(paths):
            naming = self._running.naming(path)
            if naming is not None:
                yield path, naming

    def _closure(self, paths: Collection[str]) -> frozenset[str]:
        for path in paths:
            if path not in self._closures:
                self._closures[path] = self._graph.closure((path,))
        return frozenset().union(*(self._closures[path] for path in paths))

    def _defining(self, node: Node) -> set[str]:
        """The file of a symbol, and those of the interfaces and bases by which a method may be called."""
        path, symbol = node
        found = {path}
        facts = self._project.facts(path)
        if facts is None or facts.symbols[symbol].kind is not SymbolKind.METHOD:
            return found
        pending = [(path, facts.symbols[symbol].parent)]
        seen: set[Node] = set()
        while pending:
            where, number = pending.pop()
            other = self._project.facts(where)
            if other is None or (where, number) in seen:
                continue
            seen.add((where, number))
            found.add(where)
            for base in (*other.symbols[number].bases, *other.symbols[number].interfaces):
                values = self._context.values.of(where, base)
                pending.extend((each.path, each.symbol) for each in values if isinstance(each, LocalClass))
        return found | self._protocols(facts, symbol)

    def _protocols(self, facts: FileFacts, symbol: int) -> set[str]:
        """Python files with a Protocol that has a method of this name: a class need not name it."""
        if facts.language != PYTHON:
            return set()
        among = self._running.words.among
        if self._protocol_files is None:
            self._protocol_files = frozenset(among(self._graph.files(), "Protocol"))
        method = facts.symbols[symbol].name.rpartition(".")[2]
        files = among(self._protocol_files, f"def {method}(")
        self._running.read(files)
        return files


def _is_constructed(symbol: Symbol) -> bool:
    """Whether making an object runs a symbol: then making one of a subclass may run it, too."""
    return symbol.kind is SymbolKind.CLASS or symbol.name.rpartition(".")[2] in CONSTRUCTORS


def _called_names(facts: FileFacts, symbol: int) -> tuple[str, ...]:
    """The names by which a symbol is called, "" for none of its own; a constructor goes by its class's, too."""
    each = facts.symbols[symbol]
    name = each.name.rpartition(".")[2]
    if each.kind is SymbolKind.MODULE or each.name == MAIN:
        return ()
    if each.kind is not SymbolKind.CLASS and name in (*CONSTRUCTORS, "__call__"):
        return facts.symbols[each.parent].name.rpartition(".")[2], name
    return (name,)
