"""Who runs code that is written like a field, or that the language itself calls: getters, `with`, loops."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from linter.checks.edges import Edge, Node
from linter.checks.running import Running
from linter.facts import Access, Accessor, FileFacts, Symbol
from linter.values import Instance, LocalClass, LocalFunction, Value

CALLED_BY_LANGUAGE = {
    **dict.fromkeys(("__enter__", "__exit__", "__aenter__", "__aexit__"), "with"),
    **dict.fromkeys(("__iter__", "__next__", "__aiter__", "__anext__"), "for"),
    "__getitem__": "[",
}
"""Methods that Python calls where code has a word (or sign), but not their names."""


def is_accessed(symbol: Symbol) -> bool:
    """Whether a symbol runs where something is read, written, entered or looped over, not only where it is called."""
    return symbol.accessor is not None or symbol.name.rpartition(".")[2] in CALLED_BY_LANGUAGE


class Accessing:
    """Finds the places that run such code; files are read once more for them, when there is any."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self._values = running.context.values
        self._reading = running.context.reading
        self._found: dict[str, dict[str, list[Access]]] = {}

    def edges(self, files: Collection[str], node: Node, symbol: Symbol) -> Iterator[Edge]:
        """The accesses in these files, sorted, that run a symbol."""
        name = symbol.name.rpartition(".")[2]
        kind = symbol.accessor or Accessor.GET
        word = CALLED_BY_LANGUAGE.get(name)
        done = "reads" if kind is Accessor.GET else "writes"
        text = f"{done} {name}" if word is None else f"runs {name} by {word}"
        self._read(files)
        for path in files:
            for access in self._found.get(path, {}).get(name, ()):
                reasons = self._doubts(path, access, node, kind) if access.kind is kind else None
                if reasons is not None:
                    yield Edge(path, access.symbol, access.span, text, node, reasons)

    def _read(self, files: Iterable[str]) -> None:
        missing = [each for each in files if each not in self._found]
        for path, accesses in self._reading.accesses(missing).items():
            by_name = self._found[path] = {}
            for each in accesses:
                by_name.setdefault(each.expr.name, []).append(each)

    def _doubts(self, path: str, access: Access, node: Node, kind: Accessor) -> tuple[str, ...] | None:
        """Why an access may not run the symbol, () when it surely does; None when it does not."""
        name = access.expr.name
        owners = self._values.of(path, access.expr.base)
        runs = [each for owner in owners if node in (each := self._run_by(owner, name, kind, set()))]
        if not runs:
            return None
        reasons: list[str] = []
        if len(owners) > len(runs) or any(len(each) > 1 for each in runs):
            reasons.append(f"what {name} is read from is one of several things")
        if access.guard:
            reasons.append("it runs only under a runtime flag")
        return tuple(reasons)

    def _run_by(self, owner: Value, name: str, kind: Accessor, seen: set[Value]) -> frozenset[Node]:
        """The symbols that an access runs: those of an object's class, of a base, or of what implements it."""
        facts = self._running.project.facts(owner.path) if isinstance(owner, Instance | LocalClass) else None
        if not isinstance(owner, Instance | LocalClass) or facts is None or owner in seen:
            return frozenset()
        seen.add(owner)
        own = frozenset((owner.path, number) for number in _members(facts, owner.symbol, name, kind))
        if own:
            return own
        if name in CALLED_BY_LANGUAGE:
            methods = self._values.member_of(owner, name)
            return frozenset((each.path, each.symbol) for each in methods if isinstance(each, LocalFunction))
        others = [value for base in facts.symbols[owner.symbol].bases for value in self._values.of(owner.path, base)]
        inherited = frozenset[Node]().union(*(self._run_by(each, name, kind, seen) for each in others))
        if inherited or not facts.symbols[owner.symbol].abstract:
            return inherited
        implementing = (Instance(*each) for each in self._values.implementers(owner.path, owner.symbol))
        return frozenset[Node]().union(*(self._run_by(each, name, kind, seen) for each in implementing))


def _members(facts: FileFacts, owner: int, name: str, kind: Accessor) -> Iterator[int]:
    for number, each in enumerate(facts.symbols):
        is_code = each.parent == owner and each.accessor is kind and not each.abstract
        if is_code and each.name.rpartition(".")[2] == name:
            yield number
