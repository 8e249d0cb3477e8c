"""Functions of the languages' own libraries whose results matter: text, paths, URLs, settings, module loading."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import islice, product
from typing import Protocol

from linter.facts import Call, Expr, Fallback, Index, Items, Join, Member, Name, Record, Spread, Text, Unknown
from linter.values.model import (
    CALLED,
    HOLE,
    MOST_VALUES,
    NOTHING,
    Const,
    Instance,
    LocalClass,
    LocalFunction,
    LocalModule,
    Made,
    Opaque,
    Structure,
    Thing,
    Value,
    is_known,
    united,
)


class Evaluator(Protocol):
    """The part of `Values` that is needed here."""

    def of(self, path: str, expr: Expr) -> tuple[Value, ...]: ...

    def member_of(self, base: Value, name: str) -> tuple[Value, ...]: ...

    def call_of(self, made: Made) -> Call | None: ...

    def names_in(self, path: str) -> tuple[str, ...]: ...

    def stored(self, path: str, base: Expr, key: str = "") -> tuple[Value, ...]: ...

    def given_by(self, function: Value) -> tuple[Value, ...]: ...


class Loader(Enum):
    """What a function that loads code takes."""

    MODULE = "module"
    """The name of a module: `require`, `importlib.import_module`, `__import__`."""
    PROGRAM = "program"
    """The text of a program: `eval`, `exec`, `new Function`."""
    MAKER = "maker"
    """Nothing yet: it gives a function that loads modules (`createRequire`)."""


_GLOBAL_OBJECTS = frozenset({"globalThis", "window", "self", "global"})

_LOADERS: dict[tuple[str, ...], Loader] = {
    ("", "require"): Loader.MODULE,
    ("", "import"): Loader.MODULE,  # what a program in a string makes of it: see `loader_in`
    ("", "module", "require"): Loader.MODULE,
    ("", "require", "main", "require"): Loader.MODULE,
    ("", "process", "mainModule", "require"): Loader.MODULE,
    ("", "__import__"): Loader.MODULE,
    ("", "__builtins__", "__import__"): Loader.MODULE,
    ("builtins", "__import__"): Loader.MODULE,
    ("importlib", "import_module"): Loader.MODULE,
    ("importlib", "__import__"): Loader.MODULE,
    ("pkgutil", "resolve_name"): Loader.MODULE,
    ("pydoc", "locate"): Loader.MODULE,
    ("django.utils.module_loading", "import_string"): Loader.MODULE,
    ("werkzeug.utils", "import_string"): Loader.MODULE,
    ("", "eval"): Loader.PROGRAM,
    ("", "exec"): Loader.PROGRAM,
    ("", "Function"): Loader.PROGRAM,
    ("", "execfile"): Loader.PROGRAM,
    ("builtins", "eval"): Loader.PROGRAM,
    ("builtins", "exec"): Loader.PROGRAM,
    ("vm", "runInThisContext"): Loader.PROGRAM,
    ("vm", "runInNewContext"): Loader.PROGRAM,
    ("vm", "runInContext"): Loader.PROGRAM,
    ("vm", "Script"): Loader.PROGRAM,
    ("node:vm", "runInThisContext"): Loader.PROGRAM,
    ("node:vm", "runInNewContext"): Loader.PROGRAM,
    ("node:vm", "runInContext"): Loader.PROGRAM,
    ("node:vm", "Script"): Loader.PROGRAM,
    ("module", "createRequire"): Loader.MAKER,
    ("node:module", "createRequire"): Loader.MAKER,
    ("module", "default", "createRequire"): Loader.MAKER,
    ("", "module", "createRequire"): Loader.MAKER,
}


LOADER_NAMES = frozenset(key[-1] for key in _LOADERS)
"""The last names of functions that load code."""


def global_path(thing: Thing) -> tuple[str, ...]:
    """Module and path as one key; `globalThis.fetch` and `fetch` are the same."""
    path = thing.path
    if not thing.module and len(path) > 1 and path[0] in _GLOBAL_OBJECTS:
        path = path[1:]
    return (thing.module, *path)


_LOADING_PROGRAM = re.compile(
    r"""\(?\s*(?:
        (?P<name>(?:module\.|process\.mainModule\.)?require|__import__|importlib\.import_module)
        | \(?(?P<given>\w+)\)?\s*=>\s*(?P<arrow>import|require)\(\s*(?P=given)\s*\)
    )\s*\)?;?\s*\Z""",
    re.VERBOSE,
)
_LOADING_BODY = re.compile(r"\s*return\s+(?:await\s+)?(import|require)\(\s*(\w+)\s*\)\s*;?\s*\Z")


def loader_in(texts: Sequence[str]) -> Thing | None:
    """The loading function that a program in strings gives: `eval("require")`, `Function("s", "return import(s)")`.

    Args:
        texts: the arguments: the program alone, or the parameters' names and then the body.
    """
    *names, program = texts
    body = _LOADING_BODY.match(program)
    if body is not None and body[2] in [each.strip() for name in names for each in name.split(",")]:
        return Thing("", (body[1],))
    found = None if names else _LOADING_PROGRAM.match(program)
    if found is None:
        return None
    name = found["arrow"] or found["name"].rpartition(".")[2]
    return Thing("importlib", (name,)) if name == "import_module" else Thing("", (name,))


def loader_of(thing: Thing) -> Loader | None:
    """Whether calling this thing loads code."""
    return _LOADERS.get(global_path(thing))


# --- text ----------------------------------------------------------------------------------------------

_SAME_TEXT = frozenset(
    "trim trimEnd trimStart toString valueOf strip rstrip lstrip normalize as_posix expanduser resolve "
    "encode decode freeze".split()
)
"""Methods whose result is taken for the text they are called on."""

_WRAPPERS = frozenset({"String", "str", "repr", "Path", "PurePath", "PosixPath", "bytes", "unicode"})
_GIVE_BACK = frozenset({"promisify", "callbackify", "compile", "which", "partial"})
"""Functions whose result stands for their first argument: it runs the same function, program or text."""

_INJECTORS = frozenset({"Depends", "Security", "Provide"})
"""Functions of web frameworks that call what they are given, and hand over what it gives."""

_ONE_OF_MANY = frozenset({"get", "pop", "at", "find", "shift", "next", "popleft"})
_STILL_MANY = frozenset({"values", "filter", "slice", "copy", "sort", "reverse", "toSorted", "toReversed"})
"""Methods of lists and tables that give one of the things they hold, or some of them."""

_PATH_JOINS = frozenset({("path", "join"), ("path", "resolve"), ("path", "posix", "join"), ("os", "path", "join")})
_SETTINGS = frozenset(
    {
        ("os", "environ", "get"),
        ("os", "getenv"),
        ("os", "environ", "setdefault"),
        ("environ", "get"),
        ("getenv",),
    }
)
_CALLBACK_ELEMENTS = frozenset({"map", "forEach", "filter", "find", "some", "every", "flatMap"})


def text_function(values: Evaluator, path: str, call: Call) -> tuple[Value, ...] | None:
    """The result of a call that makes text, a path, a URL or reads a setting; None for every other call."""
    callee = call.callee
    if isinstance(callee, Name):
        return _plain_function(values, path, call, callee)
    if isinstance(callee, Member):
        return _method(values, path, call, callee)
    return None


def _plain_function(values: Evaluator, path: str, call: Call, callee: Name) -> tuple[Value, ...] | None:
    name = callee.name
    if name in _WRAPPERS and len(call.args) == 1:
        found = values.of(path, call.args[0])
        return found if any(isinstance(each, Const) for each in found) else None
    if name in _GIVE_BACK and call.args:
        return values.of(path, call.args[0])
    if name == "URL" and call.args:
        return _url(values, path, call.args)
    if name in ("urljoin", "join") and len(call.args) == 2 and name == "urljoin":
        return _url(values, path, call.args[::-1])
    if name in _INJECTORS and call.args:
        return _injected(values, path, call.args[0])
    if name == "getattr" and len(call.args) >= 2:
        return _attribute(values, path, call)
    if (name,) in _SETTINGS and len(call.args) == 2:
        return values.of(path, Fallback(Unknown(), call.args[1]))
    return None


def _injected(values: Evaluator, path: str, provider: Expr) -> tuple[Value, ...] | None:
    """`Depends(provider)`: what the provider gives, a function or a class of the project."""
    found = values.of(path, provider)
    known = [each for each in found if isinstance(each, LocalFunction | LocalClass)]
    if not known:
        return None
    return united(
        values.given_by(each) if isinstance(each, LocalFunction) else (Instance(each.path, each.symbol, exact=True),)
        for each in known
    )


def _attribute(values: Evaluator, path: str, call: Call) -> tuple[Value, ...]:
    """`getattr(base, name)`; with a name that is not known, anything that a module of the project has."""
    found: list[tuple[Value, ...]] = []
    for key in values.of(path, call.args[1]):
        if isinstance(key, Const) and HOLE not in key.text:
            found.append(values.of(path, Member(call.args[0], key.text)))
            continue
        for base in values.of(path, call.args[0]):
            if isinstance(base, LocalModule):
                found.extend(values.member_of(base, each) for each in values.names_in(base.path))
        found.append(NOTHING)
    return united(found)


def _method(values: Evaluator, path: str, call: Call, callee: Member) -> tuple[Value, ...] | None:
    name = callee.name
    dotted = _dotted(callee)
    if dotted in _SETTINGS:
        return values.of(path, call.args[1]) if len(call.args) > 1 else None
    if dotted in _PATH_JOINS:
        return _joined_path(values, path, call.args)
    if dotted[-2:] == ("parse", "urljoin"):
        return _url(values, path, call.args[::-1])
    if dotted in (("Object", "freeze"), ("Object", "assign"), ("Promise", "resolve")) and call.args:
        return united(values.of(path, each) for each in call.args)
    if dotted == ("Promise", "all") and call.args:
        return values.of(path, call.args[0])
    if name in _GIVE_BACK and call.args and dotted[:1] in (("util",), ("shutil",), ("functools",)):
        return values.of(path, call.args[0])
    if name in _ONE_OF_MANY or name in _STILL_MANY:
        held = values.of(path, callee.base)
        if all(isinstance(each, Structure) and isinstance(each.expr, Items) for each in held):
            return values.of(path, Index(callee.base, Unknown())) if name in _ONE_OF_MANY else held
    if name == "split":
        return _split(values, path, call, callee, dotted)
    if name == "concat":
        return _concatenated(values, path, call, callee)
    if name == "join":
        return _joined_items(values, path, call, callee)
    if name == "format":
        return _formatted(values, path, call, callee)
    if name in _SAME_TEXT and not any(isinstance(each, Thing) for each in values.of(path, callee.base)):
        return values.of(path, callee.base)
    if name in (
        "replace",
        "replaceAll",
        "slice",
        "substring",
        "toLowerCase",
        "toUpperCase",
        "lower",
        "upper",
    ):
        return _changed_text(values, path, call, callee)
    if name == "get" and call.args:
        return _entry(values, path, call, callee)
    return None


def _dotted(expr: Expr) -> tuple[str, ...]:
    """`a.b.c` as its names; empty for anything else."""
    names: list[str] = []
    while isinstance(expr, Member):
        names.append(expr.name)
        expr = expr.base
    return (expr.name, *reversed(names)) if isinstance(expr, Name) else ()


def _texts(values: Evaluator, path: str, expr: Expr) -> list[str]:
    found = values.of(path, expr)
    return [each.text if isinstance(each, Const) else HOLE for each in found]


def _url(values: Evaluator, path: str, args: tuple[Expr, ...]) -> tuple[Value, ...]:
    """`new URL(relative, base)` as the URL's text."""
    relatives = _texts(values, path, args[0])
    if len(args) < 2:
        return tuple(Const(each) for each in relatives)
    pairs = islice(product(relatives, _texts(values, path, args[1])), MOST_VALUES)
    return tuple(dict.fromkeys(Const(_join_url(base, relative)) for relative, base in pairs))


