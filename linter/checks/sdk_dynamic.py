"""An SDK loaded when the program runs: `import()`, `require`, `importlib`, or a program in a string."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from linter.capability import NPM, PYPI, Ecosystem, SdkMatch
from linter.checks import sdk_cli
from linter.checks.commands import scripts_in
from linter.checks.context import Context, Use, described, ecosystem_of, mocked_sites
from linter.checks.loaded import taken_of
from linter.checks.widely import Widely
from linter.facts import (
    UNKNOWN,
    Call,
    Expr,
    FileFacts,
    Imported,
    Join,
    Load,
    Member,
    Name,
    Role,
    Site,
    Text,
    declaring_scope,
)
from linter.findings import Evidence
from linter.languages import JAVASCRIPT, LANGUAGES, PYTHON
from linter.project import External
from linter.tables import row
from linter.values import CALLED, HOLE, LOADER_NAMES, Const, Loader, Opaque, Thing, Value, loader_of

NAME = "sdk-dynamic"

_LOADER_NAMES = LOADER_NAMES | {"Worker"}


class Params(NamedTuple):
    """This check takes no parameters."""


def parameters(table: Mapping[str, Any]) -> Params:
    return row(Params, table)


def gather(context: Context, params: object) -> Iterator[Evidence]:
    """One evidence for each loading expression that loads an SDK, or may."""
    specifiers = _Specifiers(context)
    for path, facts in context.hosts():
        mocked: frozenset[int] | None = None
        for number, site in enumerate(facts.sites):
            found = _loading(context, specifiers, path, facts, site)
            if found is None:
                continue
            if mocked is None:
                mocked = mocked_sites(facts)
            if number not in mocked:
                yield found
    yield from _by_interpreters(context)


class _Specifiers:
    """What the specifiers of loads can be."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._widely = Widely(context)

    def of(self, path: str, facts: FileFacts, specifier: Expr) -> tuple[Value, ...]:
        found = self._context.values.of(path, specifier)
        unknown = (each for each in found if not isinstance(each, Const) or HOLE in each.text)
        if not any(_may_be_package(self._context, each, ecosystem_of(facts)) for each in unknown):
            return found
        with self._widely.opened() as wide:
            return wide.values.of(path, specifier)


def _loading(context: Context, specifiers: _Specifiers, path: str, facts: FileFacts, site: Site) -> Evidence | None:
    expr = site.expr
    if isinstance(expr, Load):
        values = specifiers.of(path, facts, expr.specifier)
        return _module(context, path, facts, site, values, "import()", "dynamic-import")
    if not _may_load(context, path, facts, expr):
        return None
    for callee in context.values.of(path, expr.callee):
        loader = _loader_of(callee) if isinstance(callee, Thing) else None
        if loader not in (Loader.MODULE, Loader.PROGRAM) or not isinstance(callee, Thing):
            continue
        name = callee.path[-1]
        if loader is Loader.MODULE:
            values = specifiers.of(path, facts, _with_package(expr))
            return _module(context, path, facts, site, values, name, _framing(name))
        return _program(context, path, facts, site, name)
    return None


def _loader_of(thing: Thing) -> Loader | None:
    """Whether a call loads code; a worker thread may be given its program as a text."""
    is_worker = thing.path[-1:] == ("Worker",) and thing.module in ("worker_threads", "node:worker_threads")
    return Loader.PROGRAM if is_worker else loader_of(thing)


def _may_load(context: Context, path: str, facts: FileFacts, call: Call) -> bool:
    """Whether a call can load code at all: by its name, or because the name is a variable of this file."""
    callee = call.callee
    if isinstance(callee, Member):
        return callee.name in _LOADER_NAMES
    if not isinstance(callee, Name):
        return True
    scope = declaring_scope(facts, callee.name, callee.scope)
    if scope < 0:
        return callee.name in _LOADER_NAMES or bool(facts.stars)
    bound = facts.scopes[scope].bindings[callee.name]
    if all(isinstance(each, Imported) and each.name not in _LOADER_NAMES for each in bound):
        return False
    return not context.project.calls_own_function(path, callee)


