"""What tells one version of this program from another: the text of its modules, and the parsers installed with it."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_PARSERS = ("tree_sitter", "tree_sitter_javascript", "tree_sitter_python", "tree_sitter_typescript")


@cache
def program_digest(*parts: str) -> str | None:
    """A digest of these parts of the package ("languages", "facts.py"; none: all of it), parsers and Python.

    Made of the modules' text and not of a number, so that nobody has to remember to raise one. None where it
    cannot be told; then nothing should be remembered.
    """
    try:
        parsers = [_installed(each) for each in _PARSERS]
        modules = sorted(_modules(parts or ("",)))
        digest = hashlib.sha256(repr((sys.version_info[:2], sys.platform, parsers)).encode())
        for each in modules:
            text = each.read_bytes()
            digest.update(f"{each.relative_to(_PACKAGE)}\0{len(text)}\0".encode())
            digest.update(text)
    except OSError:
        return None
    return digest.hexdigest()


def _installed(package: str) -> list[tuple[str, int, int]]:
    """The compiled files of a package, by size and time: another version is installed with others.

    To ask for the version itself takes 20 ms, which is more than reading the files of a commit.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(package)
    found = sorted(each for each in Path(spec.origin).parent.iterdir() if each.suffix in (".so", ".pyd"))
    return [(each.name, each.stat().st_size, each.stat().st_mtime_ns) for each in found]


def _modules(parts: Iterable[str]) -> Iterable[Path]:
    for part in parts:
        path = _PACKAGE / part
        yield from path.rglob("*.py") if path.is_dir() else [path]
