"""What an expression can be: constants, things of external modules, local functions, classes and objects.

`Values.of` follows names to their bindings, calls to what they return and imports into other files. It knows no
conditions and no order of statements, so a name has every value that is assigned to it. What it cannot know
is `Opaque`, which stays among the values: a reader can tell "always this" from "this or something unknown".
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice, product
from typing import Any, Final

from linter.facts import (
    ABSENT,
    SLICE_ENDS,
    Call,
    ClassOf,
    Either,
    Expr,
    Fallback,
    FileFacts,
    FunctionOf,
    Imported,
    Index,
    InstanceOf,
    Items,
    Join,
    Load,
    Member,
    Name,
    Parameter,
    Record,
    Spread,
    Super,
    SymbolKind,
    Text,
    This,
    declaring_scope,
)
from linter.languages import PYTHON
from linter.project import External, Local, Namespace, Project
from linter.values.indexes import CallsByName, ClassesByBase, DecoratorsByName, NamedCall
from linter.values.library import (
    Loader,
    called_back_with,
    loader_in,
    loader_of,
    part_of,
    slice_of,
    text_function,
)
from linter.values.memory import Memory
from linter.values.model import (
    CALLED,
    GIVEN_AGAIN,
    HOLE,
    MOST_VALUES,
    NOTHING,
    RUN_ANYWAY,
    RUN_AS_TASK,
    Const,
    Instance,
    LocalClass,
    LocalFunction,
    LocalModule,
    Made,
    Opaque,
    Origin,
    Structure,
    Thing,
    Value,
    is_known,
    means,
    together,
    united,
)
from linter.values.stores import Stores
from linter.values.wrapping import gives_parameter, gives_what_it_wraps, is_inside, kept_parameters

_DEEPEST = 60
"""Steps that a value is followed through names, calls and files."""


_MOST_STEPS = 20_000
"""Expressions that are looked at to work out one; real ones need some hundreds."""


class Values:
    """Works out values of expressions in one project; remembers what it worked out."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._memory = Memory()
        self._busy: set[tuple[object, ...]] = set()
        self._callbacks: dict[str, dict[int, tuple[Call, int]]] = {}
        self._assigned_names: dict[str, frozenset[tuple[str, str]]] = {}
        self._callers: dict[tuple[str, int], NamedCall | None] = {}
        self._calls = CallsByName(project)
        self._classes = ClassesByBase(project)
        self._decorators = DecoratorsByName(project)
        self._stores = Stores(project)
        self._kept: dict[tuple[str, int], frozenset[int]] = {}
        self._structures: dict[tuple[str, int], Structure] = {}
        self._containers: dict[tuple[str, int], Items] = {}
        self._depth = 0
        self._steps = 0
        self._ways = self._all_ways()

    def _all_ways(self) -> Mapping[type, Callable[[str, Any], tuple[Value, ...]]]:
        """How each kind of expression is worked out; others are nothing known. A table is faster than `match`."""
        return {
            Text: lambda _, expr: (Const(expr.value),),
            Join: self._joined,
            Name: self._name,
            Member: self._member,
            Index: self._indexed,
            Call: self._call,
            Load: self._load,
            Record: self._structure,
            Items: self._structure,
            FunctionOf: lambda path, expr: (LocalFunction(path, expr.symbol),),
            ClassOf: lambda path, expr: (LocalClass(path, expr.symbol),),
            InstanceOf: self._instance_of,
            This: lambda path, expr: (Instance(path, expr.symbol),),
            Super: lambda path, expr: self._base_values(path, expr.symbol),
            Parameter: self._parameter,
            Imported: self._imported,
            Either: lambda path, expr: united(self.of(path, each) for each in expr.options if each != ABSENT),
            Fallback: self._with_fallback,
            Spread: lambda path, expr: self.of(path, expr.value),
        }

    def of(self, path: str, expr: Expr) -> tuple[Value, ...]:
        """Every value that an expression of the file `path` can have; never empty."""
        if self._depth > _DEEPEST or self._steps > _MOST_STEPS:
            self._memory.touch()
            return _TOO_DEEP
        work_out = self._ways.get(type(expr))
        if work_out is None:
            return NOTHING
        self._depth += 1
        self._steps += 1
        try:
            return work_out(path, expr)
        finally:
            self._depth -= 1
            if not self._depth:
                self._steps = 0

    def _instance_of(self, path: str, expr: InstanceOf) -> tuple[Value, ...]:
        """Some instance of a type; of a container's type, one that holds some."""
        kind = expr.type
        if not isinstance(kind, Items):
            return self._instances(self.of(path, kind))
        key = (path, id(kind))
        if key not in self._containers:
            self._containers[key] = Items(tuple(InstanceOf(each) for each in kind.items))
        return self._structure(path, self._containers[key])

    def forget(self, *, everything: bool = False) -> None:
        """Works out anew, from here on, what may be another since more files have been read; or everything."""
        indexes = (self._classes, self._decorators, self._stores.outside)
        renewed = [each.is_renewed() for each in indexes]
        self._memory.forget(everything=everything or any(renewed))

    def _facts(self, path: str) -> FileFacts | None:
        """The facts of a file. One that is not read now may be later."""
        found = self.project.facts(path)
        if found is None:
            self._memory.touch()
        return found

    def constants(self, path: str, expr: Expr) -> tuple[Value, ...]:
        """The values as text: constants, with everything else opaque."""
        return tuple(each if isinstance(each, Const) else Opaque() for each in self.of(path, expr))

    def call_of(self, made: Made) -> Call | None:
        """The call by which a thing was made."""
        facts = self._facts(made.path)
        expr = facts.sites[made.site].expr if facts is not None else None
        return expr if isinstance(expr, Call) else None

    def names_in(self, path: str) -> tuple[str, ...]:
        """The names that a file defines itself and exports."""
        facts = self._facts(path)
        if facts is None:
            return ()
        return tuple(
            name for name, values in facts.exports.items() if not all(isinstance(each, Imported) for each in values)
        )

    def _structure(self, path: str, expr: Record | Items) -> tuple[Value, ...]:
        """One object for each literal. The literal is kept with it, so that its id stays its own."""
        key = (path, id(expr))
        found = self._structures.get(key)
        if found is None:
            found = self._structures[key] = Structure(path, expr)
        return (found,)

    # --- names ---

    def _once(self, key: tuple[object, ...], compute: Callable[[], tuple[Value, ...]]) -> tuple[Value, ...]:
        known = self._memory.get(key)
        if known is not None:
            return known
        if key in self._busy:
            self._memory.touch()
            return NOTHING
        self._busy.add(key)
        touched = self._memory.touched
        try:
            result = compute()
        finally:
            self._busy.discard(key)
        self._memory.keep(key, result, touched)
        return result

    def _name(self, path: str, expr: Name) -> tuple[Value, ...]:
        name, scope = expr
        key = (path, name, scope)
        known = self._memory.get(key)
        return known if known is not None else self._once(key, lambda: self._named(path, name, scope))

    def _named(self, path: str, name: str, scope: int) -> tuple[Value, ...]:
        facts = self._facts(path)
        if facts is None:
            return NOTHING
        declared = declaring_scope(facts, name, scope)
        if declared >= 0:
            bindings = facts.scopes[declared].bindings[name]
            return united(self.of(path, each) for each in _assigned_first(bindings)) if bindings else NOTHING
        if name == "exports" and facts.language != PYTHON:
            return (LocalModule(path),)
        return self._from_stars(path, facts, name) or (Thing("", (name,)),)

    def _from_stars(self, path: str, facts: FileFacts, name: str) -> tuple[Value, ...]:
        """A name that only `from x import *` can have brought in."""
        if facts.language != PYTHON or name in _PYTHON_BUILTINS:
            return ()
        things: list[Value] = []
        for index in facts.stars:
            resolution = self.project.resolve(path, facts.imports[index])
            if isinstance(resolution, Local):
                found = self.export(resolution.path, name)
                if any(is_known(each) for each in found):
                    return found
            elif isinstance(resolution, External):
                things.append(Thing(resolution.module, (name,), Origin(path, index, False)))
        return tuple(things)

    # --- members ---

    def _member(self, path: str, expr: Member) -> tuple[Value, ...]:
        bases = self.of(path, expr.base)
        if expr.name == "exports" and bases == _COMMON_MODULE:
            return (LocalModule(path),)
        found = united(self.member_of(base, expr.name) for base in bases)
        if all(_is_table(each) for each in bases) and not any(is_known(each) for each in found):
            found = self.stored(path, expr.base, expr.name) or found
        if isinstance(expr.base, Name):
            assigned = self._assigned(path, expr.base, expr.name)
            if assigned:
                known = tuple(each for each in found if is_known(each))
                key = (path, "assigned", id(assigned))
                return united([known, self._once(key, lambda: united(self.of(path, each) for each in assigned))])
        return found

    def _assigned(self, path: str, base: Name, member: str) -> tuple[Expr, ...]:
        facts = self._facts(path)
        if facts is None:
            return ()
        if path not in self._assigned_names:
            self._assigned_names[path] = frozenset(key for scope in facts.scopes for key in scope.properties)
        if (base.name, member) not in self._assigned_names[path]:
            return ()
        scope = max(declaring_scope(facts, base.name, base.scope), 0)
        return facts.scopes[scope].properties.get((base.name, member), ())

    def member_of(self, base: Value, name: str) -> tuple[Value, ...]:
        """What `base.name` can be."""
        if isinstance(base, Thing):
            return (base.member(name),)
        if isinstance(base, Instance | LocalClass):
            path, symbol, exact = base.path, base.symbol, not isinstance(base, Instance) or base.exact
            if name == "constructor" and isinstance(base, Instance):
                return self._made_by(path, symbol, exact)
            key = (path, "member", symbol, name, exact)
            return self._once(key, lambda: self._object_member(path, symbol, name, exact))
        if isinstance(base, LocalModule):
            return self.export(base.path, name)
        if isinstance(base, Structure) and isinstance(base.expr, Record):
            return self._entry(base, base.expr, name)
        if isinstance(base, Structure) and name.lstrip("-").isdigit():
            return self._element(base, Const(name))
        if isinstance(base, Const) and name in _TEXT_ITSELF:
            return (base,)
        if isinstance(base, LocalFunction) and name == "constructor":
            return (Thing("", ("Function",)),)
        if isinstance(base, LocalFunction) and self._runs(base.path, base.symbol, name):
            return (base,)
        return NOTHING

    def _entry(self, base: Structure, record: Record, name: str) -> tuple[Value, ...]:
        for key, value in reversed(record.entries):
            if key == name:
                return self.of(base.path, value)
        spread = ("spread", id(base), name)
        return self._once(spread, lambda: self._spread_member(base.path, record.rest, name))

    def _runs(self, path: str, symbol: int, member: str) -> bool:
        """Whether a function's member is another way to run it: `f.call(…)`, `task.delay(…)`."""
        if member in RUN_ANYWAY:
            return True
        facts = self._facts(path) if member in RUN_AS_TASK else None
        return facts is not None and bool(facts.symbols[symbol].decorators)

    def _is_bare(self, facts: FileFacts, symbol: int, own: tuple[Expr, ...]) -> bool:
        """Whether a method of an abstract class or Protocol has no code of its own."""
        return facts.symbols[symbol].abstract and all(
            isinstance(each, FunctionOf)
            and (facts.symbols[each.symbol].abstract or self._is_structural_body(facts, each))
            for each in own
        )

    def _is_structural_body(self, facts: FileFacts, function: FunctionOf) -> bool:
        """A method that calls nothing and returns nothing: `...`, or a docstring."""
        each = facts.symbols[function.symbol]
        return not each.returns and not any(site.symbol == function.symbol for site in facts.sites)

    def _spread_member(self, path: str, rest: tuple[Expr, ...], name: str) -> tuple[Value, ...]:
        """What the objects spread into a literal have under a name."""
        return united(self.member_of(value, name) for each in rest for value in self.of(path, each))

    def _object_member(self, path: str, symbol: int, name: str, exact: bool) -> tuple[Value, ...]:
        """A member of an object of a class; `exact`: of no class that is based on it."""
        own = self._class_member(path, symbol, name, set())
        others = [] if exact else list(self._overridden(path, symbol, name, {(path, symbol)}))
        known = tuple(each for each in own if is_known(each))
        if not known and not others and not name.startswith("__"):
            own = self._by_getattr(path, symbol, name) or own
        return united([known or (Opaque("structural"),), *others]) if others else own

    def _made_by(self, path: str, symbol: int, exact: bool) -> tuple[Value, ...]:
        """`this.constructor`: the class, or one that is based on it."""
        based = () if exact else ((LocalClass(*each),) for each in self.implementers(path, symbol))
        return united([(LocalClass(path, symbol),), *based])

    def _overridden(self, path: str, symbol: int, name: str, seen: set[tuple[str, int]]) -> Iterator[tuple[Value, ...]]:
        """What the classes that are based on a class have under a name."""
        for where, number in self.implementers(path, symbol):
            facts = self._facts(where)
            if facts is None or (where, number) in seen:
                continue
            seen.add((where, number))
            own = facts.symbols[number].members.get(name)
            if own and not self._is_bare(facts, number, own):
                yield united(self.of(where, each) for each in _assigned_first(own))
            yield from self._overridden(where, number, name, seen)

    def _by_getattr(self, path: str, symbol: int, name: str) -> tuple[Value, ...]:
        """What a class's `__getattr__` gives for a name, where it reads the name from something: else empty."""
        found: list[tuple[Value, ...]] = []
        for each in self._class_member(path, symbol, "__getattr__", set()):
            facts = self._facts(each.path) if isinstance(each, LocalFunction) else None
            if facts is None or not isinstance(each, LocalFunction):
                continue
            asked = Parameter(each.symbol, 0)
            calls = [given for given in facts.symbols[each.symbol].returns if isinstance(given, Call)]
            read = [given.args[0] for given in calls if _reads_by_name(facts, given, asked)]
            found.extend(self.of(each.path, Member(base, name)) for base in read)
        return united(found) if found else ()

    def _class_member(self, path: str, symbol: int, name: str, seen: set[tuple[str, int]]) -> tuple[Value, ...]:
        facts = self._facts(path)
        if facts is None or (path, symbol) in seen:
            return NOTHING
        seen.add((path, symbol))
        own = facts.symbols[symbol].members.get(name)
        found: list[tuple[Value, ...]] = []
        if own and not self._is_bare(facts, symbol, own):
            found.append(united(self.of(path, each) for each in _assigned_first(own)))
            if not all(isinstance(each, InstanceOf) for each in own):
                return found[0]
            # A field that is only declared here is given its values by a base.
        for base in facts.symbols[symbol].bases:
            for value in self.of(path, base):
                if isinstance(value, LocalClass):
                    inherited = self._class_member(value.path, value.symbol, name, seen)
                    found.append(tuple(each for each in inherited if is_known(each)) if found else inherited)
                elif isinstance(value, Thing) and not own:
                    found.append((value.member(CALLED).member(name),))
        if facts.symbols[symbol].abstract and name in facts.symbols[symbol].members:
            found = [*self._implemented(path, symbol, name, seen)] or found
        return united(found) if found else NOTHING

    def _implemented(
        self, path: str, symbol: int, name: str, seen: set[tuple[str, int]]
    ) -> Iterator[tuple[Value, ...]]:
        """What the classes that implement an interface (or an abstract class) have under a name."""
        for where, number in self.implementers(path, symbol):
            yield self._class_member(where, number, name, seen)
        if self._is_structural(path, symbol):
            for where, number in self._lookalikes(path, symbol):
                yield (*self._class_member(where, number, name, set()), Opaque("structural"))

    def implementers(self, path: str, symbol: int) -> list[tuple[str, int]]:
        """The classes read so far that name the interface among their bases, directly or through others."""
        facts = self._facts(path)
        name = facts.symbols[symbol].name.rpartition(".")[2] if facts is not None else ""
        return [
            (where, number)
            for where, number, base in self._classes.named(name)
            if LocalClass(path, symbol) in self.of(where, base)
        ]

    def _is_structural(self, path: str, symbol: int) -> bool:
        facts = self._facts(path)
        bases = facts.symbols[symbol].bases if facts is not None else ()
        return any(isinstance(each, Name | Member) and each.name == "Protocol" for each in bases)

    def _lookalikes(self, path: str, symbol: int) -> list[tuple[str, int]]:
        """Classes that have every method of a Protocol without naming it."""
        facts = self._facts(path)
        wanted = {each for each in facts.symbols[symbol].members if not each.startswith("_")} if facts else set()
        named = set(self.implementers(path, symbol)) | {(path, symbol)}
        self._memory.touch()
        return [
            (where, number)
            for where, other in self.project.known()
            for number, each in enumerate(other.symbols)
            if each.kind is SymbolKind.CLASS
            and not each.abstract
            and wanted
            and wanted <= each.members.keys()
            and (where, number) not in named
        ]

    def _base_values(self, path: str, symbol: int) -> tuple[Value, ...]:
        facts = self._facts(path)
        bases = facts.symbols[symbol].bases if facts is not None else ()
        return self._instances(united(self.of(path, each) for each in bases), exact=True) if bases else NOTHING

    def _instances(self, classes: tuple[Value, ...], *, exact: bool = False) -> tuple[Value, ...]:
        return united(_instance_of(each, exact=exact) for each in classes)

    def _indexed(self, path: str, expr: Index) -> tuple[Value, ...]:
        bases = self.of(path, expr.base)
        if bases and all(isinstance(each, Thing) and each.path[-1:] in _TYPE_WRAPPERS for each in bases):
            return self.of(path, expr.key)
        if isinstance(expr.key, Record):
            ends = dict(expr.key.entries)
            part = slice_of(self, path, *(ends.get(each) for each in SLICE_ENDS))
            return bases if part is None else part_of(bases, part)
        keys = self.constants(path, expr.key)
        found = united(self._element(base, key) for base in bases for key in keys)
        stored = self.stored(path, expr.base)
        return united([tuple(each for each in found if is_known(each)), stored]) if stored else found

    def _element(self, base: Value, key: Value) -> tuple[Value, ...]:
        text = key.text if isinstance(key, Const) and HOLE not in key.text else None
        match base:
            case Structure(path, Items(items)):
                if text is not None and text.lstrip("-").isdigit():
                    return self.of(path, items[int(text)]) if -len(items) <= int(text) < len(items) else NOTHING
                return united(self.of(path, each) for each in items) if items else NOTHING
            case Structure(path, Record(entries, _)):
                if text is not None:
                    return self.member_of(base, text)
                return united(self.of(path, value) for _, value in entries) if entries else NOTHING
            case _:
                return self.member_of(base, text if text is not None else "[]")

    # --- what is put into lists and tables ---

    def stored(self, path: str, base: Expr, key: str = "") -> tuple[Value, ...]:
        """What code puts into a list or table: under a `key`, else under any. Empty, or with something unknown."""
        exprs = list(self._stores.put_into(path, base, key))
        if not exprs:
            return ()
        memo = (path, "stored", id(exprs[0][1]), key)
        found = self._once(memo, lambda: united(self.of(where, each) for where, each in exprs))
        return united([tuple(each for each in found if is_known(each)), NOTHING])

    # --- imports ---

    def _imported(self, path: str, expr: Imported) -> tuple[Value, ...]:
        index, name = expr
        facts = self._facts(path)
        if facts is None:
            return NOTHING
        imported = facts.imports[index]
        origin = Origin(path, index, False)
        if name == "^":
            return self._top_package(path, imported.specifier, origin)
        if facts.language == PYTHON and name != "*":
            resolution = self.project.resolve(path, imported, name)
        else:
            resolution = self.project.resolve(path, imported)
        match resolution:
            case External(module):
                return (Thing(module, () if name in ("*", "default") else (name,), origin),)
            case Local(target):
                if name == "*" or self._is_submodule(facts, target, imported.specifier, name):
                    return (LocalModule(target),)
                return self.export(target, name)
            case _:
                return NOTHING

    def _is_submodule(self, facts: FileFacts, target: str, specifier: str, name: str) -> bool:
        """`from package import module`: the resolved file is the module itself, not the package."""
        if facts.language != PYTHON:
            return False
        stem = target.removesuffix(".py").removesuffix("/__init__").rpartition("/")[2]
        package = specifier.rpartition(".")[2]
        return (stem == name and stem != package) or target.endswith(f"{package}/{name}.py")

    def _top_package(self, path: str, specifier: str, origin: Origin) -> tuple[Value, ...]:
        top = specifier.partition(".")[0]
        resolution = self.project.resolve_specifier(path, top)
        if isinstance(resolution, Local | Namespace):
            return (LocalModule(resolution.path),)
        if self.project.submodule(top, specifier.partition(".")[2].partition(".")[0]):
            return (LocalModule(top),)
        return (Thing(top, (), origin),)

    def export(self, path: str, name: str) -> tuple[Value, ...]:
        """What a file of the project exports under `name`."""
        return self._once((path, "export", name), lambda: self._export(path, name))

    def _export(self, path: str, name: str) -> tuple[Value, ...]:
        facts = self._facts(path)
        if facts is None:
            return self._submodule(path, name)
        own = facts.exports.get(name)
        if own:
            return united(self.of(path, each) for each in own)
        for index in facts.stars:
            resolution = self.project.resolve(path, facts.imports[index])
            if isinstance(resolution, Local):
                found = self.export(resolution.path, name)
                if any(is_known(each) for each in found):
                    return found
            elif isinstance(resolution, External):
                return (Thing(resolution.module, (name,), Origin(path, index, False)),)
        default = facts.exports.get("default")
        if default and name != "default":
            return united(self.member_of(each, name) for expr in default for each in self.of(path, expr))
        if name == "default" and facts.exports and facts.language != PYTHON:
            return (LocalModule(path),)
        if facts.language == PYTHON and "__getattr__" in facts.exports and name != "__getattr__":
            return united([*(self.given_by(each) for each in self.export(path, "__getattr__")), NOTHING])
        return self._submodule(path, name)

    def _submodule(self, path: str, name: str) -> tuple[Value, ...]:
        """`package.module` after `import package.module`."""
        folder = path.removesuffix("/__init__.py")
        found = self.project.submodule(folder, name)
        return (LocalModule(found),) if found else NOTHING

    # --- calls ---

    def _call(self, path: str, call: Call) -> tuple[Value, ...]:
        key = (path, "call", call.site)
        known = self._memory.get(key)
        return known if known is not None else self._once(key, lambda: self._called(path, call))

    def _called(self, path: str, call: Call) -> tuple[Value, ...]:
        text = text_function(self, path, call)
        if text is not None:
            return text
        return united(self._result(path, call, callee) for callee in self.of(path, call.callee))

    def _result(self, path: str, call: Call, callee: Value) -> tuple[Value, ...]:
        match callee:
            case Thing():
                loader = loader_of(callee)
                if loader is not None:
                    return self._loaded_by(path, call, loader)
                if callee.path[-1:] == ("bind",) and len(callee.path) > 1:
                    return (callee._replace(path=callee.path[:-1]),)
                made = callee._replace(path=(*callee.path, CALLED), made=(*callee.made, Made(path, call.site)))
                return self._wrapped_by(path, call, callee) or (made,)
            case LocalFunction(where, symbol):
                if self._gives_again(path, call, callee):
                    return (callee,)
                text = self._text_made(path, call, where, symbol)
                return text or self._wrapping(path, call, callee, self._returned(where, symbol))
            case LocalClass(where, symbol):
                return (Instance(where, symbol, exact=True),)
            case LocalModule(where):
                return united(self._result(path, call, each) for each in self.whole_export(where))
            case _:
                return NOTHING

    def _text_made(self, path: str, call: Call, where: str, symbol: int) -> tuple[Value, ...]:
        """What a function gives that puts text together from what it is handed, for one call; empty for others."""
        facts = self._facts(where)
        each = facts.symbols[symbol] if facts is not None else None
        if each is None or not each.params or (where, symbol) in self._callers:
            return ()
        if not any(isinstance(given, Join) for given in each.returns):
            return ()
        with self.called_by(where, symbol, NamedCall(path, call.site, call)):
            found = united(self.of(where, given) for given in each.returns if given != ABSENT)
        self._memory.touch()
        return found

    def _kept_by(self, facts: FileFacts, path: str, symbol: int) -> frozenset[int]:
        if (path, symbol) not in self._kept:
            self._kept[path, symbol] = kept_parameters(facts, symbol)
        return self._kept[path, symbol]

    def may_wrap(self, function: Value) -> bool:
        """Whether what calling something gives may run what it is handed, told without working out what it gives."""
        if isinstance(function, Thing):
            return gives_what_it_wraps(function.path)
        facts = self._facts(function.path) if isinstance(function, LocalFunction) else None
        if facts is None or not isinstance(function, LocalFunction) or not facts.symbols[function.symbol].returns:
            return False
        return gives_parameter(facts, function.symbol) or bool(self._kept_by(facts, function.path, function.symbol))

    def _wrapped_by(self, path: str, call: Call, callee: Thing) -> tuple[Value, ...]:
        """The functions of the project that a library's function is handed whose result runs them; else empty."""
        if not callee.module or not gives_what_it_wraps(callee.path):
            return ()
        handed = (value for each in call.args[:1] for value in self.of(path, each))
        return tuple(each for each in handed if isinstance(each, LocalFunction))

    def _wrapping(
        self, path: str, call: Call, function: LocalFunction, returned: tuple[Value, ...]
    ) -> tuple[Value, ...]:
        """What a call gives; functions that run what the call hands over have it with them."""
        where, symbol, _ = function
        if not call.args and not call.keywords:
            return returned
        facts = self._facts(where)
        inner = {each for each in returned if isinstance(each, LocalFunction) and each.path == where}
        if facts is None or not any(each.symbol != symbol and is_inside(facts, each.symbol, symbol) for each in inner):
            return returned
        kept = self._kept_by(facts, where, symbol)
        given = [_argument(facts, symbol, position, call) for position in sorted(kept)]
        found = (value for each in given if each is not None for value in self.of(path, each))
        wraps = tuple(dict.fromkeys(each for each in found if _is_runnable(each)))
        if not wraps:
            return returned
        return tuple(each._replace(wraps=wraps) if each in inner else each for each in returned)

    def _gives_again(self, path: str, call: Call, function: Value) -> bool:
        """Whether a call gives the function itself, for later: `f.bind(…)`, `task.s(…)`."""
        member = call.callee
        return isinstance(member, Member) and member.name in GIVEN_AGAIN and function in self.of(path, member.base)

    def whole_export(self, path: str) -> tuple[Value, ...]:
        """What calling a script as a whole calls: what `module.exports = …` gives it. Nothing for other files."""
        facts = self._facts(path)
        values = self.export(path, "default") if facts is not None and "default" in facts.exports else ()
        return tuple(each for each in values if not isinstance(each, LocalModule))

    def _returned(self, path: str, symbol: int) -> tuple[Value, ...]:
        facts = self._facts(path)
        if facts is None:
            return NOTHING
        returns, declared = facts.symbols[symbol].returns, facts.symbols[symbol].gives
        if not returns and declared is None:
            return NOTHING
        return self._once((path, "returned", symbol), lambda: self._given(path, returns, declared))

    def _given(self, path: str, returns: tuple[Expr, ...], declared: Expr | None) -> tuple[Value, ...]:
        """What a function gives; where it is not known, something of the declared type."""
        found = united(self.of(path, each) for each in returns if each != ABSENT)
        known = tuple(each for each in found if is_known(each) and not _is_setting(each))
        if declared is None or len(known) == len(found):
            return found
        typed = tuple(each for each in self._instance_of(path, InstanceOf(declared)) if is_known(each))
        return united([known, typed]) if typed else found

    def given_by(self, function: Value) -> tuple[Value, ...]:
        """What calling a local function gives; opaque for everything else."""
        return self._returned(function.path, function.symbol) if isinstance(function, LocalFunction) else NOTHING

    def _loaded_by(self, path: str, call: Call, loader: Loader) -> tuple[Value, ...]:
        if loader is Loader.MAKER:
            return (Thing("", ("require",)),)
        if not call.args:
            return NOTHING
        if loader is Loader.PROGRAM:
            first = (self.of(path, each)[0] for each in call.args)
            found = loader_in([each.text for each in first if isinstance(each, Const)] or [""])
            return NOTHING if found is None else (found,)
        return self._loaded(path, call.args[0], call.site)

    def _load(self, path: str, expr: Load) -> tuple[Value, ...]:
        return self._once((path, "call", expr.site), lambda: self._loaded(path, expr.specifier, expr.site))

    def _loaded(self, path: str, specifier: Expr, site: int) -> tuple[Value, ...]:
        found: list[tuple[Value, ...]] = []
        for value in self.constants(path, specifier):
            if not isinstance(value, Const) or HOLE in value.text:
                text = value.text if isinstance(value, Const) else HOLE
                modules = self.project.files_named(path, text.partition(HOLE)[0])
                found.append((*(LocalModule(each) for each in modules[:MOST_VALUES]), Opaque()))
                continue
            resolution = self.project.resolve_specifier(path, value.text)
            if isinstance(resolution, External):
                found.append((Thing(resolution.module, (), Origin(path, site, True)),))
            elif isinstance(resolution, Local):
                found.append((LocalModule(resolution.path),))
            else:
                found.append(NOTHING)
        return united(found)

    def _with_fallback(self, path: str, expr: Fallback) -> tuple[Value, ...]:
        """What is unknown at the front (an environment variable, a setting) leaves the fallback."""
        front = tuple(each for each in self.of(path, expr.value) if is_known(each) and not _is_setting(each))
        return united([front, self.of(path, expr.fallback)])

    # --- parameters ---

    def _parameter(self, path: str, expr: Parameter) -> tuple[Value, ...]:
        symbol, index = expr
        return self._once((path, "parameter", symbol, index), lambda: self._handed(path, symbol, index))

    def _handed(self, path: str, symbol: int, index: int) -> tuple[Value, ...]:
        if (path, symbol) in self._callers:
            return self._handed_by(path, symbol, index, self._callers[path, symbol])
        facts = self._facts(path)
        if facts is None:
            return NOTHING
        found: list[tuple[Value, ...]] = []
        params = facts.symbols[symbol].params
        if index < len(params):
            declared, default = params[index].type, params[index].default
            if declared is not None:
                found.append(self._instance_of(path, InstanceOf(declared)))
            if default is not None:
                found.append(self.of(path, default))
        callback = self._callback(path, facts, symbol)
        if callback is not None:
            found.append(called_back_with(self, path, *callback, index))
        found.extend(self._arguments(path, facts, symbol, index))
        if index == 0:
            found.extend((each,) for each in self._decorated_with(path, facts, symbol))
        values = united(found)
        known = tuple(each for each in values if is_known(each))
        if callback is not None and known:
            return values  # a callback is handed nothing but what its call has for it
        return known or (Opaque("parameter"),)

    def _callback(self, path: str, facts: FileFacts, symbol: int) -> tuple[Call, int] | None:
        """The call that this function is an argument of, and at which position."""
        if path not in self._callbacks:
            self._callbacks[path] = {
                arg.symbol: (site.expr, position)
                for site in facts.sites
                if isinstance(site.expr, Call)
                for position, arg in enumerate(site.expr.args)
                if isinstance(arg, FunctionOf)
            }
        return self._callbacks[path].get(symbol)

    def _arguments(self, path: str, facts: FileFacts, symbol: int, index: int) -> list[tuple[Value, ...]]:
        """What the calls of this function that have been read so far pass at position `index`."""
        name, target = _called_as(path, facts, symbol)
        found: list[tuple[Value, ...]] = []
        self._memory.touch()
        for caller, _, call in self._calls.named(name):
            given = _argument(facts, symbol, index, call)
            if given is not None and means(self.of(caller, call.callee), target):
                found.append(self.of(caller, given))
        return found

    def callers_of(self, path: str, symbol: int) -> list[NamedCall]:
        """The calls of a function that have been read so far, without those in itself."""
        facts = self._facts(path)
        if facts is None:
            return []
        name, target = _called_as(path, facts, symbol)
        return [
            each
            for each in self._calls.named(name)
            if means(self.of(each.path, each.call.callee), target) and not self._is_inside(each, path, symbol)
        ]

    def _is_inside(self, call: NamedCall, path: str, symbol: int) -> bool:
        facts = self._facts(call.path)
        number = facts.sites[call.site].symbol if facts is not None and call.path == path else 0
        while facts is not None and number > 0 and number != symbol:
            number = facts.symbols[number].parent
        return number == symbol

    @contextmanager
    def called_by(self, path: str, symbol: int, call: NamedCall | None) -> Iterator[None]:
        """While it lasts, a function's parameters are what this one call hands over (nothing that is known, for None).

        What is worked out meanwhile is forgotten afterwards.
        """
        memory, self._memory = self._memory, Memory()
        self._callers[path, symbol] = call
        try:
            yield
        finally:
            del self._callers[path, symbol]
            self._memory = memory

    def argument(self, path: str, parameter: Parameter, call: NamedCall) -> Expr | None:
        """What a call of a function of the file `path` hands over as one of its parameters."""
        facts = self._facts(path)
        return _argument(facts, parameter.symbol, parameter.position, call.call) if facts is not None else None

    def _handed_by(self, path: str, symbol: int, index: int, call: NamedCall | None) -> tuple[Value, ...]:
        facts = self._facts(path)
        if facts is None or call is None:
            return (Opaque("parameter"),)
        given = _argument(facts, symbol, index, call.call)
        params = facts.symbols[symbol].params
        default = params[index].default if index < len(params) else None
        if given is None:
            return self.of(path, default) if default is not None else (Opaque("parameter"),)
        return self.of(call.path, given)

    def _decorated_with(self, path: str, facts: FileFacts, symbol: int) -> Iterator[Value]:
        """The functions and classes, read so far, that a decorator is handed."""
        outer = facts.symbols[max(facts.symbols[symbol].parent, 0)]
        for name in sorted({each.name.rpartition(".")[2] for each in (facts.symbols[symbol], outer)}):
            for where, number, decorator in self._decorators.named(name):
                if means(self.of(where, decorator), LocalFunction(path, symbol)):
                    other = self._facts(where)
                    is_class = other is not None and other.symbols[number].kind is SymbolKind.CLASS
                    yield LocalClass(where, number) if is_class else LocalFunction(where, number)

    # --- text ---

    def _joined(self, path: str, expr: Join) -> tuple[Value, ...]:
        parts = expr.parts
        values = [self.of(path, part) for part in parts]
        if any(_is_list(each) for part in values for each in part):
            return (Structure(path, Items(tuple(Spread(part) for part in parts))),)
        choices = [tuple(_text_of(each) for each in part) for part in values]
        texts = dict.fromkeys(together(each) for each in islice(product(*choices), MOST_VALUES))
        return tuple(Const(each) for each in texts)


