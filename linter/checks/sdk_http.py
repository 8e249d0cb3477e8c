"""Raw HTTP from the host to a provider."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from linter.capability import HostMatch
from linter.checks.addresses import Address, addresses
from linter.checks.calls import FunctionTable, Requests, option
from linter.checks.context import Context, described, ecosystem_of
from linter.facts import Call, FileFacts, Site
from linter.findings import Evidence
from linter.tables import row
from linter.values import CALLED, HOLE, Const, Thing

NAME = "sdk-http"


class Params(NamedTuple):
    """The functions that send requests."""

    clients: tuple[Requests, ...]


def parameters(table: Mapping[str, Any]) -> Params:
    return row(Params, table, clients=Requests)


def gather(context: Context, params: object) -> Iterator[Evidence]:
    """One evidence for each request that goes, or may go, to a provider."""
    assert isinstance(params, Params)
    return (evidence for _, _, evidence in requests(context, params))


def requests(context: Context, params: Params) -> Iterator[tuple[str, Site, Evidence]]:
    """The requests to providers, each with its file and site."""
    table = FunctionTable(params.clients)
    for path, facts in context.hosts():
        for site in facts.sites:
            if isinstance(site.expr, Call) and table.may_call(context.project, path, facts, site.expr):
                found = _request(context, table, path, facts, site, site.expr)
                if found is not None:
                    yield path, site, found


def _request(
    context: Context, table: FunctionTable[Requests], path: str, facts: FileFacts, site: Site, call: Call
) -> Evidence | None:
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
    evidence = _judged(context, path, facts, site, client, list(found))
    if evidence is not None and _only_reads(context, path, call, client):
        reason = "a request that only reads or deletes runs no model"
        return replace(evidence, reasons=tuple(dict.fromkeys((*evidence.reasons, reason))))
    return evidence


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
) -> Evidence | None:
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
    if not matched and routed is not None:
        shown = routed.path.strip(HOLE)
        reasons = (f"the host is not known, but {shown} is the path of a model provider", *doubts)
        return _evidence(context, path, facts, site, f"http:*{shown}", "any", f"{how} requests {shown}", reasons)
    certain = [each for each in matched if not each[1].reasons]
    address, match = (certain or matched)[0]
    reasons = doubts if certain else (*match.reasons, *doubts)
    if len(matched) < len(found):
        reasons = (f"{match.entry.name} is only one of the hosts that this request can go to", *reasons)
    host = (address.host + (f":{address.port}" if address.port else "")).replace(HOLE, "*")
    message = f"{how} sends a request to {host} from host code"
    return _evidence(context, path, facts, site, f"http:{host}", match.entry.vendor, message, reasons)


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
