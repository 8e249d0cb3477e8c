"""What a rule restricts, as data: the SDKs, hosts and programs by which code exercises a capability.

A capability file (`*.capability.toml`) lists them; this module answers whether a module, a URL or a command
line is one of them. How the entries are meant is written at the head of the bundled file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any, Final, Literal, NamedTuple

from linter.tables import row

Ecosystem = Literal["npm", "python"]
NPM: Final = "npm"
PYPI: Final = "python"


class SdkEntry(NamedTuple):
    """A module that exercises the capability."""

    module: str
    ecosystem: tuple[Ecosystem, ...] = (NPM, PYPI)
    vendor: str = "any"
    inert: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    inert_modules: tuple[str, ...] = ()
    when_argument: tuple[str, ...] = ()


class HostEntry(NamedTuple):
    """A host of a provider."""

    name: str
    vendor: str = "any"
    paths: tuple[str, ...] = ()
    inert_paths: tuple[str, ...] = ()


class ProgramEntry(NamedTuple):
    """A program that exercises the capability."""

    command: str
    vendor: str = "any"
    packages: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    subcommands: tuple[str, ...] = ()
    inert_args: tuple[str, ...] = ()
    certainty: Literal["certain", "ambiguous"] = "certain"


class BaseUrlEntry(NamedTuple):
    """An environment variable that holds a provider's base URL."""

    name: str
    vendor: str = "any"


class CapabilityFile(NamedTuple):
    """A capability file as written."""

    id: str
    summary: str
    inert: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    sdk: tuple[SdkEntry, ...] = ()
    host: tuple[HostEntry, ...] = ()
    cli: tuple[ProgramEntry, ...] = ()
    base_url: tuple[BaseUrlEntry, ...] = ()


def capability_file(table: Mapping[str, Any]) -> CapabilityFile:
    """The capability file that a checked table is. Raises TypeError when the table was checked for other fields."""
    return row(CapabilityFile, table, sdk=SdkEntry, host=HostEntry, cli=ProgramEntry, base_url=BaseUrlEntry)


class SdkMatch(NamedTuple):
    """An SDK that a module belongs to; `inert` when the module runs nothing, `rest` is what follows its name."""

    entry: SdkEntry
    inert: bool
    rest: tuple[str, ...]


class HostMatch(NamedTuple):
    """A provider's host in a URL; `reasons` say why it is not certain that a model is run.

    `inert` is set where the path is one with which the host runs none.
    """

    entry: HostEntry
    reasons: tuple[str, ...]
    inert: bool = False


