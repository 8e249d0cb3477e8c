"""What a file's bytes show by themselves: the modules it may import, and what it can do."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from linter.capability import NPM, PYPI, Capability, Ecosystem, HostEntry
from linter.forked import WORTH_A_FORK, each_of
from linter.interest.definitions import is_python_file
from linter.interest.mentions import QUOTED_HOST, is_commented, positions, program_words, starts_program
from linter.interest.offers import Offer

_QUOTED = rb"""["'`]([^"'`\n]*)["'`]"""
_COMMENTS = rb"""(?:/\*[^*]*\*/\s*)*"""
_FROM = re.compile(rb"from\s*" + _COMMENTS + _QUOTED)
_IMPORT = re.compile(rb"import\s*(\(?)\s*" + _COMMENTS + rb"(?:" + _QUOTED + rb"(\s*[,)])?)?")
_REQUIRE = re.compile(rb"require\s*\(\s*(?:" + _QUOTED + rb"(\s*[,)]))?")
_REQUIRE_ALIAS = re.compile(rb"= ?require\b(?!\s*\()")
_SCRIPT_PROGRAMS = {
    # Neither in prose ("eval scores"), nor in names and paths ("code-eval/run"), nor as a string that is no member.
    b"eval": re.compile(
        rb"""eval\b(?<![-/]eval)(?![-/]|[ \t]+(?!(?:as|in|of|instanceof)\b)[A-Za-z]|["'`](?![ \t]*\]))"""
    ),
    b"Function": re.compile(rb"Function\s*\("),
    b"AsyncFunction": re.compile(rb"AsyncFunction\s*\("),
    b"getBuiltinModule": re.compile(rb"getBuiltinModule\b"),
    b"_load": re.compile(rb"_load\s*\("),
}
"""By a text that is looked for first, which is several times faster than a pattern."""
_LONGEST_OWNER = 60
_QUOTES = b"\"'`"
_FROM_TYPE = re.compile(rb"""(?:im|ex)port\s+type\b[^;\"'`]*from\s*\Z""")
_ENDS = (b";", b'"', b"'", b"`")
_LONGEST_IMPORT = 2000
"""Bytes before a module's name that can belong to its statement; longer ones are taken for more than types."""
_CALLED = re.compile(rb"\s*\(")
_IN_WORD = re.compile(rb"[\w$]\Z")
_LOADER_OWNERS = re.compile(rb"\b(?:module|main|mainModule|globalThis|global|window|self)\s*[!?]?\.\s*\Z")
"""What may stand before `.require(…)`, for it to be the loader and no method of that name."""
_SCRIPT_LOADING_MODULES = frozenset({"module", "node:module", "vm", "node:vm"})
_PYTHON_SPECIFIERS = (
    re.compile(rb"""import[ \t]+([\w.]+(?:[ \t]+as[ \t]+\w+)?(?:[ \t]*,[ \t]*[\w.]+(?:[ \t]+as[ \t]+\w+)?)*)"""),
    re.compile(rb"""from[ \t]+([\w.]+)[ \t]+import\b[ \t]*(\([^)]*\)|[^\n;#\\]*)"""),
)
_PYTHON_LOADERS = {
    b"import_module": re.compile(rb"import_module\b"),
    b"__import__": re.compile(rb"__import__\b"),
    b"import_string": re.compile(rb"import_string\b"),
    b"exec": re.compile(rb"exec\s*\("),
    b"eval": re.compile(rb"eval\s*\("),
    b"importlib": re.compile(rb"importlib\b"),
    b"resolve_name": re.compile(rb"resolve_name\b"),
    b"pydoc": re.compile(rb"pydoc\b"),
    b"runpy": re.compile(rb"runpy\b"),
}
_AUTHORITY = re.compile(rb"""://([\w.*-]*)(:\d+)?([\w/.~-]*)""")
_PYTHON_LOADED = re.compile(rb"""import(?:_module|__)\(\s*f?["']([\w.{}]+)""")
_WORD = re.compile(rb"[A-Za-z_]\w*")
_BUILT_HOST = re.compile(rb"""https?://(?:["'`]|[\w.-]*(?:\{|%s|\$\{))""")
"""A URL whose host is put together."""
_DECODED = (
    re.compile(rb"""atob\(\s*["'`]"""),
    re.compile(rb"""b64decode\(\s*b?["']"""),
    re.compile(rb"""Buffer\.from\(\s*["'`][^"'`\n]*["'`],\s*["']base64"""),
)
_SHORTEST_LABEL = 4
_SETTING_ENDS = (b"_URL", b"_BASE", b"_ENDPOINT", b"_HOST")
_SETTING_START = re.compile(rb"[A-Z][A-Z0-9_]*\Z")
_QUOTED_LABEL = re.compile(rb"""["'`]\.?([a-z0-9-]+)\.?["'`]""")