def _join_url(base: str, relative: str) -> str:
    if base.startswith(HOLE):
        return relative if "://" in relative else f"{base}/{relative.lstrip('/')}"
    try:
        from urllib.parse import urljoin  # hardly ever needed, and not quick to import

        return urljoin(base, relative)
    except ValueError:
        return HOLE


def _joined_path(values: Evaluator, path: str, args: tuple[Expr, ...]) -> tuple[Value, ...]:
    choices = [_texts(values, path, each) for each in args]
    combined = islice(product(*choices), MOST_VALUES)
    return tuple(dict.fromkeys(Const(posixpath.join(*each) if each else "") for each in combined))


def _concatenated(values: Evaluator, path: str, call: Call, callee: Member) -> tuple[Value, ...] | None:
    bases = values.of(path, callee.base)
    if any(isinstance(each, Const) for each in bases):
        return values.of(path, Join((callee.base, *call.args)))
    if any(isinstance(each, Structure) for each in bases):
        return values.of(path, Items((Spread(callee.base), *(Spread(each) for each in call.args))))
    return None


def _joined_items(values: Evaluator, path: str, call: Call, callee: Member) -> tuple[Value, ...] | None:
    """`["a", "b"].join("-")` of JavaScript, `"-".join(["a", "b"])` of Python."""
    for base in values.of(path, callee.base):
        if isinstance(base, Structure) and isinstance(base.expr, Items):
            # The items may stand in another file, in which the separator's own names mean something else.
            separators = values.of(path, call.args[0]) if call.args else (Const(","),)
            texts = [each.text if isinstance(each, Const) else HOLE for each in separators]
            return united(values.of(base.path, _interleaved(base.expr.items, Text(each))) for each in texts)
        if isinstance(base, Const) and call.args:
            for given in values.of(path, call.args[0]):
                if isinstance(given, Structure) and isinstance(given.expr, Items):
                    return values.of(given.path, _interleaved(given.expr.items, Text(base.text)))
    return None


