"""How one file would import another: as its own imports do, or those of the files beside it."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from linter.fixing.model import Surroundings
from linter.resolution import Local

_STATIC = re.compile(rb"""(?:from|import)\s*["']([^"'\n]+)["']""")
_WRITTEN_AS = {".ts": ".js", ".tsx": ".js", ".mts": ".mjs", ".cts": ".cjs"}
_ENDINGS = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
_NEIGHBOURS = 20
"""Files of the same folder that are asked for their style at most."""


def script_specifier(path: str, target: str, specifiers: Sequence[str], around: Surroundings) -> str | None:
    """The specifier by which the script `path` would import the script `target`.

    Args:
        path: the file that imports.
        target: the file that is imported.
        specifiers: those that `path` has already, in their order.
        around: finds what a specifier means; nothing is returned that does not mean `target`.

    Returns:
        None where no way of writing it leads there, or where `target` is another package's.
    """
    for candidate in _candidates(path, target, specifiers, around):
        if around.resolver.script(candidate, path) == Local(target):
            return candidate
    return None


def _candidates(path: str, target: str, specifiers: Sequence[str], around: Surroundings) -> Iterator[str]:
    aliases = list(_aliases(path, specifiers, around))
    relative = posixpath.relpath(target, posixpath.dirname(path) or ".")
    far = relative.startswith("..")
    if far:
        yield from _aliased(target, aliases)
    if _package(path, around) == _package(target, around):
        dotted = relative if far else f"./{relative}"
        written = [each for each in specifiers if each.startswith(".")] or list(_beside(path, around))
        yield from _spelled(dotted, _ending(written))
    if not far:
        yield from _aliased(target, aliases)


def _aliases(path: str, specifiers: Iterable[str], around: Surroundings) -> Iterator[tuple[str, str, str]]:
    """The prefixes for which specifiers stand: written, meant, and the ending that such specifiers have.

    `@/lib/a` that means `src/lib/a.ts` says that `@/` stands for `src/`.
    """
    for each in specifiers:
        if each.startswith("."):
            continue
        found = around.resolver.script(each, path)
        if not isinstance(found, Local) or "/" not in each:
            continue
        written, meant = _stem(each), _stem(found.path)
        meant = meant.removesuffix("/index") if not written.endswith("/index") else meant
        ones, others = written.split("/"), meant.split("/")
        shared = 0
        while shared < min(len(ones) - 1, len(others)) and ones[-1 - shared] == others[-1 - shared]:
            shared += 1
        if shared:
            prefix, folder = "/".join(ones[:-shared]), "/".join(others[: len(others) - shared])
            yield f"{prefix}/", f"{folder}/" if folder else "", _ending([each])


def _aliased(target: str, aliases: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    for prefix, folder, ending in dict.fromkeys(aliases):
        if target.startswith(folder):
            yield from _spelled(prefix + target[len(folder) :], ending)


def _spelled(path: str, ending: str) -> Iterator[str]:
    """A path with the ending that is usual here; then as any other resolver would have it."""
    stem, extension = posixpath.splitext(path)
    bare = stem.removesuffix("/index") if stem.endswith("/index") and stem not in ("./index", "../index") else stem
    as_built = stem + _WRITTEN_AS.get(extension, extension)
    if ending == "":
        yield from (bare, stem, as_built, path)
    elif ending in _WRITTEN_AS:
        yield from (path, as_built, bare)
    else:
        yield from (as_built, path, bare)


def _ending(specifiers: Iterable[str]) -> str:
    """The ending that most of them have: "" for none."""
    found = Counter(next((end for end in _ENDINGS if each.endswith(end)), "") for each in specifiers)
    return min(found, key=lambda each: (-found[each], each)) if found else ""


def _stem(path: str) -> str:
    stem, ending = posixpath.splitext(path)
    return stem if ending in _ENDINGS else path


def _beside(path: str, around: Surroundings) -> Iterator[str]:
    """The relative specifiers of the files in the same folder."""
    folder = posixpath.dirname(path)
    beside = [
        each for each in around.paths if posixpath.dirname(each) == folder and each.endswith(_ENDINGS) and each != path
    ]
    for each in sorted(beside)[:_NEIGHBOURS]:
        for found in _STATIC.findall(around.contents(each) or b""):
            if found.startswith(b"."):
                yield found.decode("utf-8", "replace")


def _package(path: str, around: Surroundings) -> str:
    """The folder of the package.json that holds for a file."""
    folder = posixpath.dirname(path)
    while folder and f"{folder}/package.json" not in around.paths:
        folder = posixpath.dirname(folder)
    return folder


def python_module(path: str, target: str, name: str, around: Surroundings, own: bytes) -> tuple[int, str] | None:
    """How the Python file `path`, with the bytes `own`, would name the module `target` behind `from … import name`.

    A package that it imports the name from already, and that has it from there, is as good.

    Returns:
        The number of leading dots, and the name behind them; None where no name leads there.
    """
    local: list[tuple[int, str]] = []
    for level, module, names in _from_imports(own):
        found = around.resolver.python(module, path, level)
        if isinstance(found, Local):
            local.append((level, module))
            if name in names and _hands_on(found.path, target, name, around):
                return level, module
    for level, module in [*local, *_modules(path, target, local)]:
        if around.resolver.python(module, path, level) == Local(target):
            return level, module
    return None


def _hands_on(path: str, target: str, name: str, around: Surroundings) -> bool:
    """Whether a module has a name from another one."""
    return any(
        name in names and around.resolver.python(module, path, level) == Local(target)
        for level, module, names in _from_imports(around.contents(path) or b"")
    )


def _from_imports(data: bytes) -> Iterator[tuple[int, str, frozenset[str]]]:
    """The `from` imports at the top level of a file: leading dots, module, and words behind `import`."""
    for dots, module, names in _FROM.findall(data):
        yield len(dots), module.decode("ascii"), frozenset(re.findall(r"\w+", names.decode("utf-8", "replace")))


_FROM = re.compile(rb"(?m)^from[ \t]+(\.*)([A-Za-z_][\w.]*|(?<=\.))[ \t]+import\b[ \t]*(\([^)]{0,4000}\)|[^\n#]*)")


def _modules(path: str, target: str, local: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    stem = target.removesuffix(".py").removesuffix("/__init__")
    parts = stem.split("/")
    if not all(each.isidentifier() for each in parts[-1:]):
        return
    known = {name.partition(".")[0] for level, name in local if not level}
    absolute = [
        (0, ".".join(parts[start:])) for start in range(len(parts)) if all(map(str.isidentifier, parts[start:]))
    ]
    absolute.sort(key=lambda each: (each[1].partition(".")[0] not in known, len(each[1])))
    relative = list(_relative(path, parts))
    dotted = sum(level > 0 for level, _ in local)
    yield from (*relative, *absolute) if 2 * dotted > len(local) else (*absolute, *relative)


def _relative(path: str, parts: Sequence[str]) -> Iterator[tuple[int, str]]:
    folder = path.split("/")[:-1]
    shared = 0
    while shared < min(len(folder), len(parts) - 1) and folder[shared] == parts[shared]:
        shared += 1
    if all(map(str.isidentifier, parts[shared:])):
        yield len(folder) - shared + 1, ".".join(parts[shared:])