_FRAMINGS = {"require": "require", "import": "dynamic-import"}


def _framing(loader: str) -> str:
    return _FRAMINGS.get(loader, "importlib")


def _with_package(call: Call) -> Expr:
    """The specifier; `import_module(".genai", package="google")` joins the two."""
    named = dict(call.keywords)
    package = named.get("package") or (call.args[1] if len(call.args) > 1 else None)
    first = call.args[0] if call.args else named.get("name", named.get("mod_name", UNKNOWN))
    if package is not None and isinstance(first, Text) and first.value.startswith("."):
        return Join((package, Text("." + first.value.lstrip("."))))
    return first


# --- modules -------------------------------------------------------------------------------------------


def _module(
    context: Context, path: str, facts: FileFacts, site: Site, values: tuple[Value, ...], how: str, framing: str
) -> Evidence | None:
    ecosystem = ecosystem_of(facts)
    if ecosystem == PYPI:  # "package.module:name" of entry points
        values = tuple(Const(each.text.replace(":", ".")) if isinstance(each, Const) else each for each in values)
    matched: dict[str, SdkMatch] = {}
    unknown = False
    other = False
    for value in values:
        if isinstance(value, Const) and HOLE not in value.text:
            match = _sdk(context, path, value.text, ecosystem)
            if match is not None:
                matched[value.text] = match
            else:
                other = True
        elif (known := _known_head(context, value, ecosystem)) is not None:
            matched[known[0]] = known[1]
        elif _may_be_package(context, value, ecosystem):
            unknown = True
    if not matched and not unknown:
        return None
    reasons = [*context.doubts(facts, site)]
    if not matched:
        reasons.insert(0, f"what {how} loads is not known here")
        message = f"{how} loads a module that is not known"
        return _evidence(context, path, facts, site, framing, "unknown", "any", message, reasons)
    module, match = next(iter(matched.items()))
    if unknown or other:
        reasons.insert(0, f"{module} is only one of the modules that {how} can load here")
    uses = context.uses_of(path, site.expr.site, loaded=True)
    if match.entry.only and uses and not any(_counts(context, match, each) for each in uses):
        return None
    taken = taken_of(facts, site.expr)
    reasons.extend(_inert(context, path, facts, site, match, taken))
    message = f'"{module}" is loaded by {how} in host code'
    evidence = _evidence(context, path, facts, site, framing, module, match.entry.vendor, message, reasons)
    inert = bool(taken) and all(context.capability.runs_nothing(match.entry, (each,)) for each in taken)
    return replace(evidence, inert=inert and bool(reasons) and not (unknown or other))


def _sdk(context: Context, path: str, text: str, ecosystem: Ecosystem) -> SdkMatch | None:
    separator = "." if ecosystem == PYPI else "/"
    if context.zones.is_gate_module(text, separator):
        return None
    resolution = context.project.resolve_specifier(path, text)
    if not isinstance(resolution, External):
        return None
    return context.capability.module(resolution.module, ecosystem)


def _known_head(context: Context, value: Value, ecosystem: Ecosystem) -> tuple[str, SdkMatch] | None:
    """The SDK of a name whose end is not known, where the beginning decides: `@ai-sdk/…`, `openai.resources.…`."""
    separator = "." if ecosystem == PYPI else "/"
    head = value.text.partition(HOLE)[0] if isinstance(value, Const) else ""
    if not head.endswith(separator):
        return None
    match = context.capability.module(head + "x", ecosystem)
    return (head, match) if match is not None else None