def _interleaved(items: tuple[Expr, ...], separator: Expr) -> Join:
    parts: list[Expr] = []
    for position, item in enumerate(items):
        if position:
            parts.append(separator)
        parts.append(Index(item, Unknown()) if isinstance(item, Spread) else item)
    return Join(tuple(parts))


def _split(
    values: Evaluator, path: str, call: Call, callee: Member, dotted: tuple[str, ...]
) -> tuple[Value, ...] | None:
    """`"a b".split(" ")` and `shlex.split("a b")` as a list of words."""
    subject = call.args[0] if dotted == ("shlex", "split") and call.args else callee.base
    results: list[Value] = []
    for value in values.of(path, subject):
        if not isinstance(value, Const):
            return None
        words = value.text.replace("'", " ").replace('"', " ").split() if dotted else value.text.split()
        results.append(Structure(path, Items(tuple(Text(word) for word in words))))
    return tuple(results)


def _formatted(values: Evaluator, path: str, call: Call, callee: Member) -> tuple[Value, ...] | None:
    """`"…{}…{name}…".format(…)`."""
    named = dict(call.keywords)
    results: list[Value] = []
    for base in values.of(path, callee.base):
        if not isinstance(base, Const):
            return None
        parts: list[Expr] = []
        position = 0
        for number, piece in enumerate(base.text.split("{")):
            key, closed, rest = piece.partition("}") if number else ("", "", piece)
            if closed:
                field = key.partition(":")[0].partition("!")[0]
                index = int(field) if field.isdigit() else position
                if field and not field.isdigit():
                    parts.append(named.get(field, Unknown()))
                else:
                    parts.append(call.args[index] if index < len(call.args) else Unknown())
                    position += 1
            parts.append(Text(rest if closed or not number else piece))
        results.extend(values.of(path, Join(tuple(parts))))
    return tuple(results)