class Capability(NamedTuple):
    """Answers for one capability file, with the repository's own list of SDKs taken into account."""

    id: str
    summary: str
    inert: tuple[str, ...]
    routes: tuple[str, ...]
    modules: Mapping[tuple[Ecosystem, str], tuple[SdkEntry, bool]]
    hosts: Mapping[str, HostEntry]
    wild_hosts: tuple[HostEntry, ...]
    programs: Mapping[str, ProgramEntry]
    packages: Mapping[str, ProgramEntry]
    python_programs: Mapping[str, ProgramEntry]
    base_urls: Mapping[str, str]
    parents: frozenset[str]
    program_words: frozenset[bytes]
    route_words: tuple[bytes, ...]

    def has_below(self, module: str) -> bool:
        """Whether a Python SDK is a submodule of this package: `google` for `google.genai`."""
        return module in self.parents

    def module(self, specifier: str, ecosystem: Ecosystem) -> SdkMatch | None:
        """The SDK that a module name belongs to, by the longest entry; None for other modules.

        None too for parts of an SDK that plainly run nothing (document loaders, messages); those of error classes
        and token counters are a match, but an inert one. Python names may carry the names read from the module
        (`google.genai.Client`).
        """
        found = self._longest(bare(specifier) if ecosystem == NPM else specifier, ecosystem)
        if found is None or "*" in found.entry.inert:
            return None
        return None if found.inert and not _DOUBTFUL.search(specifier) else found

    def _longest(self, specifier: str, ecosystem: Ecosystem) -> SdkMatch | None:
        separator = "." if ecosystem == PYPI else "/"
        parts = specifier.split(separator)
        for length in range(len(parts), 0, -1):
            head = separator.join(parts[:length])
            found = self.modules.get((ecosystem, head))
            if found is None and length == 1 and ecosystem == NPM and head.startswith("@"):
                found = self.modules.get((ecosystem, f"{head}/"))
            if found is not None:
                return SdkMatch(found[0], found[1], tuple(parts[length:]))
        return None

    def is_inert(self, entry: SdkEntry, names: Sequence[str]) -> bool:
        """Whether using what these names lead to runs nothing: the first, the last or all together say so.

        What is private to a module sets it up, or looks into it; names in capitals are constants.
        """
        if names and names[-1].startswith("_") and not names[-1].startswith("__"):
            return True
        if names and _CONSTANT.match(names[-1]):
            return True
        patterns = (*self.inert, *entry.inert)
        ends = {names[0], names[-1], ".".join(names)} if names else set()
        return any(fnmatchcase(name, pattern) for name in ends for pattern in patterns)

    def runs_nothing(self, entry: SdkEntry, names: Sequence[str]) -> bool:
        """Whether what these names lead to is listed as inert, and is no matter of opinion.

        Error classes and token counters are: a rule may mean that the host is to know nothing of the SDK at all.
        """
        listed = bool(names) and not names[-1].startswith("_") and self.is_inert(entry, names)
        return listed and not any(_DOUBTFUL.search(each) for each in names)

    def counts(self, entry: SdkEntry, names: Iterable[str]) -> bool:
        """Whether these names are among those that count, where only some of a module do."""
        return not entry.only or any(fnmatchcase(name, each) for name in names for each in entry.only)

    def host(self, host: str, port: str, path: str | None) -> HostMatch | None:
        """The provider behind a URL's host, port ("" for none) and path (None for unknown), if there is one.

        Unknown parts of the texts are NUL characters.
        """
        host = host.lower().rstrip(".")
        entry = self.hosts.get(f"{host}:{port}") or self.hosts.get(host) or self._wild(host)
        if entry is None and "\0" in host[1:]:
            # "https://api.example.com" + rest: the path follows the host without a slash of its own.
            return self.host(host.partition("\0")[0], port, f"/\0{path or ''}")
        if entry is None:
            return None
        if path is None:
            return HostMatch(entry, ("the path of the request is not known",) if entry.paths else ())
        inert = HostMatch(
            entry, (f"{path} is not a request for an answer of a language model",), not _DOUBTFUL.search(path)
        )
        if any(fnmatchcase(path, f"{each}*") for each in entry.inert_paths):
            return inert
        if entry.paths and not any(fnmatchcase(path, f"{each}*") for each in entry.paths):
            if not any(_may_lead_below(path, each) for each in entry.paths):
                return None
            return HostMatch(entry, ("the path of the request is not known",))
        return inert if path.rstrip("/").endswith("/models") else HostMatch(entry, ())

    def is_inert_path(self, vendor: str, path: str) -> bool:
        """Whether a path, after what is not known of it, runs no model at any host of a vendor."""
        rest = path.strip("\0")
        entries = (each for each in (*self.hosts.values(), *self.wild_hosts) if each.vendor == vendor)
        return rest.rstrip("/").endswith("/models") or any(
            fnmatchcase(rest, f"{prefix}*") for each in entries for prefix in each.inert_paths
        )

    def may_begin_with(self, host: str, port: str, path: str) -> bool:
        """Whether a constant can be a URL of a provider, or its beginning."""
        host = host.lower()
        entry = self.hosts.get(f"{host}:{port}") or self.hosts.get(host) or self._wild(host)
        if entry is None:
            return False
        if not entry.paths or path in ("", "/"):
            return True
        return any(fnmatchcase(path, f"{each}*") or each.startswith(path) for each in entry.paths)

    def _wild(self, host: str) -> HostEntry | None:
        found = [each for each in self.wild_hosts if fnmatchcase(host, each.name.lower())]
        return max(found, key=lambda each: len(each.name)) if found else None

    def is_route(self, path: str) -> bool:
        """Whether a request path is one that only model providers serve, whatever the host."""
        return any(fnmatchcase(path, each) for each in self.routes)