def _may_be_package(context: Context, value: Value, ecosystem: Ecosystem) -> bool:
    """Whether an unknown specifier can be an SDK: not where its known beginning makes it a path or another name."""
    if isinstance(value, Opaque):
        return True
    if isinstance(value, Thing):
        return not _is_path(value)
    if not isinstance(value, Const):
        return False
    head, _, rest = value.text.partition(HOLE)
    if not head:
        return not (rest.startswith(("/", "\\", ".")) or HOLE + "/" in value.text)
    if head.startswith((".", "/", "file:", "data:", "#", "~", "node:")) or "\\" in head:
        return False
    return any(name.startswith(head) for kind, name in context.capability.modules if kind == ecosystem)


_PATH_MAKERS = frozenset({"pathToFileURL", "fileURLToPath", "resolve", "join", "cwd", "__dirname", "__filename", "URL"})


def _is_path(thing: Thing) -> bool:
    return any(each in _PATH_MAKERS for each in thing.path) or thing.module in (
        "path",
        "node:path",
        "url",
        "node:url",
    )


def _counts(context: Context, match: SdkMatch, use: Use) -> bool:
    return context.capability.counts(match.entry, (each for each in use.thing.path if each != CALLED))


def _inert(
    context: Context, path: str, facts: FileFacts, site: Site, match: SdkMatch, taken: Collection[str]
) -> list[str]:
    """Why what is loaded may run nothing; `taken` are the names read from it, where nothing else is done with it."""
    if match.inert:
        return ["this part of the module runs no model"]
    if "types" in match.rest:
        return ["types of an SDK run no model"]
    uses = context.uses_of(path, site.expr.site, loaded=True)
    idle = context.only_idle(match.entry, uses)
    if idle:
        return [f"what it loads is only asked to {idle}, which runs no model"]
    if taken and not uses and all(context.capability.is_inert(match.entry, (each,)) for each in taken):
        return [f"{', '.join(sorted(taken))} of what it loads runs no model"]
    if not uses and _only_compared(context, facts, site, match):
        return ["what it loads is only compared as a type, or runs no model"]
    if match.entry.when_argument and not any(context.passes_one_of(each, match.entry.when_argument) for each in uses):
        return [f"nothing here asks {match.entry.module} for a model service"]
    return []


def _only_compared(context: Context, facts: FileFacts, site: Site, match: SdkMatch) -> bool:
    """Whether the variable that holds the module is only used for error classes and the like."""
    holders = {
        name
        for scope in facts.scopes
        for name, values in scope.bindings.items()
        for each in values
        if each is site.expr
    }
    mentions = [each for each in facts.references if each.name in holders]
    return bool(mentions) and all(
        each.role is Role.GUARD or (each.path and context.capability.is_inert(match.entry, each.path))
        for each in mentions
    )


# --- programs in strings -------------------------------------------------------------------------------


_MAY_EVALUATE = re.compile(rb"""["'`\s](?:-c|-e|--eval|-p|--print|-pe|eval)["'`\s]""")


def _by_interpreters(context: Context) -> Iterator[Evidence]:
    """`python -c TEXT`, `node -e TEXT`: programs as text that the host hands to an interpreter it starts."""
    paths = tuple(path for path in context.paths if _MAY_EVALUATE.search(context.reading.content(path)))
    rules = [each for each in context.rules.values() if each.check == sdk_cli.NAME]
    done: set[tuple[str, int]] = set()
    for rule in rules if paths else ():
        narrowed = replace(context, paths=paths)
        for each in sdk_cli.startings(narrowed, sdk_cli.parameters(rule.params)):
            key = (each.path, each.site.expr.site)
            found = _by_interpreter(context, each) if key not in done else None
            if found is not None:
                done.add(key)
                yield found