def _reads_by_name(facts: FileFacts, call: Call, asked: Parameter) -> bool:
    """`getattr(something, name)` with the name that a function is asked for."""
    if not isinstance(call.callee, Name) or call.callee.name != "getattr" or len(call.args) < 2:
        return False
    key = call.args[1]
    scope = declaring_scope(facts, key.name, key.scope) if isinstance(key, Name) else -1
    return isinstance(key, Name) and scope >= 0 and asked in facts.scopes[scope].bindings[key.name]


def _assigned_first(values: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """What is assigned says more than the declared type, and that more than `None`."""
    assigned = tuple(each for each in values if not isinstance(each, InstanceOf) and each != ABSENT)
    return assigned or tuple(each for each in values if each != ABSENT) or values


def _called_as(path: str, facts: FileFacts, symbol: int) -> tuple[str, Value]:
    """The name by which a function is called, and what the callee then is: for a constructor, its class."""
    name = facts.symbols[symbol].name.rpartition(".")[2]
    if name not in ("constructor", "__init__"):
        return name, LocalFunction(path, symbol)
    owner = facts.symbols[symbol].parent
    return facts.symbols[owner].name.rpartition(".")[2], LocalClass(path, owner)


def _argument(facts: FileFacts, symbol: int, index: int, call: Call) -> Expr | None:
    """What a call of a function hands over as its parameter `index`."""
    params = facts.symbols[symbol].params
    given = dict(call.keywords).get(params[index].name if index < len(params) else "")
    args = arguments_of(call)
    return args[index] if given is None and index < len(args) else given


def arguments_of(call: Call) -> tuple[Expr, ...]:
    """What a call hands to the function it runs: `f.call(this, a)` and `f.apply(this, [a])` hand over `a`."""
    method = call.callee.name if isinstance(call.callee, Member) else ""
    if method == "call":
        return call.args[1:]
    if method == "apply":
        return call.args[1].items if len(call.args) > 1 and isinstance(call.args[1], Items) else ()
    return call.args


def _instance_of(value: Value, *, exact: bool) -> tuple[Value, ...]:
    match value:
        case LocalClass(path, symbol):
            return (Instance(path, symbol, exact=exact),)
        case Thing(module) if module:
            return (value.member(CALLED),)
        case _:
            return NOTHING


def _is_runnable(value: Value) -> bool:
    """Whether calling a value runs code that is known: of the project, or of a library."""
    return isinstance(value, LocalFunction | LocalClass) or (isinstance(value, Thing) and value.module != "")


def _is_setting(value: Value) -> bool:
    """An environment variable or an option: there may be none, and then the fallback counts."""
    return isinstance(value, Thing) and not value.module


def _is_table(value: Value) -> bool:
    return isinstance(value, Structure) and isinstance(value.expr, Record)


def _is_list(value: Value) -> bool:
    return isinstance(value, Structure) and isinstance(value.expr, Items)


def _text_of(value: Value) -> str:
    return value.text if isinstance(value, Const) else HOLE


_TYPE_WRAPPERS = frozenset({("Annotated",), ("Optional",), ("Final",)})
"""`Annotated[Service, …]` and the like: another name of the type."""

_TEXT_ITSELF = frozenset({"href", "value"})
"""Members that give the text of a URL, or of a constant of an enumeration."""

_COMMON_MODULE = (Thing("", ("module",)),)

_PYTHON_BUILTINS = frozenset(dir(builtins))

_TOO_DEEP: Final[tuple[Value, ...]] = (Opaque("depth"),)
