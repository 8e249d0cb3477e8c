"""Gathers a file's facts while a language module walks its syntax tree.

The builder knows nothing of any language: it keeps the current symbol, scope and guard, resolves assignments
to the scope that declares the name, and drops references that no later stage can ask about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from linter.facts import (
    CARRIERS,
    ELEMENT,
    UNKNOWN,
    Access,
    Accessor,
    Call,
    ClassOf,
    Comment,
    Expr,
    FileFacts,
    FunctionOf,
    Import,
    Imported,
    ImportKind,
    Load,
    Member,
    Name,
    Param,
    Problem,
    Reference,
    Role,
    Scope,
    Site,
    SiteFlag,
    Span,
    Symbol,
    SymbolKind,
    This,
)

_PUTTING = frozenset({"push", "unshift", "append", "appendleft", "add", "set", "insert", "setdefault"})
"""Methods of lists and tables that put their last argument into them."""

MODULE = 0
"""Index of the module's own symbol and scope."""

_DEFINITIONS = (FunctionOf, ClassOf)
_ASKED_ABOUT = (Imported, *_DEFINITIONS)
"""What a name must be bound to, below the module, for its mentions to matter to a later stage."""


@dataclass(slots=True)
class SymbolDraft:
    """A symbol under construction."""

    name: str
    kind: SymbolKind
    parent: int
    span: Span
    body: Span
    params: list[Param] = field(default_factory=list)
    returns: list[Expr] = field(default_factory=list)
    bases: list[Expr] = field(default_factory=list)
    interfaces: list[Expr] = field(default_factory=list)
    decorators: list[Expr] = field(default_factory=list)
    members: dict[str, list[Expr]] = field(default_factory=dict)
    exported: bool = False
    mentioned: bool = False
    abstract: bool = False
    private: bool = False
    accessor: Accessor | None = None
    gives: Expr | None = None


@dataclass(slots=True)
class ScopeDraft:
    """A scope under construction."""

    parent: int
    closed: bool
    bindings: dict[str, list[Expr]] = field(default_factory=dict)
    properties: dict[tuple[str, str], list[Expr]] = field(default_factory=dict)


