"""An SDK imported statically in the host and used at run time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from linter.capability import PYPI, Ecosystem, SdkEntry, SdkMatch, bare
from linter.checks.context import Context, Use, described, ecosystem_of
from linter.facts import Call, FileFacts, Import, Imported, ImportKind, Name, Reference, Role, declaring_scope
from linter.findings import Evidence
from linter.languages import PYTHON
from linter.tables import row
from linter.values import CALLED, HOLE, Const

NAME = "sdk-direct"


class Params(NamedTuple):
    """This check takes no parameters."""


def parameters(table: Mapping[str, Any]) -> Params:
    return row(Params, table)


class _Mention(NamedTuple):
    """One way in which an import matters, and why that is not certain."""

    text: str
    reasons: tuple[str, ...]
    guard: int = 0
    inert: bool = False


@dataclass(slots=True)
class _Imported:
    """One import of an SDK, with how it is used."""

    index: int
    entry: SdkEntry
    module: str
    ecosystem: Ecosystem
    mentions: list[_Mention] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)

    @property
    def certain(self) -> bool:
        """Some mention is certain, or a flag chooses between two of them: then one of the two runs."""
        if any(not each.reasons for each in self.mentions):
            return True
        sides = {each.guard for each in self.mentions if each.guard and len(each.reasons) == 1}
        return any(-each in sides for each in sides)


def gather(context: Context, params: object) -> Iterator[Evidence]:
    """One evidence for each file and SDK module, at its first import that matters."""
    for path, facts in context.hosts():
        groups: dict[str, list[_Imported]] = {}
        for index in range(len(facts.imports)):
            found = _imported(context, path, facts, index)
            if found is not None and found.mentions:
                groups.setdefault(found.module, []).append(found)
        for module, imported in groups.items():
            yield _evidence(context, path, facts, module, imported)


def _imported(context: Context, path: str, facts: FileFacts, index: int) -> _Imported | None:
    statement = facts.imports[index]
    if statement.kind is ImportKind.TYPE or statement.level or not statement.specifier:
        return None
    module = context.external_module(path, facts, statement)
    if module is None:
        return None
    matches = _matches(context, facts, statement, module)
    if not matches:
        return None
    first = next(iter(matches.values()))
    found = _Imported(index, first.entry, package_of(module, facts, first), ecosystem_of(facts))
    found.uses = [each for each in context.uses_of(path, index, loaded=False) if _counts(context, found, each)]
    if statement.kind is ImportKind.REEXPORT:
        found.mentions.append(_Mention(f"re-exported from {module}", _inert_module(first)))
    elif statement.kind is ImportKind.EFFECT:
        found.mentions.append(_Mention(f"{module} is loaded", ("it is imported for its side effects only",)))
    else:
        found.mentions.extend(_mentions(context, path, facts, found, matches))
        if not found.mentions and context.keeps_imports(path) and facts.language != PYPI:
            why = "no value of it is used, but verbatimModuleSyntax keeps the import"
            found.mentions.append(_Mention(f"{module} is loaded", (why,)))
    return found


def _inert_module(match: SdkMatch) -> tuple[str, ...]:
    return ("this part of the module runs no model",) if match.inert else ()


def _matches(context: Context, facts: FileFacts, statement: Import, module: str) -> Mapping[str, SdkMatch]:
    """The SDK of each local name; under "" that of the statement itself where it names none."""
    ecosystem = ecosystem_of(facts)
    whole = context.capability.module(module, ecosystem)
    if not statement.names:
        return {"": whole} if whole is not None else {}
    found: dict[str, SdkMatch] = {}
    for imported, local in statement.names:
        match = whole
        if ecosystem == PYPI and imported not in ("*", "^"):
            match = context.capability.module(f"{module}.{imported}", ecosystem)
        if match is not None:
            found[local] = match
    return found


def package_of(module: str, facts: FileFacts, match: SdkMatch) -> str:
    """The name that findings of one file are put together by: the package, not its sub-paths."""
    if ecosystem_of(facts) == PYPI:
        return match.entry.module
    name = bare(module)
    parts = name.split("/")
    return "/".join(parts[:2]) if name.startswith("@") else parts[0]


# --- what is done with it ------------------------------------------------------------------------------


def _mentions(
    context: Context, path: str, facts: FileFacts, found: _Imported, matches: Mapping[str, SdkMatch]
) -> Iterator[_Mention]:
    for reference in facts.references:
        imported = _imported_name(facts, reference, found.index)
        match = matches.get(reference.name) if imported is not None else None
        if imported is None or match is None:
            continue
        for each in _read_by_name(context, path, facts, reference):
            mention = _mention(context, facts, each, imported, match)
            if mention is not None and not _only_without_argument(match.entry, found.uses):
                yield _weakened(context, mention, found, each)
    if "*" in matches and not matches["*"].inert:
        for use in found.uses:
            yield _Mention(described(use.thing), context.doubts(facts, use.site))


def _read_by_name(context: Context, path: str, facts: FileFacts, reference: Reference) -> Iterator[Reference]:
    """A mention, or what `getattr(sdk, name)` reads from it where the names are known."""
    for site in facts.sites if reference.role is Role.VALUE and facts.language == PYTHON else ():
        inside = site.span.start <= reference.span.start and reference.span.end <= site.span.end
        if inside and isinstance(site.expr, Call) and _is_getattr(site.expr, reference):
            names = context.values.of(path, site.expr.args[1])
            texts = [each.text for each in names if isinstance(each, Const) and HOLE not in each.text]
            if len(texts) == len(names):
                yield from (reference._replace(path=(*reference.path, each)) for each in texts)
                return
    yield reference


def _is_getattr(call: Call, reference: Reference) -> bool:
    callee, base = call.callee, call.args[0] if call.args else None
    names_it = isinstance(base, Name) and base.name == reference.name
    return isinstance(callee, Name) and callee.name == "getattr" and len(call.args) > 1 and names_it


def _only_without_argument(entry: SdkEntry, uses: list[Use]) -> bool:
    return bool(entry.when_argument) and not uses


def _imported_name(facts: FileFacts, reference: Reference, index: int) -> str | None:
    """What a reference names of the import, or None when it names something else."""
    scope = declaring_scope(facts, reference.name, reference.scope)
    if scope < 0:
        return None
    for value in facts.scopes[scope].bindings[reference.name]:
        if isinstance(value, Imported) and value.source == index:
            return value.name
    return None


def _mention(
    context: Context, facts: FileFacts, reference: Reference, imported: str, match: SdkMatch
) -> _Mention | None:
    names = _names(facts, reference, imported, match)
    if imported == "^" and not _leads_to(reference, match):
        return None
    if match.entry.only and names and not context.capability.counts(match.entry, names):
        return None
    text = f"{reference.name}{''.join(f'.{each}' for each in reference.path)}"
    reasons: list[str] = []
    if reference.role is Role.GUARD:
        reasons.append(f"{text} is only compared as a type")
    elif match.inert or "types" in match.rest or context.capability.is_inert(match.entry, names):
        reasons.append(f"{text} runs no model")
    reasons.extend(context.reference_doubts(facts, reference))
    inert = reference.role is not Role.GUARD and context.capability.runs_nothing(match.entry, names)
    return _Mention(text, tuple(reasons), reference.guard, inert)


def _leads_to(reference: Reference, match: SdkMatch) -> bool:
    """`import google.genai` binds `google`, which may be mentioned on the way to another package."""
    inner = tuple(match.entry.module.split(".")[1:])
    length = min(len(inner), len(reference.path))
    return reference.path[:length] == inner[:length]


def _names(facts: FileFacts, reference: Reference, imported: str, match: SdkMatch) -> tuple[str, ...]:
    """The names from the SDK's module to what is used."""
    path = reference.path
    if imported == "^":
        return path[match.entry.module.count(".") :]
    if imported in ("*", "default"):
        return (*match.rest, *path) if facts.language == PYPI else path
    head = match.rest if facts.language == PYPI else (imported,)
    return (*head, *path)


