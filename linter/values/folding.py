"""Functions and methods that make one text of another, carried out: no part of a text is unknown here.

Names are those of both languages; where both have one, it means the same for the arguments that are taken.
"""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Callable, Mapping, Sequence

_NUMBER = re.compile(r"-?(?:0x[0-9A-Fa-f]{1,6}|\d{1,7})\Z")
_LONGEST = 100_000
"""Characters of a text that is made: more says nothing that a name or an address would."""
_ENCODED = re.compile(r"%([0-9A-Fa-f]{2})")


def method(name: str, text: str, args: Sequence[str]) -> str | None:
    """What `text.name(*args)` gives; None where that is not one known text."""
    made = _METHODS.get(name)
    try:
        found = made(text, args) if made is not None else None
    except (ValueError, IndexError, LookupError, TypeError):
        return None
    return found if found is not None and len(found) <= _LONGEST else None


def is_method(name: str) -> bool:
    """Whether `method` knows a method of this name."""
    return name in _METHODS


def pieces(name: str, text: str, args: Sequence[str]) -> list[str] | None:
    """The list that a method which splits gives: `split`, `rsplit`, `partition`, `rpartition`."""
    separator = args[0] if args else None
    if separator is None:
        return text.split() if name in ("split", "rsplit") else None
    if name in ("partition", "rpartition") and separator:
        split = text.partition(separator) if name == "partition" else text.rpartition(separator)
        return list(split)
    if not separator:
        return list(text[:_LONGEST]) if name == "split" else None
    most = integer(args[1]) if len(args) > 1 else -1
    most = -1 if most is None else most
    return text.rsplit(separator, most) if name == "rsplit" else text.split(separator, most)


def function(name: tuple[str, ...], args: Sequence[str]) -> str | None:
    """What a function of a library, by its dotted name, gives for constant arguments; None for other functions."""
    made = _FUNCTIONS.get(name) or _FUNCTIONS.get(name[-1:])
    if made is None or not args:
        return None
    try:
        return made(args)
    except (ValueError, LookupError, OverflowError, TypeError):
        return None


def is_function(name: tuple[str, ...]) -> bool:
    """Whether `function` knows a function of this dotted name."""
    return name in _FUNCTIONS or name[-1:] in _FUNCTIONS


def span(start: str | None, stop: str | None, step: str | None = None) -> slice | None:
    """`[start:stop:step]` of constants, None for one that is left out; None where they are no numbers."""
    ends = (start, stop, step)
    numbers = [None if each is None else integer(each) for each in ends]
    unknown = any(each is not None and number is None for each, number in zip(ends, numbers, strict=True))
    return None if unknown or numbers[2] == 0 else slice(*numbers)


def integer(text: str) -> int | None:
    """A number as written in code."""
    return int(text, 16 if "x" in text else 10) if _NUMBER.match(text) else None


def _number(args: Sequence[str], position: int, default: int) -> int:
    return int(args[position]) if position < len(args) else default


def _slice(text: str, args: Sequence[str]) -> str:
    return text[_number(args, 0, 0) : _number(args, 1, len(text))]


def _substring(text: str, args: Sequence[str]) -> str:
    ends = sorted(min(max(each, 0), len(text)) for each in (_number(args, 0, 0), _number(args, 1, len(text))))
    return text[ends[0] : ends[1]]


def _substr(text: str, args: Sequence[str]) -> str:
    rest = text[_number(args, 0, 0) :]
    return rest[: _number(args, 1, len(rest))]


