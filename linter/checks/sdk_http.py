"""Raw HTTP from the host to a provider."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from linter.capability import HostMatch
from linter.checks.addresses import Address, addresses
from linter.checks.calls import FunctionTable, Requests, option, run_by
from linter.checks.configured import setting_in
from linter.checks.context import Context, described, ecosystem_of
from linter.checks.fetching import fetches
from linter.checks.file_calls import last_name
from linter.checks.handed import addressing, handed_to
from linter.facts import Call, FileFacts, Parameter, Site
from linter.findings import Evidence
from linter.tables import row
from linter.values import CALLED, HOLE, Const, Thing

NAME = "sdk-http"


class Params(NamedTuple):
    """The functions that send requests, and the programs that do."""

    clients: tuple[Requests, ...]
    programs: tuple[str, ...] = ()


def parameters(table: Mapping[str, Any]) -> Params:
    return row(Params, table, clients=Requests)


def gather(context: Context, params: object) -> Iterator[Evidence]:
    """One evidence for each request that goes, or may go, to a provider."""
    assert isinstance(params, Params)
    return (evidence for _, _, evidence in requests(context, params))


def requests(context: Context, params: Params, *, apart: bool = False) -> Iterator[tuple[str, Site, Evidence]]:
    """The requests to providers, each with its file and site.

    Where a function is handed the address, these are the calls that hand it over, if it may go elsewhere, too, or if
    they are to be told `apart`: whoever calls the function for something else does not lead to a provider.
    """
    yield from _by_programs(context, params.programs)
    table = FunctionTable(params.clients)
    for path, facts in context.hosts():
        for site in facts.sites:
            call = run_by(site.expr) if isinstance(site.expr, Call) else None
            if call is not None and table.may_call(context.project, path, facts, call):
                request = _Request(path, facts, site, call)
                found = _request(context, table, request)
                if found is not None and not (found.several or apart):
                    yield path, site, found.evidence
                elif found is not None or _is_request(context, table, request):
                    yield from _by_callers(context, table, request, found, apart=apart)


def _by_programs(context: Context, programs: Collection[str]) -> Iterator[tuple[str, Site, Evidence]]:
    """The requests to providers that programs send."""
    for fetch in fetches(context, programs):
        path, facts, site, callee, _ = fetch.starting
        found = _judged(context, path, facts, site, callee, fetch.addresses)
        if found is not None:
            yield path, site, (_reading(found) if fetch.reads else found).evidence


def _is_request(context: Context, table: FunctionTable[Requests], request: _Request) -> bool:
    ecosystem = ecosystem_of(request.facts)
    callees = context.values.of(request.path, request.call.callee)
    return any(table.find(each, ecosystem) is not None for each in callees)


class _Request(NamedTuple):
    """A call that sends a request."""

    path: str
    facts: FileFacts
    site: Site
    call: Call


class _Found(NamedTuple):
    """What a request may be; `several` says that it can go to other hosts, too."""

    evidence: Evidence
    several: bool


_MOST_WRAPPERS = 3
"""Functions around each other that are followed from a request to what hands them its address."""


def _by_callers(
    context: Context, table: FunctionTable[Requests], request: _Request, found: _Found | None, *, apart: bool
) -> Iterator[tuple[str, Site, Evidence]]:
    """The calls that hand a provider's address to the function that sends a request; without any, what was found."""
    shown = False
    handed = handed_to(request.facts, addressing(request.call))
    if handed is not None:
        with context.values.called_by(request.path, handed.symbol, None):
            own = _request(context, table, request)
        if own is not None:  # its host is a provider's, whoever calls
            yield request.path, request.site, own.evidence
            return
    for each in _handing(context, table, request, request.path, handed, frozenset(), apart=apart):
        shown = True
        yield each
    if not shown and found is not None:
        yield request.path, request.site, found.evidence


def _handing(
    context: Context,
    table: FunctionTable[Requests],
    request: _Request,
    path: str,
    handed: Parameter | None,
    around: frozenset[tuple[str, int]],
    *,
    apart: bool,
) -> Iterator[tuple[str, Site, Evidence]]:
    """As `_by_callers`, for a function of the file `path` that is `handed` the address, `around` others that are."""
    if handed is None or (path, handed.symbol) in around or len(around) >= _MOST_WRAPPERS:
        return
    within = around | {(path, handed.symbol)}
    values = context.values
    for call in values.callers_of(path, handed.symbol):
        facts = context.project.facts(call.path)
        if facts is None or not context.is_looked_at(call.path):
            continue
        site = facts.sites[call.site]
        with values.called_by(path, handed.symbol, call):
            found = _request(context, table, request)
            outer: list[tuple[str, Site, Evidence]] = []
            if apart or found is None or found.several:
                given = values.argument(path, handed, call)
                further = handed_to(facts, (given,)) if given is not None else None
                outer = list(_handing(context, table, request, call.path, further, within, apart=apart))
        if outer:
            yield from outer
        elif found is not None:
            yield call.path, site, _handed_over(context, call.path, facts, site, found.evidence)


def _handed_over(context: Context, path: str, facts: FileFacts, site: Site, evidence: Evidence) -> Evidence:
    """The evidence of a request, at the call that hands over its address."""
    called = last_name(site.expr.callee) if isinstance(site.expr, Call) else ""
    message = f"{called or 'a call'}() hands on the address: {evidence.message}"
    return replace(
        evidence,
        place=context.place(path, site.span),
        symbol=context.symbol_name(path, site.symbol),
        message=message,
        chain=(context.step(path, site.span, site.symbol, f"calls {called or 'a function'}()"), *evidence.chain),
        reasons=tuple(dict.fromkeys((*evidence.reasons, *context.doubts(facts, site)))),
        snippet=context.positions.text(path, site.span),
    )


