"""What code puts into lists and tables after they were made: `handlers.push(f)`, `table[key] = f`, in any file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linter.facts import CARRIERS, ELEMENT, Expr, Imported, Member, Name, Scope, This, declaring_scope
from linter.project import Local, Project
from linter.values.indexes import StoresByOwner, owner_key


class Stores:
    """Finds what is put into one list or table, among the files read so far."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.outside = StoresByOwner(project)

    def put_into(self, path: str, base: Expr, key: str) -> Iterator[tuple[str, Expr]]:
        """Each expression that is put there, with its file: under a `key` or an unknown one; under any, without."""
        members: list[str] = []
        while isinstance(base, Member):
            members.append(base.name)
            base = base.base
        members.reverse()
        if isinstance(base, This):
            yield from self._into_field(path, base.symbol, members)
        elif isinstance(base, Name):
            yield from self._into_name(path, base, members, key)

    def _into_name(self, path: str, base: Name, members: Sequence[str], key: str) -> Iterator[tuple[str, Expr]]:
        facts = self._project.facts(path)
        if facts is None:
            return
        number = max(declaring_scope(facts, base.name, base.scope), 0)
        for each in facts.scopes[number].bindings.get(base.name, ()):
            if isinstance(each, This):
                yield from self._into_field(path, each.symbol, members)
            elif isinstance(each, Imported):
                yield from self._into_import(path, each, members, key)
        yield from _properties(path, facts.scopes[number], base.name, members, key)
        if not number and not members:
            yield from self._from_outside(path, base.name, key)

    def _into_field(self, path: str, symbol: int, members: Sequence[str]) -> Iterator[tuple[str, Expr]]:
        facts = self._project.facts(path)
        if facts is not None:
            yield from ((path, each) for each in facts.symbols[symbol].members.get(_trail(members), ()))

    def _into_import(
        self, path: str, imported: Imported, members: Sequence[str], key: str
    ) -> Iterator[tuple[str, Expr]]:
        """A list or table of another file: `table` after `import { table }`, `module.table` after `import module`."""
        facts, name = self._project.facts(path), imported.name
        resolution = self._project.resolve(path, facts.imports[imported.source]) if facts is not None else None
        if name == "*" and len(members) == 1:
            name, members = members[0], ()
        other = self._project.facts(resolution.path) if isinstance(resolution, Local) else None
        if isinstance(resolution, Local) and other is not None and not members:
            yield from _properties(resolution.path, other.scopes[0], name, (), key)
            yield from self._from_outside(resolution.path, name, key)

    def _from_outside(self, path: str, name: str, key: str) -> Iterator[tuple[str, Expr]]:
        """What other files put into a list or table of this one, which they import."""
        for where, _, owner in self.outside.named(owner_key(path, name)):
            facts = self._project.facts(where)
            if facts is not None and where != path:
                yield from _properties(where, facts.scopes[0], owner, (), key)


def _trail(members: Sequence[str]) -> str:
    return ".".join((*members, ELEMENT))


def _properties(path: str, scope: Scope, owner: str, members: Sequence[str], key: str) -> Iterator[tuple[str, Expr]]:
    wanted = (_trail(members), key)
    for (name, member), values in scope.properties.items():
        if name == owner and (member in wanted or not (key or members)):
            yield from ((path, each) for each in values if isinstance(each, CARRIERS))
