"""Words that name files, folders, globs and symbols."""

from __future__ import annotations

import re
from typing import NamedTuple

from linter.documents.model import Named

_SUFFIXES = frozenset(
    "astro bash c cc cfg cjs cpp cs css csv cts dart env ex exs go gradle graphql h hpp html ini ipynb java jl js json "
    "json5 jsonc jsx kt kts less lock lua md mdx mjs mts php pl prisma proto ps1 py pyi r rb rs rst scala scss sh "
    "snap sql svelte svg swift tf toml ts tsx txt vue xml yaml yml zig zsh".split()
)
"""Endings by which a word without a slash is a file; with `z.enum` and `client.messages` about, no others will do."""

_FILES = frozenset(
    "BUILD CHANGELOG CODEOWNERS Dockerfile Gemfile Justfile LICENSE Makefile Procfile README Rakefile Vagrantfile "
    ".dockerignore .editorconfig .env .eslintrc .gitignore .npmrc .prettierrc".split()
)
"""Names of files that have no ending."""

_PLACEHOLDER = re.compile(r"\{\{|\}\}|<[^>]*>|\$\{|\$\(|^\$|^~/")
_URL = re.compile(r"^[a-z][a-z0-9+.-]*://|^(?:npm|node|git|file|mailto):", re.IGNORECASE)
_PACKAGE = re.compile(r"@[\w.-]+/[\w.-]+\Z")
_WORD = re.compile(r"[^\s\"'`<>|]+\Z")
_LINES = re.compile(r"(?::~?|#L)(\d+)(?:[-–]L?(\d+))?(?::\d+)?\Z")
_MEMBER = re.compile(r"(?:#|::)([A-Za-z_$][\w$.:]*)(?:\(\))?\Z")
_ENDING = re.compile(r"\.([A-Za-z][A-Za-z0-9]{0,7})\Z")
_WILD = re.compile(r"[*?]|\{[^{}]*,[^{}]*\}")
_SYMBOL = re.compile(r"[A-Za-z_$][\w$]*(?:(?:\.|::|\?\.|#)[A-Za-z_$][\w$]*)*(\(\s*(?:\.\.\.|…)?\s*\))?\Z")
_SHAPED = re.compile(r"[a-z0-9][A-Z]|\w_\w|^_+\w|[.#]|::")
_IN_ROOT = re.compile(
    r"(?:src|lib|apps|packages|services|libs|modules|tests)/(?!tests?\b|docs?\b)[\w.-]+(?:/[\w.-]+)*\Z"
)
"""Words of prose that are a folder though nothing ends them: "and/or" is none, and neither is "docs/tests"."""

_LONGEST = 400
"""Characters of a path: more is no name."""


class PathName(NamedTuple):
    """A path as named: `lines` are those that it points to, `symbol` what it points to in the file."""

    kind: Named
    text: str
    lines: tuple[int, int] | None = None
    symbol: str = ""


def path_of(word: str, *, bare: bool = False) -> PathName | None:
    """The path that a word names, or None.

    `bare` words stand in prose; they have to look more like a path than what stands in a code span.
    """
    word = word.strip().strip("\"'“”‘’").rstrip(",;")
    if bare:
        word = word.rstrip(".:!?").removeprefix("(")
    if not word or len(word) > _LONGEST or not _WORD.match(word):
        return None
    if _PLACEHOLDER.search(word) or _URL.search(word) or word.startswith(("-", "--", "#", "=")):
        return None
    lines = _LINES.search(word)
    if lines is not None:
        word = word[: lines.start()]
    member = _MEMBER.search(word)
    if member is not None:
        word = word[: member.start()]
    path = _plain(word.rstrip(":"))
    kind = _kind(path, bare) if path else None
    if kind is None:
        return None
    hint = (int(lines[1]), int(lines[2] or lines[1])) if lines is not None and len(lines[1]) < 8 else None
    return PathName(kind, path, hint, member[1].replace("::", ".") if member is not None else "")


def _plain(word: str) -> str:
    """With forward slashes, and without what leads nowhere."""
    if "\\" in word and "/" not in word and _ENDING.search(word):
        word = word.replace("\\", "/")
    while word.startswith("./"):
        word = word[2:]
    return re.sub(r"/{2,}", "/", word)


def _kind(path: str, bare: bool) -> Named | None:
    if path in (".", "..", "/") or _PACKAGE.match(path) or "=" in path or path.endswith("("):
        return None
    last = path.rstrip("/").rpartition("/")[2]
    ending = _ENDING.search(last)
    if _WILD.search(path):
        # An expression may hold stars too: a glob has a slash or an ending.
        is_glob = ("/" in path or ending is not None) and not re.search(r"[()&^=]", path)
        return Named.GLOB if is_glob else None
    if re.search(r"[()&^,;]", path.replace("(", "", path.count("/("))) and "/(" not in path:
        return None
    if "/" in path:
        if path.endswith("/"):
            return Named.FOLDER
        if ending is not None or last in _FILES:
            return Named.FILE
        plain = not bare or _IN_ROOT.match(path)
        return Named.FOLDER if plain and re.search(r"[A-Za-z]", last) else None
    if last in _FILES and not bare:
        return Named.FILE
    if ending is None or ending[1].lower() not in _SUFFIXES or ending.start() == 0:
        return None
    return Named.FILE


def symbol_of(word: str) -> str | None:
    """The symbol that a code span names ("Outline.make", "run_agent"), without its parentheses; or None.

    A plain lower-case word is none: it may be a value, a flag or a command.
    """
    found = _SYMBOL.match(word.strip())
    if found is None or path_of(word) is not None:
        return None
    name = word.strip().removesuffix(found[1] or "")
    shaped = found[1] is not None or _SHAPED.search(name) or name[0].isupper()
    return name.replace("::", ".").replace("#", ".").replace("?.", ".") if shaped else None


def identifier_of(word: str) -> str | None:
    """A symbol, also one of a single plain word: where it is known that a symbol stands."""
    found = _SYMBOL.match(word.strip())
    return symbol_of(word) or (word.strip().removesuffix(found[1] or "") if found and not path_of(word) else None)