def _padded(text: str, args: Sequence[str], *, before: bool) -> str:
    filler = args[1] if len(args) > 1 else " "
    missing = _number(args, 0, 0) - len(text)
    if missing > _LONGEST or not filler:
        raise ValueError
    padding = (filler * (max(missing, 0) // len(filler) + 1))[: max(missing, 0)]
    return padding + text if before else text + padding


def _recoded(text: str, args: Sequence[str]) -> str | None:
    """`decode` and `encode`: the same text, but for codecs that change it."""
    codec = (args[0] if args else "utf-8").lower().replace("-", "_")
    if codec in ("rot13", "rot_13"):
        return codecs.decode(text, "rot13")
    if codec in ("hex", "hex_codec"):
        return _from_hex([text])
    return text if codec.startswith(("utf", "ascii", "latin", "iso")) else None


def _character(text: str, args: Sequence[str]) -> str:
    return text[_number(args, 0, 0)]


def _replaced(text: str, args: Sequence[str]) -> str | None:
    old, new = args[0], args[1]
    return text.replace(old, new) if len(text) + text.count(old) * len(new) <= _LONGEST else None


def _repeated(text: str, args: Sequence[str]) -> str | None:
    times = _number(args, 0, 0)
    return text * times if 0 <= times * len(text) <= _LONGEST else None


_METHODS: Mapping[str, Callable[[str, Sequence[str]], str | None]] = {
    "toLowerCase": lambda text, _: text.lower(),
    "toLocaleLowerCase": lambda text, _: text.lower(),
    "lower": lambda text, _: text.lower(),
    "casefold": lambda text, _: text.casefold(),
    "toUpperCase": lambda text, _: text.upper(),
    "toLocaleUpperCase": lambda text, _: text.upper(),
    "upper": lambda text, _: text.upper(),
    "swapcase": lambda text, _: text.swapcase(),
    "capitalize": lambda text, _: text.capitalize(),
    "title": lambda text, _: text.title(),
    "trim": lambda text, _: text.strip(),
    "trimStart": lambda text, _: text.lstrip(),
    "trimEnd": lambda text, _: text.rstrip(),
    "strip": lambda text, args: text.strip(*args),
    "lstrip": lambda text, args: text.lstrip(*args),
    "rstrip": lambda text, args: text.rstrip(*args),
    "removeprefix": lambda text, args: text.removeprefix(args[0]),
    "removesuffix": lambda text, args: text.removesuffix(args[0]),
    "slice": _slice,
    "substring": _substring,
    "substr": _substr,
    "charAt": _character,
    "at": _character,
    "repeat": _repeated,
    "padStart": lambda text, args: _padded(text, args, before=True),
    "padEnd": lambda text, args: _padded(text, args, before=False),
    "replace": _replaced,
    "replaceAll": _replaced,
    "decode": _recoded,
    "encode": _recoded,
}


def _from_hex(args: Sequence[str]) -> str:
    return bytes.fromhex(args[0]).decode()


def _from_base64(args: Sequence[str]) -> str:
    text = args[0].replace("-", "+").replace("_", "/")
    return binascii.a2b_base64(text + "=" * (-len(text) % 4), strict_mode=True).decode()


def _from_codes(args: Sequence[str]) -> str:
    return "".join(chr(int(each, 0)) for each in args)


def _from_bytes(args: Sequence[str]) -> str | None:
    """`Buffer.from(text, encoding)`, with the text that it holds."""
    encoding = args[1].lower() if len(args) > 1 else "utf8"
    if encoding in ("base64", "base64url"):
        return _from_base64(args)
    return _from_hex(args) if encoding == "hex" else args[0]


def _unquoted(args: Sequence[str]) -> str:
    return bytes(_ENCODED.sub(lambda found: chr(int(found[1], 16)), args[0]), "latin-1").decode()


def _decoded(args: Sequence[str]) -> str | None:
    return _recoded(args[0], args[1:])


_FUNCTIONS: Mapping[tuple[str, ...], Callable[[Sequence[str]], str | None]] = {
    ("atob",): _from_base64,
    ("b64decode",): _from_base64,
    ("urlsafe_b64decode",): _from_base64,
    ("standard_b64decode",): _from_base64,
    ("a2b_base64",): _from_base64,
    ("b16decode",): _from_hex,
    ("unhexlify",): _from_hex,
    ("a2b_hex",): _from_hex,
    ("bytes", "fromhex"): _from_hex,
    ("bytearray", "fromhex"): _from_hex,
    ("Buffer", "from"): _from_bytes,
    ("chr",): _from_codes,
    ("String", "fromCharCode"): _from_codes,
    ("String", "fromCodePoint"): _from_codes,
    ("String", "raw"): lambda args: args[0],
    ("codecs", "decode"): _decoded,
    ("codecs", "encode"): _decoded,
    ("decodeURIComponent",): _unquoted,
    ("decodeURI",): _unquoted,
    ("unescape",): _unquoted,
    ("unquote",): _unquoted,
    ("unquote_plus",): _unquoted,
    ("require", "resolve"): lambda args: args[0],
    ("import", "meta", "resolve"): lambda args: args[0],
}
"""Functions by their dotted names, or by the last name alone where that says enough."""
