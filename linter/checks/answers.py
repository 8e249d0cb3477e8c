"""What SDKs are given and answer: data, which runs no model by being made or read."""

from __future__ import annotations

import re

from linter.facts import Expr, FileFacts, Imported, Member, Name, declaring_scope
from linter.values import CALLED, Thing

_DATA = re.compile(
    r"(?:Params?|Chunk|Messages?|Response|Request|Options|Config|Usage|Delta|Choice|Tools?|ToolCall|Block|Content|Event|"
    r"Error|Exception|Result|Input|Output|Settings|Schema|Info|Metadata|Parts?|Completion|Dict|Type|Level|Role|Status)\Z"
)
"""How the types of what is sent and answered are named: making or reading these runs no model."""

_OF_DATA = frozenset(
    "filter map forEach reduce find some every includes indexOf slice push append extend items keys values entries "
    "lower upper strip split rsplit startswith endswith trim toLowerCase toUpperCase startsWith endsWith replace join "
    "toString toJSON model_dump model_dump_json to_dict copy pop".split()
)
"""Methods of texts, lists and tables."""


def is_data(thing: Thing) -> bool:
    """Whether a call makes, or reads, a value of a type of data, which an SDK only names."""
    made = thing.path.index(CALLED) if CALLED in thing.path else len(thing.path)
    name = thing.path[made - 1] if made else ""
    if name[:1].isupper() and _DATA.search(name) is not None:
        return True
    return made < len(thing.path) and thing.path[-1] in _OF_DATA


def asks_data(facts: FileFacts, callee: Expr) -> bool:
    """Whether a call plainly is of a method of texts, lists and tables, told without working out any value.

    What is called right on an import may be a function of that name.
    """
    if not isinstance(callee, Member) or callee.name not in _OF_DATA:
        return False
    base = callee.base
    scope = declaring_scope(facts, base.name, base.scope) if isinstance(base, Name) else -1
    bound = facts.scopes[scope].bindings[base.name] if isinstance(base, Name) and scope >= 0 else ()
    return not any(isinstance(each, Imported) for each in bound)


def makes(path: tuple[str, ...]) -> bool:
    """Whether what these names lead to only makes a client, by how such functions are named."""
    last = path[-1] if path else ""
    return last[:1].isupper() or last.startswith(("create", "make", "init"))


def is_of_result(thing: Thing) -> bool:
    """A method of what a model answered: the answer is data, and the call that got it is the sink."""
    calls = [number for number, each in enumerate(thing.path) if each == CALLED]
    return len(calls) > 1 or (len(calls) == 1 and calls[0] > 0 and not makes(thing.path[: calls[0]]))