UNREAD: Mapping[str, tuple[str, Ecosystem]] = {
    ".vue": ("Vue components", NPM),
    ".svelte": ("Svelte components", NPM),
    ".astro": ("Astro components", NPM),
    ".ipynb": ("notebooks", PYPI),
}
"""Files that hold code of the languages that are read, but not by itself: what they are called, and whose packages."""


class Functions(NamedTuple):
    """Functions as the names of their modules, by ecosystem, and as global names of scripts."""

    modules: Mapping[Ecosystem, frozenset[str]]
    globals_: tuple[re.Pattern[bytes], ...]


class Tools(NamedTuple):
    """How code talks to hosts and starts programs."""

    requests: Functions
    spawns: Functions
    programs: frozenset[bytes] = frozenset()
    """Programs that send requests when they are started."""


class Signs(NamedTuple):
    """What a file's bytes show.

    `specifiers` are the modules it may import, as written, and `sdks` those of them that have an SDK's name.
    """

    specifiers: frozenset[str]
    sdks: frozenset[str]
    loads: bool
    provider: bool
    requests: bool
    spawns: bool
    program: bool
    gives: bool
    """Whether it may give other files a function that sends requests or starts programs, beside calling it."""

    @property
    def matters(self) -> bool:
        """Whether the file can hold a sink by itself, SDKs aside."""
        return self.loads or (self.provider and self.requests) or (self.program and self.spawns)

    @property
    def tells(self) -> bool:
        """Whether it can define something that another file's call depends on: an address, a wrapper."""
        return self.provider or self.gives

    @property
    def asks(self) -> bool:
        """Whether it talks to hosts or starts programs, of whatever kind."""
        return self.requests or self.spawns


class Scanner:
    """Scans files for what some capabilities and tools look like."""

    def __init__(self, capabilities: Collection[Capability], tools: Tools) -> None:
        self._capabilities = list(capabilities)
        self._tools = tools
        self._program_words = frozenset(word for each in capabilities for word in each.program_words)
        self._settings = frozenset(name.encode() for each in capabilities for name in each.base_urls if name.isupper())
        self._labels = frozenset(
            label for each in capabilities for host in each.hosts.values() for label in _labels(host)
        )
        self._sdks: dict[tuple[Ecosystem, str], bool] = {}

    @staticmethod
    def specifiers_of_all(files: Sequence[tuple[str, bytes]], jobs: int) -> list[Collection[str]]:
        """The modules that each of many files may import, which is a part of its signs."""
        sizes = [len(data) for _, data in files]
        return each_of(files, sizes, WORTH_A_FORK, jobs, lambda file: sorted(specifiers_of(*file)))

    def signs_of(self, path: str, data: bytes) -> Signs:
        """Scans one file."""
        is_python = is_python_file(path)
        ecosystem: Ecosystem = PYPI if is_python else NPM
        specifiers, loads = _python_specifiers(data) if is_python else _script_specifiers(data)
        provider = _any_address(_AUTHORITY.findall(data), self._capabilities)
        requests, hands_requests = _uses(data, specifiers, ecosystem, self._tools.requests)
        spawns, hands_spawns = _uses(data, specifiers, ecosystem, self._tools.spawns)
        requests = requests or (spawns and any(each in data for each in self._tools.programs))
        sdks = [each for each in specifiers if self._names_sdk(ecosystem, each)]
        return Signs(
            specifiers=specifiers,
            sdks=frozenset(each for each in sdks if is_python or not _only_types(each, data)),
            loads=loads,
            provider=provider or (requests and self._may_build_provider(data)),
            requests=requests,
            spawns=spawns,
            program=spawns and self._names_program(data, is_python=is_python),
            gives=hands_requests or hands_spawns,
        )

    def unread(self, path: str, data: bytes) -> str | None:
        """Why it matters that a file with code in another file's format is not read; None where it names no SDK."""
        kind, ecosystem = UNREAD[f".{path.rpartition('.')[2]}"]
        specifiers = _python_specifiers(data)[0] if ecosystem == PYPI else _script_specifiers(data)[0]
        named = sorted(each for each in specifiers if self._names_sdk(ecosystem, each))
        return f"{kind} are not read, and this one names {named[0]}" if named else None

    def signs_of_all(self, files: Sequence[tuple[str, bytes]], jobs: int) -> list[Signs]:
        """Scans many files, each a path and its bytes, with so many processes."""
        sizes = [len(data) for _, data in files]
        told = each_of(files, sizes, WORTH_A_FORK, jobs, lambda file: _told(self.signs_of(*file)))
        return [Signs(frozenset(specifiers), frozenset(sdks), *rest) for specifiers, sdks, *rest in told]

    def offer_of(self, path: str, data: bytes, signs: Signs) -> Offer:
        """What a file has for others."""
        return Offer(data, self._program_words, provider=signs.provider, is_python=is_python_file(path))

    def _names_sdk(self, ecosystem: Ecosystem, specifier: str) -> bool:
        key = (ecosystem, specifier)
        known = self._sdks.get(key)
        if known is None:
            known = self._sdks[key] = any(
                each.module(specifier, ecosystem) is not None or (ecosystem == PYPI and each.has_below(specifier))
                for each in self._capabilities
            )
        return known

    def _may_build_provider(self, data: bytes) -> bool:
        """Whether a file that sends requests has the address of a provider in another form than as a URL."""
        return (
            _quotes_provider(data, self._capabilities)
            or any(each.search(data) for each in _DECODED)
            or any(name in self._settings for name in _setting_names(data))
            or (_BUILT_HOST.search(data) is not None and not self._labels.isdisjoint(_QUOTED_LABEL.findall(data)))
        )

    def _names_program(self, data: bytes, *, is_python: bool) -> bool:
        """Whether a string of the file can be a command line of the capability."""
        words = program_words(data, self._program_words)
        return any(starts_program(data, each, is_python=is_python) for each in words)


