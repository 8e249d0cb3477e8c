"""Who runs a file's top level: imports, loads, and calls that start it as a thread, a process or a module."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from linter.checks.edges import Edge, Node
from linter.checks.file_calls import LOADERS, SPAWNERS, STARTERS, arguments, last_name
from linter.checks.running import Running
from linter.facts import Call, FileFacts, Import, ImportKind, Items, Load, Site
from linter.imports import ImportGraph
from linter.languages import PYTHON
from linter.values import HOLE, Const, LocalModule, Structure
from linter.zones import Zone

_INTERPRETERS = re.compile(r"(?:.*[/\\\0])?(?:node|bun|deno|tsx|ts-node|python[\d.]*|)\Z")
"""Programs that run a file of the project; a program that is not known may be the one that runs this."""

_FOLDER_MODULES = frozenset({"index", "__init__", "__main__"})
"""Files that go by the name of their folder."""

_RUN_FILES = tuple(sorted(LOADERS | STARTERS | SPAWNERS | {"import"}))


class Starting:
    """Finds the places that run a file."""

    def __init__(self, running: Running, graph: ImportGraph) -> None:
        self._running = running
        self._context = running.context
        self._project = running.project
        self._graph = graph
        self._able: set[str] | None = None
        self._started: dict[tuple[str, int], Sequence[str]] = {}
        self._started_at = 0

    def leading(self, node: Node) -> set[str]:
        """The files that may run the file of a symbol, by importing or starting it."""
        return {*self._graph.importers(node[0]), *self._able_to_run(node[0])}

    def importing(self, node: Node) -> Iterator[Edge]:
        """Imports that run a file's top level."""
        path, _ = node
        importers = sorted(self._graph.importers(path))
        self._running.read(importers)
        for other in importers:
            facts = self._project.facts(other)
            if facts is None or self._context.zones.of(other) is Zone.GATE:
                continue
            for statement in facts.imports:
                if statement.kind is not ImportKind.TYPE and self._means(other, facts, statement, path):
                    yield Edge(other, statement.symbol, statement.span, f"imports {path}", node)

    def _means(self, path: str, facts: FileFacts, statement: Import, target: str) -> bool:
        if statement.kind is ImportKind.STATIC and statement.names and not _is_kept(facts, statement):
            return False
        names: Iterable[str | None] = (None,)
        if facts.language == PYTHON:
            names = (None, *(name for name, _ in statement.names))
        return any(getattr(self._project.resolve(path, statement, name), "path", None) == target for name in names)

    def starting(self, node: Node) -> Iterator[Edge]:
        """Loads and workers by the file's own path: `import("./x")`, `new Worker("./x.js")`, `fork("./x.js")`."""
        path, _ = node
        able = sorted(self._able_to_run(path))
        self._running.read(able)
        for other in able:
            calls = self._running.calls_in(other)
            for site in calls.starting if calls is not None else ():
                text = self._starts(other, site, path)
                if text:
                    yield Edge(other, site.symbol, site.span, text, node, self._doubts(other, site))

    def _able_to_run(self, path: str) -> set[str]:
        """The files that name a file and run others."""
        among = self._running.words.among
        if self._able is None:
            files = self._graph.files()
            self._able = {file for word in _RUN_FILES for file in among(files, word)}
        folder, _, file = path.rpartition("/")
        stem = file.partition(".")[0]
        found = among(self._able, stem)
        if stem in _FOLDER_MODULES:
            found = among(self._able, folder.rpartition("/")[2]) if folder else set()
            found |= {each for each in self._able if each.rpartition("/")[0] == folder}
        return {each for each in found if each != path and self._context.zones.of(each) is not Zone.GATE}

    def _doubts(self, path: str, site: Site) -> tuple[str, ...]:
        """Why a load may not load the file, or not at all."""
        expr = site.expr
        is_load = isinstance(expr, Load) or last_name(expr.callee) in LOADERS
        several = is_load and len(self._context.values.of(path, expr)) > 1
        found = ("it is one of several files that may be loaded",) if several else ()
        return (*found, "it runs only under a runtime flag") if site.guard else found

    def _starts(self, path: str, site: Site, target: str) -> str:
        expr = site.expr
        if isinstance(expr, Load) or last_name(expr.callee) in LOADERS:
            return f"loads {target}" if LocalModule(target) in self._context.values.of(path, expr) else ""
        if any(self._names_file(path, each, target) for each in self._files_started(path, expr)):
            return f"starts {target} with {last_name(expr.callee)}, in the same host"
        return ""

    def _files_started(self, path: str, call: Call) -> Sequence[str]:
        """What a call starts, as text; worked out anew when more files have been read."""
        if self._started_at != self._running.readings:
            self._started_at = self._running.readings
            self._started.clear()
        key = (path, call.site)
        found = self._started.get(key)
        if found is None:
            texts = list(self._texts(path, call))
            started = texts[:1] if last_name(call.callee) in STARTERS else _scripts(texts)
            found = self._started[key] = started
        return found

    def _texts(self, path: str, call: Call) -> Iterator[str]:
        """The constant texts among the arguments of a call, also in lists."""
        for argument in arguments(call):
            for value in self._context.values.of(path, argument):
                if not isinstance(value, Structure):
                    yield value.text if isinstance(value, Const) else HOLE
                elif isinstance(value.expr, Items):
                    for item in value.expr.items:
                        first = self._context.values.of(value.path, item)[0]
                        yield first.text if isinstance(first, Const) else HOLE

    def _names_file(self, path: str, text: str, target: str) -> bool:
        """Whether a text names a file: from the importer, from the root, or as a Python module."""
        bare = text.lstrip("\0/").removeprefix("./")
        if bare == target or bare.replace(".", "/") == target.removesuffix(".py"):
            return True
        if "/" not in text and "." not in text:
            return False
        return getattr(self._project.resolve_specifier(path, f"./{bare}"), "path", None) == target


def _is_kept(facts: FileFacts, statement: Import) -> bool:
    """A TypeScript compiler drops imports of which no value is used."""
    if facts.language == PYTHON:
        return True
    used = {each.name for each in facts.references}
    return any(local in used for _, local in statement.names)


def _scripts(words: list[str]) -> list[str]:
    """The file or module that an interpreter's command line runs."""
    program = words[0].strip(HOLE) if words else "-"
    if not _INTERPRETERS.match(program):
        return []
    rest = [each for each in words[1:] if each == "-m" or not each.startswith("-")]
    return rest[1:2] if rest[:1] == ["-m"] else rest[:1]
