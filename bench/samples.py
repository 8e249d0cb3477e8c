"""Which files of a tree stand for those of a commit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.model import SdkModules
from bench.modules import npm_pattern, python_pattern

NUMBER = 10
"""Files of a commit, as the promise for `check` has it."""

_PYTHON = ".py"


def spread(paths: Sequence[str], number: int = NUMBER) -> tuple[str, ...]:
    """That many of the paths, evenly spaced from the first on; all of them where there are no more."""
    if len(paths) <= number:
        return tuple(paths)
    return tuple(paths[index * len(paths) // number] for index in range(number))


def naming_sdk(tree: Path, paths: Sequence[str], modules: SdkModules) -> Iterator[str]:
    """Those of the paths whose text has an import-like mention of one of the modules."""
    quoted = re.compile(rf"[\"'](?:{npm_pattern(modules)})[\"']".encode())
    imported = re.compile(rf"^[ \t]*(?:from|import)[ \t]+(?:{python_pattern(modules)})".encode(), re.MULTILINE)
    for path in paths:
        pattern = imported if path.endswith(_PYTHON) else quoted
        try:
            data = (tree / path).read_bytes()
        except OSError:
            continue
        if pattern.search(data):
            yield path
