"""Functions of the languages' own libraries whose results matter: text, paths, URLs, settings, module loading."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import chain, islice, product, repeat
from typing import Protocol

from linter.facts import Call, Expr, Fallback, Index, Items, Join, Member, Name, Record, Spread, Text, Unknown
from linter.values import folding
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
    together,
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
    BUILTIN = "builtin"
    """The name of a module of the runtime, which is never an SDK."""


_GLOBAL_OBJECTS = frozenset({"globalThis", "window", "self", "global"})

_LOADERS: dict[tuple[str, ...], Loader] = {
    ("", "require"): Loader.MODULE,
    ("", "import"): Loader.MODULE,  # what a program in a string makes of it: see `loader_in`
    ("", "module", "require"): Loader.MODULE,
    ("", "require", "main", "require"): Loader.MODULE,
    ("", "process", "mainModule", "require"): Loader.MODULE,
    ("", "process", "getBuiltinModule"): Loader.BUILTIN,
    ("", "__import__"): Loader.MODULE,
    ("", "__builtins__", "__import__"): Loader.MODULE,
    ("builtins", "__import__"): Loader.MODULE,
    ("importlib", "import_module"): Loader.MODULE,
    ("importlib", "__import__"): Loader.MODULE,
    ("pkgutil", "resolve_name"): Loader.MODULE,
    ("pydoc", "locate"): Loader.MODULE,
    ("runpy", "run_module"): Loader.MODULE,
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
    ("vm", "compileFunction"): Loader.PROGRAM,
    ("module", "createRequire"): Loader.MAKER,
    ("module", "_load"): Loader.MODULE,
    ("module", "Module", "createRequire"): Loader.MAKER,
    ("module", "Module", "_load"): Loader.MODULE,
    ("", "module", "createRequire"): Loader.MAKER,
    ("", "module", "constructor", "createRequire"): Loader.MAKER,
    ("", "module", "constructor", "_load"): Loader.MODULE,
}
"""By module and path: those of Node's own modules without the scheme `node:`."""


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
    module, *path = global_path(thing)
    return _LOADERS.get((module.removeprefix("node:"), *(each for each in path if each != "default")))


# --- text ----------------------------------------------------------------------------------------------

_SAME_TEXT = frozenset(
    "trim trimEnd trimStart toString valueOf strip rstrip lstrip normalize as_posix expanduser resolve "
    "encode decode freeze".split()
)
"""Methods whose result is taken for the text they are called on, where they cannot be carried out."""
_SPLITTERS = frozenset({"split", "rsplit", "partition", "rpartition"})
_REVERSED = frozenset({"reverse", "toReversed"})

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
    if name == "reversed" and call.args:
        return _reversed(values.of(path, call.args[0]))
    if folding.is_function((name,)):
        return _carried_out(values, path, call, (name,))
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
    if dotted and folding.is_function(dotted):
        return _carried_out(values, path, call, dotted)
    if name in _ONE_OF_MANY or name in _STILL_MANY:
        held = values.of(path, callee.base)
        if all(isinstance(each, Structure) and isinstance(each.expr, Items) for each in held):
            return _of_list(values, path, call, callee, held)
    if name in _SPLITTERS:
        return _split(values, path, call, callee, dotted)
    if name == "concat":
        return _concatenated(values, path, call, callee)
    if dotted == ("shlex", "join") and call.args:
        return _joined_by(values, " ", values.of(path, call.args[0]))
    if name == "join":
        return _joined_items(values, path, call, callee)
    if name == "format":
        return _formatted(values, path, call, callee)
    if folding.is_method(name) or name in _SAME_TEXT:
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
            return united(values.of(base.path, _interleaved(values, base, Text(each))) for each in texts)
        if isinstance(base, Const) and call.args:
            return _joined_by(values, base.text, values.of(path, call.args[0]))
    return None


def _joined_by(values: Evaluator, separator: str, found: tuple[Value, ...]) -> tuple[Value, ...] | None:
    for given in found:
        if isinstance(given, Const) and HOLE not in given.text:
            return (Const(together(chain.from_iterable(zip(repeat(separator), given.text)))[len(separator) :]),)
        if isinstance(given, Structure) and isinstance(given.expr, Items):
            joined = values.of(given.path, _interleaved(values, given, Text(separator)))
            items = given.expr.items
            # One item that is worked out may stand for many: `f(each) for each in all`.
            return united([joined, NOTHING]) if len(items) == 1 and not isinstance(items[0], Text) else joined
    return None


def _interleaved(values: Evaluator, given: Structure, separator: Expr) -> Join:
    parts: list[Expr] = []
    for item in _spread_out(values, given):
        if parts:
            parts.append(separator)
        parts.append(Index(item, Unknown()) if isinstance(item, Spread) else item)
    return Join(tuple(parts))


def _spread_out(values: Evaluator, given: Structure) -> Iterable[Expr]:
    """The items of a list literal, with those of literals that are spread into it and the letters of texts."""
    for item in given.expr.items if isinstance(given.expr, Items) else ():
        found = values.of(given.path, item.value) if isinstance(item, Spread) else ()
        only = found[0] if len(found) == 1 else None
        if isinstance(only, Structure) and isinstance(only.expr, Items) and only.path == given.path:
            yield from only.expr.items
        elif isinstance(only, Const) and HOLE not in only.text:
            yield from map(Text, only.text)
        else:
            yield item


