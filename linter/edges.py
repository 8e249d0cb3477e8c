"""Which file imports which: every import and loading call of a file, with what it means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from linter.facts import Call, Expr, FileFacts, Import, Load, Member, Name, Span, Text
from linter.languages import PYTHON
from linter.project import Local, Project, Resolution, Unresolved
from linter.values import HOLE, Const, Values

DYNAMIC, REQUIRE, IMPORTLIB = "dynamic", "require", "importlib"
"""Kinds of edges that are calls; those that are statements have the names of `ImportKind`."""

_LOADERS = {"require": REQUIRE, "import_module": IMPORTLIB, "__import__": IMPORTLIB, "import_string": IMPORTLIB}

UNKNOWN = Unresolved("the module is not known from the code")


class Edge(NamedTuple):
    """One import: the specifier as written (dots of a relative Python import included), and what it means."""

    path: str
    span: Span
    specifier: str
    kind: str
    meaning: Resolution


def imports(project: Project, values: Values | None, path: str, facts: FileFacts) -> Iterator[Edge]:
    """All edges of a file: those of its statements, then those of its loading calls (see `loads` for `values`)."""
    yield from statements(project, path, facts)
    yield from loads(project, values, path, facts)


def statements(project: Project, path: str, facts: FileFacts) -> Iterator[Edge]:
    """The edges of import statements, in their order; one for each file that a statement means."""
    for each in facts.imports:
        specifier = "." * each.level + each.specifier
        for meaning in dict.fromkeys(_meanings(project, path, facts, each)):
            yield Edge(path, each.span, specifier, each.kind.value, meaning)


def _meanings(project: Project, path: str, facts: FileFacts, statement: Import) -> Iterator[Resolution]:
    names: list[str | None] = [name for name, _ in statement.names if name not in ("*", "^")]
    if facts.language != PYTHON or not names:
        names = [None]
    for name in names:
        yield project.resolve(path, statement, name)


def loads(project: Project, values: Values | None, path: str, facts: FileFacts) -> Iterator[Edge]:
    """The edges of loading calls, in their order. Without `values`, of those that name their module as a string."""
    for site in facts.sites:
        kind, specifier = _loading(site.expr)
        if specifier is None:
            continue
        if isinstance(specifier, Text):
            texts: list[str | None] = [specifier.value]
        elif values is not None:
            found = values.of(path, specifier)
            texts = [each.text if isinstance(each, Const) and HOLE not in each.text else None for each in found]
        else:
            continue
        for text in dict.fromkeys(texts):
            meaning = UNKNOWN if text is None else project.resolve_specifier(path, text)
            yield Edge(path, site.span, text or "", kind, meaning)


def _loading(expr: Call | Load) -> tuple[str, Expr | None]:
    """The kind of a loading call and the expression that names its module; None for every other call."""
    if isinstance(expr, Load):
        return DYNAMIC, expr.specifier
    name = expr.callee.name if isinstance(expr.callee, Name | Member) else ""
    kind = _LOADERS.get(name, "")
    return kind, expr.args[0] if kind and expr.args else None


__all__ = ["DYNAMIC", "IMPORTLIB", "REQUIRE", "UNKNOWN", "Edge", "Local", "Unresolved", "imports"]
