"""How schema libraries of TypeScript write a closed set: data, one entry for each library."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple


class Values(Enum):
    """How the values are handed over."""

    ARRAY = "array"
    """As one array: `enum(["a", "b"])`."""
    SPREAD = "spread"
    """Each as an argument: `valid("a", "b")`."""


class Library(NamedTuple):
    """How one library writes a closed set.

    Args:
        modules: what it is imported by; one that ends in "/" stands for everything below it.
        bare: what makes any text: the last name of the expression that is replaced ("string").
        closed: what makes a closed set, in the place of `bare`.
        appended: a method that makes a closed set of `bare`, which then stays as it is; instead of `closed`.
        values: how the values are handed over.
        items: what stands around each value, `{ns}` being what stands before `bare`; "" for the value itself.
        of_array: whether an array may be handed over by its name.
        of_object: what takes an enum or an object by its name; "" for nothing.
        renamed: the name that a reserved word is imported under.
        piping: the function whose further arguments work on the text that the first one lets through.
        keyed: functions whose first argument describes keys, of which a closed set would make every one required; and
            those that do not.
    """

    modules: tuple[str, ...]
    bare: str = "string"
    closed: str = ""
    appended: str = ""
    values: Values = Values.ARRAY
    items: str = ""
    of_array: bool = True
    of_object: str = ""
    renamed: Mapping[str, str] = {}
    piping: str = ""
    keyed: Mapping[str, str] = {}


_ZOD = Library(("zod/v3", "@hono/zod-openapi", "astro:content", "astro:schema", "astro/zod"), closed="enum",
               of_object="nativeEnum", renamed={"enum": "zodEnum", "nativeEnum": "nativeEnum"})  # fmt: skip
_ZOD_4 = _ZOD._replace(modules=("zod/v4", "zod/v4/", "zod/v4-mini", "zod/mini"), of_object="enum",
                       keyed={"record": "partialRecord"})  # fmt: skip

LIBRARIES: Mapping[str, Library] = {
    "zod": _ZOD,
    "zod 4": _ZOD_4,
    "valibot": Library(("valibot",), closed="picklist", of_object="enum", renamed={"enum": "enum_"}, piping="pipe"),
    "yup": Library(("yup",), appended="oneOf"),
    "joi": Library(("joi", "@hapi/joi"), appended="valid", values=Values.SPREAD),
    "superstruct": Library(("superstruct",), closed="enums"),
    "typebox": Library(
        ("@sinclair/typebox", "typebox"), "String", "Union", items="{ns}Literal({value})", of_array=False,
        of_object="Enum",
    ),
    "effect": Library(
        ("effect", "effect/Schema", "@effect/schema", "@effect/schema/"), "String", "Literal", values=Values.SPREAD,
        of_object="Enums",
    ),
    "io-ts": Library(("io-ts",), closed="union", items="{ns}literal({value})", of_array=False),
}  # fmt: skip
"""By name. Sources: zod.dev/api (enums, v4 changelog: nativeEnum deprecated), valibot.dev/api/picklist, the READMEs of
yup (mixed.oneOf), joi (any.valid) and superstruct (enums), TypeBox (Union of Literal), effect.website (Schema.Literal),
gcanti.github.io/io-ts (union of literals)."""

ZOD_PACKAGE = "zod"
"""The module name that means zod 3 or 4, as package.json says."""


class Treatment(Enum):
    """What becomes of something chained behind the text, when that becomes one of a set."""

    DROP = "drop"
    """A test that every value passes, or that the set replaces."""
    REFUSE = "refuse"
    """It changes the text or asks for a format: the set would not accept what is accepted now."""
    DEFAULT = "default"
    """Its argument must be one of the values."""


DROPPED = ("min", "max", "length", "nonempty", "minLength", "maxLength", "nonEmpty", "regex", "matches", "pattern",
           "startsWith", "endsWith", "includes")  # fmt: skip
_REFUSED = (
    *("trim", "toLowerCase", "toUpperCase", "lowercase", "uppercase", "normalize", "slugify", "overwrite"),
    *("trimStart", "trimEnd", "truncate", "replace", "alphanum", "token", "isoDate", "creditCard", "domain"),
    *("email", "url", "httpUrl", "uri", "uuid", "uuidv4", "uuidv6", "uuidv7", "guid", "cuid", "cuid2", "ulid", "xid"),
    *("ksuid", "nanoid", "emoji", "base64", "base64url", "hex", "hash", "jwt", "ip", "ipv4", "ipv6", "cidr"),
    *("cidrv4", "cidrv6", "mac", "e164", "datetime", "date", "time", "duration", "hostname", "isoDateTime"),
)
TREATMENTS: Mapping[str, Treatment] = {
    **dict.fromkeys(DROPPED, Treatment.DROP),
    **dict.fromkeys(_REFUSED, Treatment.REFUSE),
    **dict.fromkeys(("default", "prefault", "catch", "fallback", "_default"), Treatment.DEFAULT),
}
"""By the method's name. What is not named here works on values of every kind, and stays."""


def library_of(module: str) -> Library | None:
    """The library that a module name means; None for one that is not known, and for plain "zod"."""
    for each in LIBRARIES.values():
        for name in each.modules:
            if module == name or (name.endswith("/") and module.startswith(name)):
                return each
    return None


def zod(wanted: str) -> Library:
    """zod as a version range of package.json asks for it; where that tells nothing, what both versions understand."""
    digits = "".join(each if each.isdigit() else " " for each in wanted).split()
    return _ZOD_4 if digits and digits[0].isdigit() and int(digits[0]) >= 4 else _ZOD
