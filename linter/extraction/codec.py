"""Facts as bytes and back: between processes, and for a cache on disk.

The bytes are a pickle that names the types of `linter.facts` and `linter.shapes` and nothing else, and that is read
without calling any of them: named tuples are made by `tuple.__new__`, members of enumerations are looked up. So no
bytes, however they came about, run code. A check sum tells damaged bytes; a number made from the types' fields tells
those that another version wrote.
"""

from __future__ import annotations

import io
import pickle
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import partial
from typing import Any

from linter import facts, shapes
from linter.facts import Accessor, FileFacts, ImportKind, Role, SiteFlag, SymbolKind
from linter.shapes import PartKind, ProbeKind, Sort

_MODULES = (facts.__name__, shapes.__name__)
_TYPES: Mapping[str, type[tuple[Any, ...]]] = {
    name: each
    for name, each in {**vars(shapes), **vars(facts)}.items()
    if isinstance(each, type) and issubclass(each, tuple) and hasattr(each, "_fields")
}
_FLAGS: Mapping[int, SiteFlag] = {bits: SiteFlag(bits) for bits in range(sum(SiteFlag) + 1)}
_MEMBERS: Mapping[type[Enum], Mapping[Any, Enum]] = {
    SiteFlag: _FLAGS,
    **{
        each: {member.value: member for member in each}
        for each in (Accessor, ImportKind, Role, SymbolKind, PartKind, ProbeKind, Sort)
    },
}

_LAYOUT = zlib.crc32(
    repr(
        [(name, vars(each)["_fields"]) for name, each in sorted(_TYPES.items())]
        + [(each.__name__, list(members)) for each, members in _MEMBERS.items()]
    ).encode()
)
_HEADER = struct.Struct("<4sII")
_MAGIC = b"SSF1"


def dumps(found: Sequence[FileFacts]) -> bytes:
    """The bytes of some files' facts; `loads` gives equal ones. Strings that they share are written once."""
    buffer = io.BytesIO()
    buffer.write(bytes(_HEADER.size))
    pickler = pickle.Pickler(buffer, protocol=5)
    pickler.dispatch_table = _REDUCERS
    pickler.dump(list(found))
    body = buffer.getbuffer()
    _HEADER.pack_into(body, 0, _MAGIC, _LAYOUT, zlib.crc32(body[_HEADER.size :]))
    body.release()
    return buffer.getvalue()


def loads(data: bytes | memoryview) -> list[FileFacts]:
    """The facts that `dumps` turned into bytes.

    Raises:
        ValueError: these bytes are damaged, or another version wrote them.
    """
    view = memoryview(data)
    if len(view) < _HEADER.size or _HEADER.unpack_from(view) != (
        _MAGIC,
        _LAYOUT,
        zlib.crc32(view[_HEADER.size :]),
    ):
        raise ValueError("not the facts of this version, or damaged")
    try:
        found = _FactsUnpickler(io.BytesIO(view[_HEADER.size :])).load()
    # Bytes made to look right can make the unpickler raise nearly anything.
    except Exception as error:
        raise ValueError("not facts") from error
    if type(found) is not list or not all(type(each) is FileFacts for each in found):
        raise ValueError("not a list of facts")
    return found


class _FactsUnpickler(pickle.Unpickler):
    """Finds makers of facts and nothing else."""

    def find_class(self, module: str, name: str) -> Callable[[Any], object]:
        """A maker of its own for every load, so that what a pickle does to it is gone afterwards."""
        if module in _MODULES and name in _TYPES:
            return partial(tuple.__new__, _TYPES[name])
        for each, members in _MEMBERS.items():
            if module in _MODULES and name == each.__name__:
                return members.__getitem__
        raise pickle.UnpicklingError(f"{module}.{name} is no part of facts")


def _tuple_reducer(type_: type[tuple[Any, ...]]) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    def reduced(value: tuple[Any, ...]) -> tuple[Any, ...]:
        return type_, (tuple(value),)

    return reduced


def _member_reducer(type_: type[Enum]) -> Callable[[Enum], tuple[Any, ...]]:
    def reduced(member: Enum) -> tuple[Any, ...]:
        return type_, (member.value,)

    return reduced


_REDUCERS: dict[type, Callable[[Any], Any]] = {
    **{each: _tuple_reducer(each) for each in _TYPES.values()},
    **{each: _member_reducer(each) for each in _MEMBERS},
}
