"""A judge as the operator names it, ready to be asked."""

from __future__ import annotations

from collections.abc import Mapping

from linter.config.problems import suggestion
from linter.errors import ConfigError, UsageError
from linter.lineage import lineage_of
from linter.providers import PROVIDERS, remembered
from linter.providers.calling import Caller, Clock
from linter.providers.judge import Judge
from linter.providers.operator import JudgeTable, Operator, read_operator
from linter.providers.place import VARIABLE, read_operator_file
from linter.providers.pricing import pricing_of
from linter.providers.profile import TIMEOUT, Profile
from linter.providers.transport import Exchange, Transport
from linter.providers.vendors import BY_FAMILY, VENDORS, Vendor

_MEND = "name a judge of your judges.toml, PROVIDER:MODEL, or a model whose maker is known by its name"


def operator_here(environ: Mapping[str, str], audited: str | None = None) -> Operator:
    """What the operator's file says, or what holds without one.

    `audited` is the root of the tree under audit, from which nothing of this is taken. Raises ConfigError.
    """
    found = read_operator_file(environ, audited)
    return Operator() if found is None else read_operator(*found)


def open_judge(
    name: str, environ: Mapping[str, str], audited: str | None = None, exchange: Exchange | None = None
) -> Judge:
    """The judge of that name, which can be asked at once. Nothing is sent before it is.

    Args:
        name: a judge of the operator's file, `vendor:model`, or the name of a model whose vendor is known by it.
        environ: the environment, which holds keys and may name the operator's file.
        audited: the root of the tree under audit, from which nothing of this is taken.
        exchange: what sends; without one, httpx does.

    Raises UsageError for a name that means nothing, and ConfigError when the file is wrong or a key is missing.
    """
    profile = profile_of(name, operator_here(environ, audited))
    return judge_of(profile, environ, exchange or Transport())


def judge_of(profile: Profile, environ: Mapping[str, str], exchange: Exchange, clock: Clock | None = None) -> Judge:
    """A judge for a profile. Raises ConfigError when its key is missing."""
    provider = PROVIDERS[profile.api]()
    key = _key(profile, environ)
    caller = Caller(provider, profile, key, exchange, clock or Clock())
    lineage = lineage_of(profile.model) if profile.lineage is None else profile.lineage
    return Judge(profile, lineage, pricing_of(profile), caller)


def profile_of(name: str, operator: Operator) -> Profile:
    """What a judge's name means. Raises UsageError."""
    table = operator.judges.get(name)
    if table is not None:
        return _configured(name, table)
    vendor, colon, model = name.partition(":")
    if colon and model and vendor in VENDORS:
        return _configured(name, JudgeTable(provider=vendor, model=model))
    # "deepseek-r1:7b" is how a server on this machine would write it: no reason to send code to DeepSeek.
    if not colon and "/" not in name:
        made_by = [BY_FAMILY[each] for each in lineage_of(name) if each in BY_FAMILY]
        if len(made_by) == len(lineage_of(name)) == 1:
            return _configured(name, JudgeTable(provider=made_by[0], model=name))
    near = suggestion(name, operator.judges) or (colon and suggestion(vendor, VENDORS)) or _MEND
    raise UsageError(f'there is no judge "{name}"', hint=near)


def _configured(name: str, table: JudgeTable) -> Profile:
    vendor = VENDORS[table.provider]
    base_url = table.base_url or vendor.base_url
    if not base_url:
        raise UsageError(
            f'the judge "{name}" has no address', hint=f"{table.provider} needs a base-url in your judges.toml"
        )
    profile = Profile(
        name=name,
        vendor=table.provider,
        api=vendor.api,
        model=table.model,
        base_url=base_url,
        key_env=_key_env(table, vendor),
        structured=table.structured or vendor.structured,
        max_output_tokens=table.max_output_tokens,
        version=table.version or vendor.version,
        effort=table.effort or "",
        timeout=table.timeout or TIMEOUT,
        price_in=table.price_in,
        price_out=table.price_out,
        lineage=None if table.lineage is None else frozenset(table.lineage),
    )
    return profile if table.structured is not None else remembered.with_mode(profile)


def _key_env(table: JudgeTable, vendor: Vendor) -> str:
    """The key's variable. Another address than the vendor's own gets the vendor's key only if the file says so."""
    if table.key_env is not None:
        return table.key_env
    return vendor.key_env if table.base_url is None else ""


def _key(profile: Profile, environ: Mapping[str, str]) -> str:
    if not profile.key_env:
        return ""
    key = environ.get(profile.key_env, "").strip()
    if not key:
        raise ConfigError(
            f'the judge "{profile.name}" needs a key, and {profile.key_env} is not set',
            hint=f"export {profile.key_env}, or name another variable with key-env in the file that {VARIABLE} names",
        )
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ConfigError(f"{profile.key_env} holds something that is no key", hint="it must be one printable word")
    return key