def _split(
    values: Evaluator, path: str, call: Call, callee: Member, dotted: tuple[str, ...]
) -> tuple[Value, ...] | None:
    """`"a b".split(" ")` and `shlex.split("a b")` as a list of words."""
    is_shell = dotted == ("shlex", "split") and bool(call.args)
    subject = call.args[0] if is_shell else callee.base
    results: list[Value] = []
    for value in values.of(path, subject):
        if not isinstance(value, Const):
            return None
        if is_shell:
            words: list[str] | None = value.text.replace("'", " ").replace('"', " ").split()
        else:
            words = _pieces(values, path, call, callee.name, value.text)
        results.append(Opaque() if words is None else Structure(path, Items(tuple(Text(word) for word in words))))
    return tuple(results)


def _pieces(values: Evaluator, path: str, call: Call, name: str, text: str) -> list[str] | None:
    args = _constants(values, path, call.args)
    if args is not None and (not args or args[0]):
        return folding.pieces(name, text, args)
    # A pattern, mostly of blanks; or every letter.
    return text.split() if args is None else list(text)


def _constants(values: Evaluator, path: str, args: Iterable[Expr]) -> list[str] | None:
    """The texts of arguments that are one known text each, else None."""
    texts: list[str] = []
    for each in args:
        found = values.of(path, each)
        only = found[0] if len(found) == 1 else None
        if not isinstance(only, Const) or HOLE in only.text:
            return None
        texts.append(only.text)
    return texts


def _carried_out(values: Evaluator, path: str, call: Call, dotted: tuple[str, ...]) -> tuple[Value, ...] | None:
    """What a function of a library makes of constants; None where they are not known."""
    choices = [_texts(values, path, each) for each in call.args]
    made = [folding.function(dotted, given) for given in islice(product(*choices), MOST_VALUES) if HOLE not in given]
    return tuple(dict.fromkeys(Const(each) for each in made if each is not None)) or None


def _of_list(
    values: Evaluator, path: str, call: Call, callee: Member, held: tuple[Value, ...]
) -> tuple[Value, ...] | None:
    """What a method gives of lists: one of what they hold, or a list again."""
    if callee.name in _ONE_OF_MANY:
        return values.of(path, Index(callee.base, Unknown()))
    if callee.name in _REVERSED:
        return _reversed(held)
    if callee.name == "slice":
        part = slice_of(values, path, *(*call.args, None, None)[:2])
        return part_of(held, part) if part is not None else held
    return held


def _reversed(found: tuple[Value, ...]) -> tuple[Value, ...] | None:
    return part_of(found, slice(None, None, -1))


def slice_of(
    values: Evaluator, path: str, start: Expr | None, stop: Expr | None, step: Expr | None = None
) -> slice | None:
    """The slice that expressions say, None for an end that is left out; None where one is not known."""
    given = [each for each in (start, stop, step) if each is not None]
    texts = _constants(values, path, given)
    if texts is None:
        return None
    known = iter(texts)
    ends = [None if each is None else next(known) for each in (start, stop, step)]
    return folding.span(*ends)


def part_of(found: tuple[Value, ...], part: slice) -> tuple[Value, ...]:
    """A slice of texts and list literals; of lists into which others are spread, all."""
    parts: list[Value] = []
    for each in found:
        if isinstance(each, Const):
            parts.append(Const(HOLE if HOLE in each.text else each.text[part]))
        elif isinstance(each, Structure) and isinstance(each.expr, Items):
            spread = any(isinstance(item, Spread) for item in each.expr.items)
            parts.append(each if spread else Structure(each.path, Items(each.expr.items[part])))
        else:
            parts.append(Opaque())
    return tuple(parts)


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
        same = callee.name in _SAME_TEXT and not any(isinstance(each, Thing) for each in bases)
        return bases if same else None
    return tuple(_changed(values, path, call, callee.name, base) for base in bases)


def _changed(values: Evaluator, path: str, call: Call, name: str, base: Value) -> Value:
    if not isinstance(base, Const):
        return base
    args = _constants(values, path, call.args)
    made = folding.method(name, base.text, args) if args is not None and HOLE not in base.text else None
    if made is not None:
        return Const(made)
    if name in ("replace", "replaceAll") and len(call.args) >= 2:
        return _replaced(values, path, base, call)
    if name in _CASES:
        return Const(folding.method(name, base.text, ()) or base.text)
    return base if name in _SAME_TEXT else Const(HOLE)


_CASES = frozenset({"toLowerCase", "lower", "toUpperCase", "upper"})


def _replaced(values: Evaluator, path: str, base: Const, call: Call) -> Value:
    old, new = _texts(values, path, call.args[0]), _texts(values, path, call.args[1])
    if len(old) == len(new) == 1 and HOLE not in old[0] and old[0]:
        made = folding.method("replace", base.text, (old[0], new[0]))
        return Const(HOLE if made is None else made)
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