def _setting_names(data: bytes) -> Iterator[bytes]:
    """The words in capitals that end as the names of settings with an address do."""
    for end in _SETTING_ENDS:
        for at in positions(data, end):
            start = _SETTING_START.search(data[max(0, at - _LONGEST_OWNER) : at])
            if start is not None:
                yield start[0] + end


def _labels(entry: HostEntry) -> Iterator[bytes]:
    """The name that a host is registered under, where it serves nothing but models: `openai` of `api.openai.com`."""
    parts = entry.name.encode().partition(b":")[0].split(b".")
    if not entry.paths and len(parts) > 1 and len(parts[-2]) >= _SHORTEST_LABEL:
        yield parts[-2]


def _told(signs: Signs) -> tuple[object, ...]:
    """Signs as JSON can say them."""
    return tuple(signs.specifiers), tuple(signs.sdks), *signs[2:]


def _mentions(data: bytes, patterns: Mapping[bytes, re.Pattern[bytes]], *, is_python: bool) -> bool:
    """Whether the code has one of these names."""
    return any(
        True for text, each in patterns.items() if text in data for _ in _mentioned(data, each, is_python=is_python)
    )


def _mentioned(data: bytes, pattern: re.Pattern[bytes], *, is_python: bool) -> Iterator[re.Match[bytes]]:
    """Where the code has a name, and not only as the end of a longer one."""
    for found in pattern.finditer(data):
        start = found.start()
        in_word = _IN_WORD.match(data, max(0, start - 1), start)
        if not in_word and not is_commented(data, start, is_python=is_python):
            yield found


def specifiers_of(path: str, data: bytes) -> frozenset[str]:
    """The modules that a file may import, as written."""
    return (_python_specifiers(data) if is_python_file(path) else _script_specifiers(data))[0]


def _script_specifiers(data: bytes) -> tuple[frozenset[str], bool]:
    """The modules that a script may import, and whether it loads any that are not written out."""
    found = set(_FROM.findall(data))
    loads = any(b"\\" in each for each in found)
    for parenthesis, specifier, closed in set(_IMPORT.findall(data)):
        found.add(specifier)
        if not loads and (_is_made(specifier) or (parenthesis and not closed)):
            loads = any(_is_load(data, each) for each in _IMPORT.finditer(data) if each[1])
    for specifier, _ in set(_REQUIRE.findall(data)):
        found.add(specifier)
        if not loads and (_is_made(specifier) or not specifier):
            loads = any(_is_load(data, each) for each in _REQUIRE.finditer(data))
    specifiers = frozenset(each.decode("utf-8", "replace") for each in found if each)
    loads = loads or _REQUIRE_ALIAS.search(data) is not None
    loads = loads or not _SCRIPT_LOADING_MODULES.isdisjoint(specifiers)
    return specifiers, loads or _mentions(data, _SCRIPT_PROGRAMS, is_python=False)