class FactsBuilder:
    """Collects symbols, scopes, sites and references; `finish` gives the facts."""

    def __init__(self, language: str, size: int, *, accesses: bool = False) -> None:
        whole = Span(0, size)
        self.language = language
        self.symbols = [SymbolDraft("", SymbolKind.MODULE, -1, whole, whole, exported=True, mentioned=True)]
        self.scopes = [ScopeDraft(-1, closed=False)]
        self.symbol = MODULE
        self.scope = MODULE
        self.function_scope = MODULE
        self.guard = 0
        self._conditions = 0
        self.imports: list[Import] = []
        self.exports: dict[str, list[Expr]] = {}
        self.stars: list[int] = []
        self.comments: list[Comment] = []
        self.problems: list[Problem] = []
        self.member_names: set[str] = set()
        self.wants_accesses = accesses
        self._accesses: list[Access] = []
        self._sites: list[Site] = []
        self._references: list[Reference] = []
        self._assigned: list[tuple[int, str, Expr]] = []
        self._assigned_members: list[tuple[Name, str, Expr]] = []

    # --- where we are ---

    def inside_scope(self, *, closed: bool = False) -> _InsideScope:
        """A new scope for the time of the block; gives its index."""
        return _InsideScope(self, closed)

    @contextmanager
    def inside_symbol(self, symbol: int) -> Iterator[SymbolDraft]:
        """Code of `symbol`, in a new scope and outside of the guards that stand around its definition."""
        outer = self.symbol, self.guard, self.function_scope
        self.symbol, self.guard = symbol, 0
        draft = self.symbols[symbol]
        with self.inside_scope(closed=draft.kind is SymbolKind.CLASS) as scope:
            self.function_scope = scope
            yield draft
        self.symbol, self.guard, self.function_scope = outer

    def new_guard(self, asks_a_flag: bool) -> int:
        """The number of a condition: for `guarded` where it holds, negative where it does not; 0 if no flag."""
        self._conditions += asks_a_flag
        return self._conditions if asks_a_flag else 0

    def guarded(self, guard: int) -> _Guarded:
        """Code that runs only under a runtime flag; 0 changes nothing."""
        return _Guarded(self, guard)

    def new_symbol(self, name: str, kind: SymbolKind, span: Span, body: Span) -> int:
        """Adds a symbol below the current one. Without a name it goes by that of its parent."""
        outer = self.symbols[self.symbol].name
        qualified = f"{outer}.{name}" if outer and name else name or outer
        self.symbols.append(SymbolDraft(qualified, kind, self.symbol, span, body))
        return len(self.symbols) - 1

    def enclosing_class(self) -> int:
        """The class whose method (or field) the current code belongs to, or -1."""
        symbol = self.symbol
        while symbol > MODULE and self.symbols[symbol].kind is not SymbolKind.CLASS:
            symbol = self.symbols[symbol].parent
        return symbol if symbol > MODULE else -1

    # --- what is there ---

    def bind(self, name: str, value: Expr, scope: int | None = None) -> None:
        """Declares `name` in a scope (the current one) and gives it a value, or one more."""
        where = self.scope if scope is None else scope
        self.scopes[where].bindings.setdefault(name, []).append(value)

    def assign(self, name: str, value: Expr) -> None:
        """Assigns to a name that some scope declares, perhaps further down: settled by `finish`."""
        self._assigned.append((self.scope, name, value))

    def assign_member(self, base: Expr, name: str, value: Expr) -> None:
        """`base.name = value`: a member of the class for `this`, else a property of the first name."""
        if isinstance(base, This):
            self.symbols[base.symbol].members.setdefault(name, []).append(value)
            return
        while isinstance(base, Member):
            name = f"{base.name}.{name}"
            base = base.base
        if isinstance(base, Name):
            self._assigned_members.append((base, name, value))
        elif isinstance(base, This):
            self.symbols[base.symbol].members.setdefault(name, []).append(value)

    def put(self, call: Call) -> None:
        """`list.push(value)`, `table.set(key, value)`: the value is one more element."""
        if not isinstance(call.callee, Member) or call.callee.name not in _PUTTING or not call.args:
            return
        value = call.args[-1]
        if isinstance(value, CARRIERS):
            self.assign_member(call.callee.base, ELEMENT, value)

    def add_import(
        self,
        specifier: str,
        kind: ImportKind,
        span: Span,
        names: tuple[tuple[str, str], ...],
        *,
        level: int = 0,
        bind: bool = True,
    ) -> int:
        """Adds an import at the current place and binds its local names here; gives its index."""
        index = len(self.imports)
        self.imports.append(Import(specifier, kind, span, self.symbol, names, level))
        if bind:
            for imported, local in names:
                self.bind(local, Imported(index, imported))
        return index

    def reserve_site(self) -> int:
        """An index for a call whose parts are still to be read; `fill_site` must follow."""
        self._sites.append(_PENDING)
        return len(self._sites) - 1

    def fill_site(self, span: Span, expr: Call | Load, flags: SiteFlag = SiteFlag.NONE) -> None:
        self._sites[expr.site] = Site(span, self.symbol, expr, flags, self.guard)

    def access(self, base: Expr, span: Span, *names: str, kind: Accessor = Accessor.GET) -> None:
        """Members of `base` that are read or written here; kept only when accesses are wanted."""
        if self.wants_accesses:
            self._accesses += [Access(span, self.symbol, Member(base, name), self.guard, kind) for name in names]

    def refer(self, name: str, span: Span, role: Role, path: tuple[str, ...] = ()) -> None:
        """A name mentioned as a value at the current place."""
        self._references.append(Reference(name, self.scope, self.symbol, span, role, path, self.guard))

    # --- at the end ---

    def finish(self, *, public: Callable[[str], bool] = lambda _: True) -> FileFacts:
        """The facts. `public` says which exported names other files are meant to use.

        The builder must not be used afterwards.
        """
        self._settle_assignments()
        references = tuple(each for each in self._references if self._matters(each))
        self._mark_mentioned(references)
        self._mark_exported(public)
        return FileFacts(
            language=self.language,
            symbols=tuple(_finished(each) for each in self.symbols),
            scopes=tuple(_finished_scope(each) for each in self.scopes),
            sites=tuple(self._sites),
            references=references,
            imports=tuple(self.imports),
            exports={name: tuple(values) for name, values in self.exports.items()},
            stars=tuple(self.stars),
            comments=tuple(self.comments),
            problems=tuple(self.problems),
            accesses=tuple(self._accesses),
        )

    def declaring_scope(self, name: str, scope: int) -> int:
        """The scope that declares `name` as seen from `scope`, or -1."""
        first = True
        while scope >= 0:
            draft = self.scopes[scope]
            if name in draft.bindings and (first or not draft.closed):
                return scope
            first = False
            scope = draft.parent
        return -1

    def _settle_assignments(self) -> None:
        for scope, name, value in self._assigned:
            declared = self.declaring_scope(name, scope)
            self.bind(name, value, max(declared, MODULE))
        for base, member, value in self._assigned_members:
            declared = max(self.declaring_scope(base.name, base.scope), MODULE)
            known = self.scopes[declared].bindings.get(base.name, ())
            owners = [each.symbol for each in known if isinstance(each, This)]
            for owner in owners:
                self.symbols[owner].members.setdefault(member, []).append(value)
            self.scopes[declared].properties.setdefault((base.name, member), []).append(value)

    def _matters(self, reference: Reference) -> bool:
        scope = self.declaring_scope(reference.name, reference.scope)
        if scope == MODULE or (scope < MODULE and self.stars):
            return True
        values = self.scopes[scope].bindings[reference.name] if scope > MODULE else []
        return any(isinstance(each, _ASKED_ABOUT) for each in values)

    def _mark_mentioned(self, references: tuple[Reference, ...]) -> None:
        for reference in references:
            scope = self.declaring_scope(reference.name, reference.scope)
            for value in self.scopes[scope].bindings.get(reference.name, ()):
                if isinstance(value, _DEFINITIONS) and not self._within(reference.symbol, value.symbol):
                    self.symbols[value.symbol].mentioned = True
        bound = self._bound_symbols()
        for index, draft in enumerate(self.symbols):
            if draft.kind is SymbolKind.METHOD:
                inherits = bool(self.symbols[draft.parent].bases)
                called = draft.name.rpartition(".")[2] in self.member_names
                draft.mentioned = not draft.private or called or inherits
            elif index not in bound:
                draft.mentioned = True

    def _bound_symbols(self) -> set[int]:
        """Functions and classes that go by a name: only these can go unmentioned."""
        return {
            value.symbol
            for scope in self.scopes
            for values in scope.bindings.values()
            for value in values
            if isinstance(value, _DEFINITIONS)
        }

    def _within(self, symbol: int, outer: int) -> bool:
        while symbol > MODULE:
            if symbol == outer:
                return True
            symbol = self.symbols[symbol].parent
        return False

    def _mark_exported(self, public: Callable[[str], bool]) -> None:
        pending = [value for name, values in self.exports.items() if public(name) for value in values]
        while pending:
            value = pending.pop()
            if isinstance(value, _DEFINITIONS):
                self.symbols[value.symbol].exported = True
            elif isinstance(value, Name):
                scope = self.declaring_scope(value.name, value.scope)
                if scope >= 0:
                    found = self.scopes[scope].bindings[value.name]
                    pending.extend(each for each in found if isinstance(each, _DEFINITIONS))


