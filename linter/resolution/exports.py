"""The `exports` and `imports` tables of package.json: subpath patterns and conditions.

Source: https://nodejs.org/api/packages.html#subpath-patterns and #conditional-exports.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

Conditions = frozenset[str]

_COMMON = frozenset({"node", "module", "module-sync", "development", "source", "default"})

IMPORT: Conditions = _COMMON | {"import"}
"""What holds for `import` and `import()` in a Node host; the source of a package counts as there."""

REQUIRE: Conditions = _COMMON | {"require"}
"""What holds for `require()` in a Node host."""


def find(entries: Mapping[str, object], key: str) -> tuple[object, str] | None:
    """What a table holds for a subpath, and the text of its `*`: exact keys, then the longest prefix."""
    if key in entries and "*" not in key:
        return entries[key], ""
    best: tuple[str, str] | None = None
    for pattern in entries:
        prefix, star, suffix = pattern.partition("*")
        if not star:
            if not pattern.endswith("/"):
                continue
            suffix = ""
        fits = key.startswith(prefix) and key.endswith(suffix) and len(key) > len(prefix) + len(suffix)
        if fits and (best is None or len(prefix) > len(best[0].partition("*")[0])):
            best = (pattern, key[len(prefix) : len(key) - len(suffix)])
    return (entries[best[0]], best[1]) if best else None


def exported(exports: object, key: str, conditions: Conditions) -> list[str]:
    """The targets an `exports` field gives for "." or "./sub", best first; empty where there is none.

    Run-time targets stand before those of `types`, and those of other platforms (browser, worker …) come
    last: a package that has nothing else is still meant.
    """
    entries: Mapping[str, object]
    entries = exports if isinstance(exports, dict) and any(each.startswith(".") for each in exports) else {".": exports}
    return targets(find(entries, key), conditions)


def targets(found: tuple[object, str] | None, conditions: Conditions) -> list[str]:
    """The target strings of a table's entry, `*` filled in, in the order of preference of `exported`."""
    if found is None:
        return []
    value, star = found
    ordered = [*_walk(value, conditions), *_walk(value, conditions | {"types"}), *_walk(value, None)]
    return list(dict.fromkeys(_filled(target, star) for target in ordered))


def _filled(target: str, star: str) -> str:
    return target + star if target.endswith("/") else target.replace("*", star)


def _walk(value: object, conditions: Conditions | None, depth: int = 0) -> Iterator[str]:
    """Targets in the order written; `conditions` None admits all of them."""
    if depth > _DEEPEST:
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _walk(each, conditions, depth + 1)
    elif isinstance(value, dict):
        for condition, inner in value.items():
            if conditions is None or condition in conditions:
                yield from _walk(inner, conditions, depth + 1)


_DEEPEST = 16
"""Levels of nested conditions that are followed; real packages use three."""
