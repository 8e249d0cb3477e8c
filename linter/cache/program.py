"""What tells one version of this program from another: the text of its modules and the versions of its parsers."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_PARSERS = ("tree-sitter", "tree-sitter-javascript", "tree-sitter-python", "tree-sitter-typescript")


@cache
def program_digest(*parts: str) -> str | None:
    """A digest of these parts of the package ("languages", "facts.py"; none: all of it), parsers and Python.

    Made of the modules' text and not of a number, so that nobody has to remember to raise one. None where it
    cannot be told; then nothing should be remembered.
    """
    try:
        versions = [metadata.version(each) for each in _PARSERS]
        modules = sorted(_modules(parts or ("",)))
        digest = hashlib.sha256(repr((sys.version_info[:2], sys.platform, versions)).encode())
        for each in modules:
            text = each.read_bytes()
            digest.update(f"{each.relative_to(_PACKAGE)}\0{len(text)}\0".encode())
            digest.update(text)
    except (OSError, metadata.PackageNotFoundError):
        return None
    return digest.hexdigest()


def _modules(parts: Iterable[str]) -> Iterable[Path]:
    for part in parts:
        path = _PACKAGE / part
        yield from path.rglob("*.py") if path.is_dir() else [path]