# Classes of their own, because `contextlib` takes three times as long, and a large file has thousands of blocks.


class _InsideScope:
    __slots__ = ("_builder", "_closed", "_outer")

    def __init__(self, builder: FactsBuilder, closed: bool) -> None:
        self._builder = builder
        self._closed = closed
        self._outer = builder.scope

    def __enter__(self) -> int:
        builder = self._builder
        builder.scopes.append(ScopeDraft(self._outer, self._closed))
        builder.scope = len(builder.scopes) - 1
        return builder.scope

    def __exit__(self, *_: object) -> None:
        self._builder.scope = self._outer


class _Guarded:
    __slots__ = ("_builder", "_guard", "_outer")

    def __init__(self, builder: FactsBuilder, guard: int) -> None:
        self._builder = builder
        self._guard = guard
        self._outer = builder.guard

    def __enter__(self) -> None:
        self._builder.guard = self._guard or self._outer

    def __exit__(self, *_: object) -> None:
        self._builder.guard = self._outer


_PENDING = Site(Span(0, 0), MODULE, Call(UNKNOWN, (), (), 0))


def _finished(draft: SymbolDraft) -> Symbol:
    return Symbol(
        draft.name,
        draft.kind,
        draft.parent,
        draft.span,
        draft.body,
        tuple(draft.params),
        tuple(draft.returns),
        tuple(draft.bases),
        tuple(draft.interfaces),
        tuple(draft.decorators),
        {name: tuple(values) for name, values in draft.members.items()},
        draft.exported,
        draft.mentioned,
        draft.abstract,
        draft.accessor,
        draft.gives,
    )


def _finished_scope(draft: ScopeDraft) -> Scope:
    return Scope(
        draft.parent,
        {name: tuple(values) for name, values in draft.bindings.items()},
        {key: tuple(values) for key, values in draft.properties.items()},
        draft.closed,
    )
