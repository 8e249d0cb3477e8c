"""Every place where the capability is exercised, in whatever zone: what chains end at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from linter.capability import Ecosystem, SdkEntry
from linter.checks import sdk_cli, sdk_http
from linter.checks.answers import asks_data, is_data, is_of_result, makes
from linter.checks.context import COUNTS_TOKENS, Context, described, ecosystem_of
from linter.checks.file_calls import last_name
from linter.facts import Call, FileFacts, Load, Site, SiteFlag
from linter.findings import Evidence
from linter.values import CALLED, LocalFunction, Made, Thing, Value
from linter.zones import Zone

EXERCISING = frozenset({Zone.HOST, Zone.SANDBOX, Zone.TESTS})
"""Zones whose sinks count once host code reaches them; those of a gate never do."""


class Sink(NamedTuple):
    """A call that exercises the capability.

    `sink` names what is exercised ("npm:openai"). `acts` is false for a call that only makes a client.
    """

    path: str
    site: Site
    sink: str
    vendor: str
    text: str
    reasons: tuple[str, ...]
    acts: bool
    origin: str
    """The file where the SDK came in; that of the call itself for requests and programs."""
    inert: bool = False
    """Whether the call is known to run nothing, by its address, method or arguments."""


def _every(path: str) -> bool:
    return True


def sinks(
    context: Context, wanted: Callable[[str], bool] = _every, own: Callable[[str], bool] = _every
) -> Iterator[Sink]:
    """The sinks of the files read (those of the paths wanted), file by file in order of their lines.

    Of files whose `own` sinks are not wanted, only those on an SDK that another file brought in are given.
    """
    for path, facts in sorted(context.project.known()):
        if context.zones.of(path) not in EXERCISING or not wanted(path):
            continue
        for site in facts.sites:
            found = _sdk(context, path, facts, site)
            if found is not None and (found.origin != path or own(path)):
                yield found
    yield from _others(context, lambda path: wanted(path) and own(path))


def _sdk(context: Context, path: str, facts: FileFacts, site: Site) -> Sink | None:
    if isinstance(site.expr, Load) or asks_data(facts, site.expr.callee) or last_name(site.expr.callee) == "bind":
        return None
    if context.project.calls_own_function(path, site.expr.callee):
        return None
    ecosystem = ecosystem_of(facts)
    values = tuple(_unwrapped(context.values.of(path, site.expr.callee)))
    for value in values:
        if not isinstance(value, Thing) or value.origin is None or _from_gate(context, value):
            continue
        if is_of_result(value) or is_data(value):
            continue
        found = context.sdk_of(value, ecosystem)
        if found is None:
            continue
        entry, names = found
        counting = bool(names) and COUNTS_TOKENS.search(names[-1]) is not None
        if not context.capability.counts(entry, names):
            continue
        if (context.capability.is_inert(entry, names) or "types" in names[:-1]) and not counting:
            continue
        if entry.when_argument and not context.makes_with(path, site, value, entry.when_argument):
            continue
        several = () if all(_is_of(context, each, entry, ecosystem) for each in values) else (_SEVERAL,)
        flagged = ("it runs only under a runtime flag",) if site.guard else ()
        acts = _acts(site, value)
        idle = "" if acts else _idle(context, path, facts, site, entry)
        asked = (f"what it makes is only asked to {idle}, which runs no model",) if idle else ()
        reasons = (*several, *(("counting tokens runs no model",) if counting else ()), *asked, *flagged)
        sink = f"{ecosystem}:{entry.module}"
        return Sink(path, site, sink, entry.vendor, described(value), reasons, acts, value.origin.path)
    return None


def _unwrapped(values: Iterable[Value]) -> Iterator[Value]:
    """Values, with what of libraries calling them runs."""
    for value in values:
        things = [each for each in value.wraps if isinstance(each, Thing)] if isinstance(value, LocalFunction) else []
        yield from things or (value,)


def _idle(context: Context, path: str, facts: FileFacts, site: Site, entry: SdkEntry) -> str:
    """What the client that a call makes is asked for, where none of it runs a model; "" where something may."""
    made = Made(path, site.expr.site)
    asked: list[str] = []
    for other in facts.sites if isinstance(site.expr, Call) else ():
        if isinstance(other.expr, Call) and other is not site:
            for value in context.values.of(path, other.expr.callee):
                if isinstance(value, Thing) and made in value.made and not is_of_result(value):
                    names = tuple(each for each in value.path if each not in (CALLED, "[]", "default"))
                    if not context.capability.is_inert(entry, names):
                        return ""
                    asked.append(names[-1])
    return asked[0] if asked else ""


_SEVERAL = "it is only one of several things that may be called here"


def _is_of(context: Context, value: Value, entry: SdkEntry, ecosystem: Ecosystem) -> bool:
    found = context.sdk_of(value, ecosystem) if isinstance(value, Thing) else None
    return found is not None and found[0] is entry


def _acts(site: Site, thing: Thing) -> bool:
    """Whether a call does more than make a client, by how such calls are written and named."""
    return CALLED in thing.path or not (site.flags & SiteFlag.NEW or makes(thing.path))


def _from_gate(context: Context, thing: Thing) -> bool:
    return thing.origin is not None and context.zones.of(thing.origin.path) is Zone.GATE


def _others(context: Context, wanted: Callable[[str], bool]) -> Iterator[Sink]:
    wider = context.looking_at(EXERCISING)
    wider = replace(wider, paths=tuple(filter(wanted, wider.paths)))
    for rule in context.rules.values():
        found: Iterator[tuple[str, Site, Evidence]]
        if rule.check == sdk_http.NAME:
            found = sdk_http.requests(wider, sdk_http.parameters(rule.params), apart=True)
        elif rule.check == sdk_cli.NAME:
            found = sdk_cli.spawns(wider, sdk_cli.parameters(rule.params))
        else:
            continue
        for path, site, evidence in found:
            if isinstance(site.expr, Call):
                yield Sink(
                    path,
                    site,
                    evidence.sink,
                    evidence.vendor,
                    evidence.message,
                    evidence.reasons,
                    acts=True,
                    origin=path,
                    inert=evidence.inert,
                )