def _changed_text(values: Evaluator, path: str, call: Call, callee: Member) -> tuple[Value, ...] | None:
    """Methods that change text: carried out where they and their arguments are constant."""
    bases = values.of(path, callee.base)
    if not any(isinstance(each, Const) for each in bases):
        return None
    results: list[Value] = []
    for base in bases:
        if not isinstance(base, Const):
            results.append(base)
        elif callee.name in ("toLowerCase", "lower"):
            results.append(Const(base.text.lower()))
        elif callee.name in ("toUpperCase", "upper"):
            results.append(Const(base.text.upper()))
        elif callee.name in ("replace", "replaceAll") and len(call.args) >= 2:
            results.append(_replaced(values, path, base, call))
        elif callee.name in ("slice", "substring"):
            results.append(_cut(values, path, base, call))
        else:
            results.append(Const(HOLE))
    return tuple(results)


def _cut(values: Evaluator, path: str, base: Const, call: Call) -> Const:
    """A part of a text, by positions that are known and count from its beginning."""
    bounds = [texts[0] if len(texts := _texts(values, path, each)) == 1 else HOLE for each in call.args]
    if not bounds or HOLE in base.text or not all(each.isdigit() for each in bounds):
        return Const(HOLE)
    return Const(base.text[slice(*([*map(int, bounds), None][:2]))])