def _by_interpreter(context: Context, starting: sdk_cli.Starting) -> Evidence | None:
    path, facts, site = starting.path, starting.facts, starting.site
    for script in (script for line in starting.lines for script in scripts_in(line)):
        ecosystem: Ecosystem = PYPI if script.is_python else NPM
        names = _modules_in(PYTHON if script.is_python else JAVASCRIPT, script.text.replace(HOLE, _HELD_PLACE))
        module = _first_sdk(context, names, ecosystem)
        if module is not None:
            name, match = module
            message = f'"{name}" is loaded by a program that {described(starting.callee)} hands to an interpreter'
            reasons = [*context.doubts(facts, site)]
            return replace(
                _evidence(context, path, facts, site, "code-in-string", name, match.entry.vendor, message, reasons),
                sink=f"{ecosystem}:{name}",
            )
    return None


_HELD_PLACE = "unknown_name_"
"""Stands in a program for a part that is not known."""


def _program(context: Context, path: str, facts: FileFacts, site: Site, how: str) -> Evidence | None:
    """`eval`, `exec`, `new Function`: the text is read as a program of the same language."""
    expr = site.expr
    if not isinstance(expr, Call) or not expr.args:
        return None
    reasons = [*context.doubts(facts, site)]
    for value in context.values.of(path, expr.args[-1] if how == "Function" else expr.args[0]):
        if not isinstance(value, Const):
            continue
        names = _modules_in(facts.language, value.text.replace(HOLE, _HELD_PLACE))
        module = _first_sdk(context, names, ecosystem_of(facts))
        if module is not None:
            name, match = module
            message = f'"{name}" is loaded by a program in the text given to {how}'
            return _evidence(context, path, facts, site, "code-in-string", name, match.entry.vendor, message, reasons)
        if _HELD_PLACE in names:
            message = f"a program in the text given to {how} loads a module that is not known"
            reasons.insert(0, f"what the program given to {how} loads is not known here")
            return _evidence(context, path, facts, site, "code-in-string", "unknown", "any", message, reasons)
    return None


def _modules_in(language: str, text: str) -> list[str]:
    """The modules that a program imports or loads, and in Python the names that it reads from them."""
    suffix, ecosystem = (".py", PYPI) if language == PYTHON else (".ts", NPM)
    inner = LANGUAGES[language].extract(suffix, text.encode("utf-8", "replace"), comments=False)
    names = [each.specifier for each in inner.imports if not each.level]
    for each in inner.imports:
        names.extend(f"{each.specifier}.{name}" for name, _ in each.names if ecosystem == PYPI)
    for site in inner.sites:
        given = site.expr.specifier if isinstance(site.expr, Load) else next(iter(site.expr.args), None)
        if given is not None and _loads(site.expr):
            names.extend(_constant(given))
    return names


def _first_sdk(context: Context, names: Iterable[str], ecosystem: Ecosystem) -> tuple[str, SdkMatch] | None:
    found = ((name, context.capability.module(name, ecosystem)) for name in names)
    return next(((name, match) for name, match in found if match is not None), None)


def _loads(expr: Call | Load) -> bool:
    if isinstance(expr, Load):
        return True
    name = getattr(expr.callee, "name", "")
    return name in ("require", "__import__", "import_module")


def _constant(expr: Expr) -> list[str]:
    if isinstance(expr, Text):
        return [expr.value]
    if isinstance(expr, Join) and all(isinstance(each, Text) for each in expr.parts):
        return ["".join(each.value for each in expr.parts if isinstance(each, Text))]
    return []


def _evidence(
    context: Context,
    path: str,
    facts: FileFacts,
    site: Site,
    framing: str,
    module: str,
    vendor: str,
    message: str,
    reasons: list[str],
) -> Evidence:
    uses = context.uses_of(path, site.expr.site, loaded=True)
    return Evidence(
        place=context.place(path, site.span),
        symbol=context.symbol_name(path, site.symbol),
        framing=framing,
        sink=f"{ecosystem_of(facts)}:{module}",
        vendor=vendor,
        message=message,
        chain=(context.step(path, site.span, site.symbol, message), *context.steps(uses)),
        reasons=tuple(dict.fromkeys(reasons)),
        snippet=context.positions.text(path, site.span),
    )
