"""A tree in memory, so that each test shows the whole project it is about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from linter.resolution import REQUIRE, Local, ModuleResolver, Resolution


class Files:
    """Files by path. A value is text, bytes, or a table that is written as JSON."""

    def __init__(self, files: Mapping[str, object]) -> None:
        self._files = {path: _bytes(content) for path, content in files.items()}
        self.reads: list[str] = []

    def has(self, path: str) -> bool:
        return path in self._files

    def read(self, path: str) -> bytes | None:
        self.reads.append(path)
        return self._files.get(path)

    def paths(self) -> Iterable[str]:
        return sorted(self._files)


def over(files: Mapping[str, object], *names: str) -> ModuleResolver:
    """A resolver over the given files, and empty ones of these names."""
    return ModuleResolver(Files(dict.fromkeys(names, "") | dict(files)))


def script(resolver: ModuleResolver, specifier: str, importer: str, *, require: bool = False) -> str | Resolution:
    """The path for a local answer, else the answer."""
    if require:
        return _short(resolver.script(specifier, importer, conditions=REQUIRE))
    return _short(resolver.script(specifier, importer))


def python(
    resolver: ModuleResolver, module: str, importer: str, level: int = 0, name: str | None = None
) -> str | Resolution:
    """The path for a local answer, else the answer."""
    return _short(resolver.python(module, importer, level, name))


def _short(answer: Resolution) -> str | Resolution:
    return answer.path if isinstance(answer, Local) else answer


def _bytes(content: object) -> bytes:
    if isinstance(content, bytes):
        return content
    return (content if isinstance(content, str) else json.dumps(content)).encode()