def _replaced(values: Evaluator, path: str, base: Const, call: Call) -> Value:
    old, new = _texts(values, path, call.args[0]), _texts(values, path, call.args[1])
    if len(old) == len(new) == 1 and HOLE not in old[0] and old[0]:
        return Const(base.text.replace(old[0], new[0]))
    # A pattern is not run; a trailing slash taken off, the usual case, changes nothing that matters.
    return base if new == [""] else Const(HOLE)


def _entry(values: Evaluator, path: str, call: Call, callee: Member) -> tuple[Value, ...] | None:
    """`table.get(key, default)` of a literal table; for other objects it is a call like any other."""
    found: list[tuple[Value, ...]] = []
    for base in values.of(path, callee.base):
        if isinstance(base, Thing) and base.path == ("Map", CALLED) and base.made:
            found.append(_map_values(values, base))
            found.append(values.stored(path, callee.base))
            continue
        if not (isinstance(base, Structure) and isinstance(base.expr, Record)):
            return None
        found.append(values.of(path, Index(callee.base, call.args[0])))
        found.append(values.stored(path, callee.base))
    if len(call.args) > 1:
        found.append(values.of(path, call.args[1]))
    return united(found)


def _map_values(values: Evaluator, table: Thing) -> tuple[Value, ...]:
    """What `new Map([["a", x], ["b", y]])` holds; which of them a key means is not asked."""
    call = values.call_of(table.made[-1])
    pairs = values.of(table.made[-1].path, call.args[0]) if call is not None and call.args else ()
    pairs = (*pairs, *(each for pair in pairs for each in _entries_of(values, pair)))
    held = [
        values.of(pair.path, Index(item, Text("1")))
        for pair in pairs
        if isinstance(pair, Structure) and isinstance(pair.expr, Items)
        for item in pair.expr.items
    ]
    return united([*held, NOTHING])


def _entries_of(values: Evaluator, value: Value) -> Iterable[Value]:
    """The list that `Object.entries({…})` gives."""
    call = values.call_of(value.made[-1]) if isinstance(value, Thing) and value.made else None
    if call is None or not isinstance(value, Thing) or value.path[-2:] != ("entries", CALLED) or not call.args:
        return
    path = value.made[-1].path
    for each in values.of(path, call.args[0]):
        if isinstance(each, Structure) and isinstance(each.expr, Record):
            yield Structure(each.path, Items(tuple(Items((Text(key), inner)) for key, inner in each.expr.entries)))


# --- callbacks -----------------------------------------------------------------------------------------


def called_back_with(values: Evaluator, path: str, call: Call, position: int, index: int) -> tuple[Value, ...]:
    """What a function given to a call as argument `position` receives as its parameter `index`."""
    callee = call.callee
    if isinstance(callee, Member) and index == 0:
        if callee.name in ("then", "tap", "pipe") and position == 0:
            return values.of(path, callee.base)
        if callee.name in _CALLBACK_ELEMENTS and position == 0:
            return values.of(path, Index(callee.base, Unknown()))
    found = [each for each in values.of(path, callee) if isinstance(each, Thing) and each.module and is_known(each)]
    if found:
        # A library hands its callbacks things of its own.
        return tuple(each._replace(path=(*each.path, CALLED, "[]")) for each in found)
    return (Opaque("parameter"),)