def build(file: CapabilityFile, sdk: Sequence[str] | None, extend_sdk: Sequence[str]) -> Capability:
    """The capability, with the repository's SDK list in place of the default one, or added to it.

    An SDK that both know keeps what the default list says of it.
    """
    entries = list(file.sdk)
    if sdk is not None:
        entries = _chosen(entries, sdk)
    known = {each.module for each in entries}
    entries += [SdkEntry(module=each) for each in extend_sdk if each not in known]
    modules: dict[tuple[Ecosystem, str], tuple[SdkEntry, bool]] = {}
    for entry in entries:
        for ecosystem in entry.ecosystem:
            modules[ecosystem, entry.module] = (entry, False)
            for inert in entry.inert_modules:
                modules.setdefault((ecosystem, inert), (entry, True))
    return Capability(
        id=file.id,
        summary=file.summary,
        inert=file.inert,
        routes=file.routes,
        modules=modules,
        hosts={each.name.lower(): each for each in file.host if not _is_wild(each.name)},
        wild_hosts=tuple(each for each in file.host if _is_wild(each.name)),
        programs={each.command: each for each in file.cli},
        packages={package: each for each in file.cli for package in each.packages},
        python_programs={module: each for each in file.cli for module in each.modules},
        base_urls={each.name: each.vendor for each in file.base_url},
        parents=frozenset(parent for ecosystem, name in modules if ecosystem == PYPI for parent in _parents(name)),
        program_words=frozenset(word.encode() for each in file.cli for word in _program_words(each)),
        route_words=tuple(dict.fromkeys(each.strip("*").encode() for each in file.routes)),
    )


_FROM_REGISTRY = re.compile(
    r"""(?:npm|jsr):/?
    | https?://(?: esm\.sh/(?:stable/|v\d+/)? | esm\.run/ | unpkg\.com/ | deno\.land/x/ | cdn\.jsdelivr\.net/npm/
        | cdn\.skypack\.dev/(?:pin/)? | (?:ga\.)?jspm\.(?:io|dev)/(?:npm:)? )""",
    re.VERBOSE,
)
_VERSIONED = re.compile(r"((?:@[^/@]+/)?[^/@?]+)(?:@[^/?]*)?((?:/[^?+][^?]*)?)")


def bare(specifier: str) -> str:
    """The package and path that a specifier with a registry, or the URL of one, means; other specifiers as they are."""
    head = _FROM_REGISTRY.match(specifier) if ":" in specifier else None
    found = _VERSIONED.match(specifier, head.end()) if head is not None else None
    return found[1] + found[2] if found is not None else specifier


def _parents(module: str) -> Iterable[str]:
    parts = module.split(".")
    return (".".join(parts[:length]) for length in range(1, len(parts)))


def _program_words(entry: ProgramEntry) -> Iterable[str]:
    return (entry.command, *entry.packages, *entry.modules)


def _chosen(entries: Sequence[SdkEntry], names: Sequence[str]) -> list[SdkEntry]:
    chosen: list[SdkEntry] = []
    for name in names:
        same = [each for each in entries if each.module == name]
        inside = [each for each in entries if name.endswith("/") and each.module.startswith(name)]
        chosen += same or [SdkEntry(module=name, inert_modules=_inert_below(inside))]
        chosen += [each for each in inside if each.module != name]
    return chosen


def _inert_below(entries: Iterable[SdkEntry]) -> tuple[str, ...]:
    return tuple(inert for each in entries for inert in each.inert_modules)


_CONSTANT = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\Z")

_DOUBTFUL = re.compile(r"error|exception|token|shim", re.IGNORECASE)
"""Modules and names whose use is no model call for sure, and yet the SDK's: rules call such uses ambiguous."""


def _may_lead_below(path: str, prefix: str) -> bool:
    """Whether a path with unknown parts can be one below a prefix: such a part is one segment, or all that follows."""
    wanted, given = prefix.split("/"), path.split("/")
    for position, segment in enumerate(wanted):
        if position >= len(given):
            return False
        own = given[position]
        if "\0" in own and position == len(given) - 1:
            return True
        is_last = position == len(wanted) - 1
        fits = fnmatchcase(own, f"{segment}*" if is_last else segment) or own.strip("\0") == ""
        if not fits and "\0" not in own:
            return False
    return True


_WILD = re.compile(r"[*?\[]")


def _is_wild(name: str) -> bool:
    return _WILD.search(name) is not None