def _is_made(specifier: bytes) -> bool:
    """Whether a specifier is more than its text: it has escapes or unknown parts."""
    return b"\\" in specifier or b"${" in specifier


def _is_load(data: bytes, found: re.Match[bytes]) -> bool:
    """Whether `import(` or `require(` is one, and its specifier has to be read to be known."""
    specifier, closed = found[found.re.groups - 1], found[found.re.groups]
    if (specifier and closed and not _is_made(specifier)) or data.startswith(b")", found.end()):
        return False
    before = data[max(0, found.start() - _LONGEST_OWNER) : found.start()]
    is_member = before.rstrip().endswith(b".") and not before.endswith(b"...")
    is_other = _IN_WORD.search(before) or (is_member and not _LOADER_OWNERS.search(before))
    return not is_other and not is_commented(data, found.start(), is_python=False)


def _python_specifiers(data: bytes) -> tuple[frozenset[str], bool]:
    """The modules that a Python file may import, and whether it loads any by name."""
    found: set[bytes] = set(_PYTHON_LOADED.findall(data))
    for module, names in _PYTHON_SPECIFIERS[1].findall(data):
        found.add(module)
        dot = b"" if module.endswith(b".") else b"."
        found.update(module + dot + each for each in _WORD.findall(names) if each not in (b"as", b"import"))
    for each in _PYTHON_SPECIFIERS[0].findall(data):
        found.update(part.split()[0] for part in each.split(b",") if part.split())
    loads = _mentions(data, _PYTHON_LOADERS, is_python=True)
    return frozenset(each.decode("utf-8", "replace") for each in found), loads


def _only_types(specifier: str, data: bytes) -> bool:
    """Whether every mention of a module is in an `import type` (or `export type`)."""
    name = specifier.encode()
    mentions = [at - 1 for at in positions(data, name) if _is_quoted(data, at, at + len(name))]
    return bool(mentions) and all(_FROM_TYPE.search(_statement(data, at)) for at in mentions)


def _statement(data: bytes, at: int) -> bytes:
    """What stands before a place since the last string or semicolon."""
    start = max(0, at - _LONGEST_IMPORT)
    return data[max(start, *(data.rfind(each, start, at) for each in _ENDS)) : at]


def _is_quoted(data: bytes, start: int, end: int) -> bool:
    return start > 0 and data[start - 1] in _QUOTES and data[end : end + 1] != b"" and data[end] in _QUOTES


def _uses(data: bytes, specifiers: Collection[str], ecosystem: Ecosystem, functions: Functions) -> tuple[bool, bool]:
    """Whether a file has one of these functions, and whether it may hand it on: not where it only calls it."""
    heads = (each.partition(".")[0] for each in specifiers) if ecosystem == PYPI else ()
    if not functions.modules[ecosystem].isdisjoint((*specifiers, *heads)):
        return True, True
    if ecosystem == PYPI:
        return False, False
    found = [each for pattern in functions.globals_ for each in _mentioned(data, pattern, is_python=False)]
    return bool(found), any(not _CALLED.match(data, each.end()) for each in found)


def _quotes_provider(data: bytes, capabilities: Collection[Capability]) -> bool:
    """A host without a scheme, or a path that only providers serve: looked for where requests are sent."""
    return _any_address(QUOTED_HOST.findall(data), capabilities) or any(
        route in data for each in capabilities for route in each.route_words
    )


def _any_address(found: Iterable[tuple[bytes, bytes, bytes]], capabilities: Collection[Capability]) -> bool:
    for host, port, path in set(found):
        address = host.decode("ascii", "replace"), port[1:].decode(), path.decode("ascii", "replace")
        if any(each.may_begin_with(*address) for each in capabilities):
            return True
    return False


def words(data: bytes) -> Iterable[bytes]:
    """Every word of a file, as identifiers are made."""
    return _WORD.findall(data)