def _weakened(context: Context, mention: _Mention, found: _Imported, reference: Reference) -> _Mention:
    """A client that is made only to count tokens, list models or the like runs no model."""
    if mention.reasons or reference.role is not Role.CALLED:
        return mention
    idle = context.only_idle(found.entry, found.uses)
    return (
        mention._replace(reasons=(f"what it makes is only asked to {idle}, which runs no model",)) if idle else mention
    )


def _counts(context: Context, found: _Imported, use: Use) -> bool:
    names = tuple(each for each in use.thing.path if each != CALLED)
    if found.ecosystem == PYPI:
        head = use.thing.path[: use.thing.path.index(CALLED)] if CALLED in use.thing.path else use.thing.path
        match = context.capability.module(".".join((use.thing.module, *head)), PYPI)
        if match is None or match.entry is not found.entry:
            return False
    if found.entry.only and not context.capability.counts(found.entry, names):
        return False
    wanted = found.entry.when_argument
    return not wanted or context.passes_one_of(use, wanted)


# --- the evidence --------------------------------------------------------------------------------------


def _evidence(context: Context, path: str, facts: FileFacts, module: str, imported: list[_Imported]) -> Evidence:
    anchor = next((each for each in imported if each.certain), imported[0])
    statement = facts.imports[anchor.index]
    certain = anchor.certain
    mentions = [each for each in anchor.mentions if not each.reasons] or anchor.mentions
    reasons: list[str] = []
    if not certain:
        for each in imported:
            for mention in each.mentions:
                reasons.extend(reason for reason in mention.reasons if reason not in reasons)
    uses = sorted(
        (use for each in imported for use in each.uses),
        key=lambda each: (each.path != path, each.path, each.site.span),
    )
    what = "re-exported by" if statement.kind is ImportKind.REEXPORT else "imported in"
    # `from google import genai` brings in google.genai, `import "openai/resources"` a part of openai.
    named = module if module.startswith(statement.specifier) else statement.specifier
    used = "used at run time" if certain else "may be used at run time"
    message = f'"{named}" is {what} host code'
    if statement.kind is ImportKind.STATIC:
        message += f" and {used}: {mentions[0].text}"
    first = context.step(path, statement.span, statement.symbol, f'"{named}" is {what} host code')
    return Evidence(
        place=context.place(path, statement.span),
        symbol=context.symbol_name(path, statement.symbol),
        framing=_framing(statement),
        sink=f"{ecosystem_of(facts)}:{module}",
        vendor=anchor.entry.vendor,
        message=message,
        chain=(first, *context.steps(uses)),
        reasons=tuple(reasons),
        inert=all(mention.inert for each in imported for mention in each.mentions),
        snippet=context.positions.text(path, statement.span),
    )


def _framing(statement: Import) -> str:
    if statement.kind is ImportKind.REEXPORT:
        return "sdk-reexport"
    return "function-level-import" if statement.symbol else "static-import"
