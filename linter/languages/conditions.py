"""Which conditions ask a runtime flag: code behind one runs or not by a setting, not by the program's logic."""

from __future__ import annotations

import re

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*")
_STRING = re.compile(r"""(["'`]).*?\1""", re.DOTALL)
_ENVIRONMENT = re.compile(
    r"""(?:process\.env|import\.meta\.env|Deno\.env|Bun\.env|os\.environ|os\.getenv|getenv)\W*(?:get\W*)?(\w*)"""
)
_FLAG_WORDS = frozenset(
    "feature features flag flags toggle toggles experiment experiments experimental rollout canary "
    "enable enabled disable disabled legacy shadow".split()
)
_NOT_FLAGS = frozenset(
    "key token secret url uri host endpoint credentials password env debug ci test path base region model pref name "
    "project dir folder port user id version".split()
)
"""Words of environment variables that configure access or name the stage; asking for them is no feature flag."""
_SWITCHES = (["use"], ["enable"], ["enabled"], ["disable"], ["disabled"], ["feature"], ["flag"])
"""First words of environment variables that are switches, whatever follows."""
_SETTING = re.compile(
    r"(?<![\w$.])(?:this\.|self\.)?(?P<owner>[A-Za-z_$][\w$]*)(?:\??\.[A-Za-z_$][\w$]*)*?\??\.(?P<name>[A-Za-z_$][\w$]*)"
    r"(?![\w$.(?]|\s*(?:[=!<>]=|[<>]|\bin\b|\bis\b))"
)
_SETTINGS = frozenset("settings flags features toggles".split())
_SIGNS = frozenset({"env", "use"} | _FLAG_WORDS | _SETTINGS)
_STEMS = tuple(each for each in _SIGNS if not any(other != each and other in each for other in _SIGNS))
"""No condition asks a flag without one of these in it; most conditions have none, which is told quickly."""
_COMPARED_WITH = re.compile(r"(?:[=!]==?|\bis|\bcase)\s*(?:[A-Za-z_$][\w$]*\.)+\Z")
"""Before a member that something is compared with: one of the values it can have (`kind === Kind.USE_KEY`)."""
_LONGEST = 2_000
"""Characters of a condition that are looked at."""


def asks_a_flag(condition: str) -> bool:
    """Whether the source text of a condition asks a feature flag or an on/off environment variable."""
    condition = condition[:_LONGEST]
    lowered = condition.lower()
    if not any(each in lowered for each in _STEMS):
        return False
    for variable in _ENVIRONMENT.findall(condition):
        words = _words(variable)
        if words[:1] in _SWITCHES or not _NOT_FLAGS.intersection(words):
            return True
    if any(_is_setting(match) for match in _SETTING.finditer(condition)):
        return True
    bare = _ENVIRONMENT.sub(" ", _STRING.sub(" ", condition))
    for match in _IDENTIFIER.finditer(bare):
        words = _words(match.group())
        if _FLAG_WORDS.intersection(words):
            return True
        is_switch = len(words) > 1 and words[0] == "use" and match.group().isupper()
        if is_switch and not _COMPARED_WITH.search(bare, 0, match.start()):
            return True
    return False


def _is_setting(match: re.Match[str]) -> bool:
    """`settings.in_process`: asked whether it is on, not which value it has."""
    owner = _words(match["owner"])
    return bool(owner) and owner[-1] in _SETTINGS and not _NOT_FLAGS.intersection(_words(match["name"]))


def _words(identifier: str) -> list[str]:
    return [word.lower() for word in _WORDS.findall(identifier)]