def _request(context: Context, table: FunctionTable[Requests], request: _Request) -> _Found | None:
    path, facts, site, call = request
    ecosystem = ecosystem_of(facts)
    found: dict[Address, None] = {}
    client: Thing | None = None
    for callee in context.values.of(path, call.callee):
        functions = table.find(callee, ecosystem)
        if functions is not None and isinstance(callee, Thing):
            found.update(dict.fromkeys(addresses(context.values, path, call, callee, functions)))
            client = callee
    if client is None:
        return None
    judged = _judged(context, path, facts, site, client, list(found))
    if judged is None and any(_is_unknown(each) for each in found):
        judged = _configured(context, request, client, list(found))
    return _reading(judged) if judged is not None and _only_reads(context, path, call, client) else judged


def _reading(found: _Found) -> _Found:
    reason = "a request that only reads or deletes runs no model"
    reasons = tuple(dict.fromkeys((*found.evidence.reasons, reason)))
    return found._replace(evidence=replace(found.evidence, reasons=reasons, inert=True))


_READING = frozenset({"GET", "HEAD", "DELETE", "OPTIONS"})


def _only_reads(context: Context, path: str, call: Call, client: Thing) -> bool:
    """Whether the method of a request is one by which nothing is asked of a model.

    Streams (WebSocket, EventSource) have no method; neither has a request whose method is not known.
    """
    name = next((each for each in reversed(client.path) if each not in (CALLED, "default")), "")
    if name.upper() in _READING:
        return True
    given = option(context.values, path, call, ("method",))
    if given is None and name.lower() in ("request", "stream") and call.args:
        given = (path, call.args[0])
    methods = context.values.of(*given) if given is not None else ()
    known = [each.text.upper() for each in methods if isinstance(each, Const)]
    return bool(known) and len(known) == len(methods) and all(each in _READING for each in known)


def _judged(
    context: Context, path: str, facts: FileFacts, site: Site, callee: Thing, found: list[Address]
) -> _Found | None:
    matched: list[tuple[Address, HostMatch]] = []
    routed: Address | None = None
    for address in found:
        match = context.capability.host(address.host, address.port, address.path or "") if address.host else None
        if match is not None:
            matched.append((address, match))
        elif _is_unknown(address) and context.capability.is_route(address.path):
            routed = address
    if not matched and routed is None:
        return None
    doubts = context.doubts(facts, site)
    how = described(callee)
    certain = [each for each in matched if not each[1].reasons]
    # Perhaps another host, and if it is this one, no request for an answer: that says nothing.
    says_nothing = not certain and len(matched) < len(found)
    if says_nothing and routed is not None:
        shown = routed.path.strip(HOLE)
        reasons = (f"the host is not known, but {shown} is the path of a model provider", *doubts)
        evidence = _evidence(context, path, facts, site, f"http:*{shown}", "any", f"{how} requests {shown}", reasons)
        return _Found(evidence, several=len(found) > 1)
    if says_nothing:
        return None
    address, match = (certain or matched)[0]
    reasons = doubts if certain else (*match.reasons, *doubts)
    if len(matched) < len(found):
        reasons = (f"{match.entry.name} is only one of the hosts that this request can go to", *reasons)
    host = (address.host + (f":{address.port}" if address.port else "")).replace(HOLE, "*")
    message = f"{how} sends a request to {host} from host code"
    evidence = _evidence(context, path, facts, site, f"http:{host}", match.entry.vendor, message, reasons)
    # What is not matched here would not have been found at all: the request goes to a provider in any case.
    evidence = replace(evidence, inert=all(each.inert for _, each in matched))
    return _Found(evidence, several=len(matched) < len(found))


def _configured(context: Context, request: _Request, client: Thing, found: list[Address]) -> _Found | None:
    """A request whose host is not known, but for the setting of a provider's base URL that it is taken from."""
    path, facts, site, call = request
    setting = setting_in(context, path, facts, addressing(call))
    if setting is None:
        return None
    vendor = context.capability.base_urls[setting]
    inert = all(context.capability.is_inert_path(vendor, each.path) for each in found)
    reasons = (f"where the request goes is what {setting} says", *context.doubts(facts, site))
    message = f"{described(client)} sends a request to the host of {setting} from host code"
    evidence = _evidence(context, path, facts, site, f"http:{setting}", vendor, message, reasons)
    return _Found(replace(evidence, inert=inert), several=False)


def _is_unknown(address: Address) -> bool:
    return not address.host.strip(HOLE) and not address.relative


def _evidence(
    context: Context,
    path: str,
    facts: FileFacts,
    site: Site,
    sink: str,
    vendor: str,
    message: str,
    reasons: tuple[str, ...],
) -> Evidence:
    message = message.replace(HOLE, "…")
    return Evidence(
        place=context.place(path, site.span),
        symbol=context.symbol_name(path, site.symbol),
        framing="raw-http",
        sink=sink,
        vendor=vendor,
        message=message,
        chain=(context.step(path, site.span, site.symbol, message),),
        reasons=tuple(each.replace(HOLE, "…") for each in reasons),
        snippet=context.positions.text(path, site.span),
    )
