"""The URL that a request goes to, as far as the code says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

from linter.checks.calls import Requests, option
from linter.facts import Call, Expr
from linter.values import CALLED, HOLE, Const, Made, Structure, Thing, Value, Values

_URL = re.compile(r"(?:[A-Za-z\0][\w+.\0-]*:)?//(?:[^/?#@]*@)?([^/?#:]*)(?::([\d\0]*))?([^?#]*)")
_MOST_URLS = 16


class Address(NamedTuple):
    """Where a request goes: unknown parts are NUL characters; `host` is empty when nothing of it is known."""

    host: str
    port: str
    path: str

    @property
    def relative(self) -> bool:
        """A path on the server that the page came from."""
        return not self.host and self.path.startswith("/")


def parse(text: str) -> Address:
    """The parts of a URL's text."""
    match = _URL.match(text)
    if match is None:
        head, slash, rest = text.partition("/")
        if HOLE in head or not head:
            return Address("", "", f"{slash}{rest}" if head == "" else f"{HOLE}{slash}{rest}")
        return Address("", "", text)
    return Address(match[1], (match[2] or "").strip(HOLE), _without_dots(match[3]))


_DOT = re.compile(r"%2e", re.IGNORECASE)


def _without_dots(path: str) -> str:
    """A path as clients send it: `/v1/models/../chat` is `/v1/chat` (WHATWG URL, "path state"; RFC 3986, 5.2.4).

    What follows something unknown may be any number of segments further up, and stays as it is.
    """
    if "/." not in path and "%2" not in path:
        return path
    kept: list[str] = []
    segments = _DOT.sub(".", path).split("/")
    for number, segment in enumerate(segments):
        is_last = number == len(segments) - 1
        if segment == ".." and HOLE not in "".join(kept[-1:]):
            kept = [*kept[: max(1, len(kept) - 1)], *([""] if is_last else [])]
        elif segment == ".":
            kept += [""] if is_last else []
        else:
            kept.append(segment)
    return "/".join(kept)


def addresses(values: Values, path: str, call: Call, thing: Thing, functions: Requests) -> list[Address]:
    """Every address that a request can go to; an empty host stands for an unknown one."""
    urls = _urls(values, path, call, functions)
    own = option(values, path, call, functions.base_keys) if functions.base_keys else None
    bases = _texts(values, *own) if own is not None else _bases(values, thing, functions)
    found: dict[Address, None] = {}
    choices: list[str | None] = [*bases] or [None]
    for url, base in list(product(urls or [""], choices))[:_MOST_URLS]:
        found[parse(_combined(url, base))] = None
    return list(found)


def _combined(url: str, base: str | None) -> str:
    if base is None or "//" in url.partition("?")[0]:
        return url
    return f"{base.rstrip('/')}/{url.lstrip('/')}" if url else base


def _urls(values: Values, path: str, call: Call, functions: Requests) -> list[str]:
    pieces = _from_pieces(values, path, call, functions)
    if pieces:
        return pieces
    keyword = option(values, path, call, functions.url_keys) if functions.url_keys else None
    first = call.args[functions.url] if functions.url < len(call.args) else None
    found = _texts(values, path, first) if first is not None else []
    known = [each for each in found if each.strip(HOLE)]
    if not known and keyword is not None:
        return _texts(values, *keyword)
    return found


def _texts(values: Values, path: str, expr: Expr, seen: frozenset[Made] = frozenset()) -> list[str]:
    return [text for value in values.of(path, expr) for text in _texts_of(values, value, seen)]


def _texts_of(values: Values, value: Value, seen: frozenset[Made]) -> Iterable[str]:
    """A value as URL text: constants, and objects made from a URL (`new Request(url)`, `httpx.URL(url)`).

    `seen` are the calls that are being looked into: what is made from itself (`url = new URL(url)`) ends there.
    """
    if isinstance(value, Const):
        return (value.text,)
    if isinstance(value, Structure):
        return ()
    if isinstance(value, Thing) and value.made:
        is_prepared = value.path[-2:] == ("prepare", CALLED) and len(value.made) > 1
        made = value.made[-2 if is_prepared else -1]
        call = values.call_of(made) if made not in seen else None
        inner = [*call.args[:2], *(each for key, each in call.keywords if key == "url")] if call is not None else []
        found = [text for each in inner for text in _texts(values, made.path, each, seen | {made}) if "://" in text]
        if found:
            return found
    return (HOLE,)


def _bases(values: Values, thing: Thing, functions: Requests) -> list[str]:
    """The base URLs given to the calls that made the client."""
    found: list[str] = []
    for made in thing.made:
        call = values.call_of(made)
        if call is None:
            continue
        keyed = option(values, made.path, call, functions.base_keys) if functions.base_keys else None
        named = option(values, made.path, call, functions.host_keys) if functions.base is not None else None
        if keyed is not None:
            found.extend(_texts(values, *keyed))
        elif named is not None:
            found.extend(_with_scheme(_texts(values, *named), functions))
        elif functions.base is not None and functions.base < len(call.args):
            texts = _texts(values, made.path, call.args[functions.base])
            found.extend(_with_scheme(texts, functions))
    return found or _assigned_base(values, thing, functions)


def _with_scheme(texts: Sequence[str], functions: Requests) -> list[str]:
    """Libraries that connect to a host by name are given no scheme."""
    return [each if "//" in each or not functions.host_keys else f"//{each}" for each in texts]


def _assigned_base(values: Values, thing: Thing, functions: Requests) -> list[str]:
    """`axios.defaults.baseURL = …` in the file that imports the client."""
    if thing.origin is None or not functions.base_keys:
        return []
    facts = values.project.facts(thing.origin.path)
    if facts is None:
        return []
    keys = {f"defaults.{key}" for key in functions.base_keys} | set(functions.base_keys)
    return [
        text
        for scope in facts.scopes
        for (_, member), assigned in scope.properties.items()
        if member in keys
        for each in assigned
        for text in _texts(values, thing.origin.path, each)
    ]


def _from_pieces(values: Values, path: str, call: Call, functions: Requests) -> list[str]:
    """`{hostname, port, path}` as URLs."""
    host = option(values, path, call, functions.host_keys) if functions.host_keys else None
    if host is None:
        return []
    where = option(values, path, call, functions.path_keys)
    paths = _texts(values, *where) if where is not None else [""]
    return [f"//{each}/{rest.lstrip('/')}" for each in _texts(values, *host) for rest in paths]
