"""`sidestep judge doctor`: can the configured judges be asked, and what holds their replies to a schema?"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from linter.cli import options, terminal
from linter.cli.roots import root_here
from linter.errors import ConfigError, UsageError
from linter.formats.sanitise import visible

if TYPE_CHECKING:
    from linter.providers.judge import Judge
    from linter.providers.operator import Operator
    from linter.providers.probing import Probe
    from linter.providers.profile import Profile
    from linter.providers.transport import Exchange

_THOUSAND = 1000


def judge_doctor(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Judges (default: all of your judges.toml)."),
    ] = None,
    root: options.Root = None,
) -> int:
    """Ask each judge the cheapest question there is, and show what works, what it costs and what does not.

    What was found to hold replies to their schema is kept in your cache folder and used from then on.
    Exit codes: 0 all judges can be used, 1 some cannot, 2 usage or configuration error.
    """
    from linter.providers.opening import operator_here, profile_of
    from linter.providers.transport import Transport

    operator = operator_here(os.environ, str(root_here(root)))
    profiles = [profile_of(each, operator) for each in _named(names, operator)]
    exchange = Transport()
    works = [_examined(each, os.environ, exchange) for each in profiles]
    return 0 if all(works) else 1


def _named(names: list[str] | None, operator: Operator) -> list[str]:
    found = list(dict.fromkeys(names or operator.judges))
    if not found:
        hint = "name one (a model such as gpt-6-luna, or ollama:MODEL), or write a judges.toml: see docs/judge.md"
        raise UsageError("no judge is configured", hint=hint)
    return found


def _examined(profile: Profile, environ: Mapping[str, str], exchange: Exchange) -> bool:
    """Writes what there is to say about a judge; whether it can be used."""
    from linter.providers.opening import judge_of
    from linter.providers.probing import probe
    from linter.providers.remembered import keep_mode

    try:
        judge = judge_of(profile, environ, exchange)
    except ConfigError as error:
        _write(profile.name, False, [("problem", error.message), ("mend", error.hint or "")])
        return False
    found = probe(judge, time.monotonic)
    if found.mode is not None:
        keep_mode(profile, found.mode)
    _write(profile.name, found.mode is not None, _lines(judge, found))
    return found.mode is not None


def _write(name: str, works: bool, lines: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> None:
    told = [f"{visible(name)}: {'works' if works else 'cannot be used'}"]
    told += [f"  {label:<10}  {visible(text)}" for label, text in lines if text]
    terminal.write("\n".join(told) + "\n")


def _lines(judge: Judge, found: Probe) -> Iterator[tuple[str, str]]:
    from linter.lineage import lineage_of
    from linter.providers.model import Failure

    profile = judge.profile
    yield "asked", f"{profile.model} of {profile.vendor}, by {profile.api} at {profile.base_url}"
    if isinstance(found.last, Failure):
        yield "problem", f"{found.last.reason}: {found.last.detail}"
    else:
        yield "answered", f"{found.last.model or 'a model that does not say its name'}, in {found.seconds:.1f} s"
        if found.mode is None:
            yield "problem", "its replies are not the JSON that was asked for"
        elif judge.lineage and not lineage_of(found.last.model) <= judge.lineage:
            yield "problem", "the model that answered is of another family: its answers will not count"
    yield "family", ", ".join(sorted(judge.lineage)) or "unknown: set lineage in your judges.toml"
    yield "structured", str(found.mode or "")
    yield "price", _price(judge)
    yield "this check", _cost(judge, found)


def _price(judge: Judge) -> str:
    from linter.providers.model import Usage

    price_in = judge.cost(Usage(input_tokens=_THOUSAND))
    price_out = judge.cost(Usage(output_tokens=_THOUSAND))
    if price_in is None or price_out is None:
        return judge.pricing.source
    rates = f"{price_in * _THOUSAND:.2f} USD for a million tokens in, {price_out * _THOUSAND:.2f} out"
    return f"{rates} ({judge.pricing.source})"


def _cost(judge: Judge, found: Probe) -> str:
    cost = judge.cost(found.usage)
    requests = f"{found.requests} request{'' if found.requests == 1 else 's'}"
    tokens = f"{found.usage.input_tokens:,} tokens in, {found.usage.output_tokens:,} out"
    return f"{requests}, {tokens}" + ("" if cost is None else f", {cost:.6f} USD")
