"""Whether imports that fixes add to several files would together run in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from linter.fixing.model import Surroundings
from linter.interest import specifiers_of
from linter.languages import PYTHON, language_of
from linter.resolution import Local


def closes_circle(
    path: str, targets: frozenset[str], added: Mapping[str, frozenset[str]], around: Surroundings
) -> bool:
    """Whether imports of `targets` in `path` lead back to it by way of imports that were `added` to other files.

    That each import alone closes no circle was seen by whoever proposed it.
    """
    others = {each: more for each, more in added.items() if each != path and more != targets}
    if not others:
        return False
    seen = set(targets)
    pending = list(targets)
    while pending:
        each = pending.pop()
        if each == path or each in others:
            return True
        for imported in _imported(each, around):
            if imported not in seen:
                seen.add(imported)
                pending.append(imported)
    return False


def _imported(path: str, around: Surroundings) -> Iterator[str]:
    """The files that a file may import, told from its bytes."""
    language, data = language_of(path), around.contents(path)
    if language is None or data is None:
        return
    for specifier in sorted(specifiers_of(path, data)):
        if language.NAME == PYTHON:
            module = specifier.lstrip(".")
            found = around.resolver.python(module, path, len(specifier) - len(module))
        else:
            found = around.resolver.script(specifier, path)
        if isinstance(found, Local):
            yield found.path
