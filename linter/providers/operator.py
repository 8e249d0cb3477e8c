"""The operator's file: judges by name, and what holds for all of them.

    author-model = "claude-opus-5-5"    # who writes the code here, unless a commit says otherwise

    [judges.small]
    provider = "openai"                 # a row of linter.providers.vendors
    model = "gpt-6-luna"

Unknown keys are errors: a misspelt one would choose something else than the operator thinks.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from linter.config.problems import ConfigProblem, as_error, problem_in, suggestion
from linter.config.toml_lines import KeyPath, key_lines, overlong_key
from linter.errors import ConfigError
from linter.lineage import FAMILIES, UnknownAuthor
from linter.providers.addresses import check_address
from linter.providers.profile import Structured
from linter.providers.vendors import VENDORS


def _kebab(name: str) -> str:
    return name.replace("_", "-")


def _vendor(name: str) -> str:
    if name not in VENDORS:
        raise ValueError(f"is no provider; {suggestion(name, VENDORS) or 'known: ' + ', '.join(VENDORS)}")
    return name


def _family(name: str) -> str:
    if name not in FAMILIES:
        raise ValueError(f"is no family of models; {suggestion(name, FAMILIES) or 'known: ' + ', '.join(FAMILIES)}")
    return name


def _printable(text: str) -> str:
    if not text.isprintable() or not text.strip():
        raise ValueError("must be printable text")
    return text


Printable = Annotated[str, Field(max_length=300), AfterValidator(_printable)]
Rate = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, alias_generator=_kebab)


class JudgeTable(_Table):
    """One judge; what is left out is as its provider has it."""

    provider: Annotated[str, AfterValidator(_vendor)]
    model: Printable
    base_url: Annotated[str, AfterValidator(check_address)] | None = None
    key_env: Annotated[str, Field(pattern=r"^([A-Z_][A-Z0-9_]{0,63})?$")] | None = None
    structured: Annotated[Structured, Field(strict=False)] | None = None
    max_output_tokens: Annotated[int, Field(ge=16, le=1_000_000)] | None = None
    version: Annotated[str, Field(pattern=r"^[\w.-]{1,40}$")] | None = None
    effort: Annotated[str, Field(pattern=r"^[a-z]{1,20}$")] | None = None
    timeout: Annotated[float, Field(gt=0, le=3600, strict=False)] | None = None
    price_in: Annotated[Rate, Field(strict=False)] | None = None
    price_out: Annotated[Rate, Field(strict=False)] | None = None
    lineage: list[Annotated[str, AfterValidator(_family)]] | None = None


class OperatorTable(_Table):
    """The whole file."""

    author_model: Printable | None = None
    unknown_author: Annotated[UnknownAuthor, Field(strict=False)] | None = None
    soft_lineage: bool = True
    default: list[str] = []
    judges: dict[str, JudgeTable] = {}


class Operator(NamedTuple):
    """What the operator's file says; all of it may be left out.

    `unknown_author` is what to do about code whose author's model nobody named, `soft_lineage` whether to warn of
    judges that are alleged to descend from the author's family, and `default` names the judges that are asked when
    the command line names none: an only judge is one without being told.
    """

    author_model: str | None = None
    unknown_author: UnknownAuthor = UnknownAuthor.USE
    soft_lineage: bool = True
    default: tuple[str, ...] = ()
    judges: Mapping[str, JudgeTable] = {}


def read_operator(path: str, raw: bytes) -> Operator:
    """What the bytes of the operator's file say. Raises ConfigError that lists everything wrong with it."""
    text = _decoded(path, raw)
    if (overlong := overlong_key(text)) is not None:
        raise ConfigError("has a key of over a hundred parts", f"{path}:{overlong}", "shorten the key")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"is not valid TOML: {error}", path, "see https://toml.io for the format") from None
    except RecursionError:
        raise ConfigError("is nested too deeply", path, "flatten it") from None
    return _validated(path, text, table)


def _decoded(path: str, raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigError("is not UTF-8, as TOML has to be", f"{path}:{line}", "save it as UTF-8") from None


def _validated(path: str, text: str, table: Any) -> Operator:
    try:
        found = OperatorTable.model_validate(table)
    except ValidationError as error:
        raise as_error(map(_problem, error.errors(include_url=False)), path, key_lines(text), ()) from None
    return Operator(
        author_model=found.author_model,
        unknown_author=found.unknown_author or UnknownAuthor.USE,
        soft_lineage=found.soft_lineage,
        default=tuple(found.default) or (tuple(found.judges) if len(found.judges) == 1 else ()),
        judges=found.judges,
    )


def _problem(error: ErrorDetails) -> ConfigProblem:
    key = tuple(error["loc"])
    if key[-1] == "key-env":  # people put the key itself there, and it must not be shown
        mend = 'write the name of an environment variable in capitals, such as "OPENAI_API_KEY"'
        return ConfigProblem(key, "is no name of an environment variable", mend)
    if key[-1] == "base-url":  # which may hold a password
        return ConfigProblem(key, str(error.get("ctx", {}).get("error", "must be a string")))
    return problem_in(error, _unknown)


def _unknown(key: KeyPath) -> ConfigProblem:
    name = str(key[-1])
    if name in ("key", "api-key", "token"):
        return ConfigProblem(key, "a key does not belong into a file", 'name the variable that holds it: key-env = "…"')
    table: type[BaseModel] = OperatorTable if len(key) == 1 else JudgeTable
    allowed = [field.alias or each for each, field in table.model_fields.items()]
    return ConfigProblem(key, "unknown key", suggestion(name, allowed) or f"known here: {', '.join(allowed)}")
