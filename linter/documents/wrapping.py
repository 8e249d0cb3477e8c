"""What kickoffs are wrapped in: front matter with lists of files, and tags that name a section.

---
scope: [src/a.ts]
---
<out_of_scope>
- src/b.ts
</out_of_scope>
"""

from __future__ import annotations

import re

from linter.documents import scope
from linter.documents.data import Node, yaml_node
from linter.documents.markdown import FRONT_MATTER
from linter.documents.roles import Role, role_of

_TAG = re.compile(r"[ ]{0,3}<(?P<close>/?)(?P<name>[A-Za-z][\w-]{1,40})(?:\s[^<>]*)?>[ \t]*\Z")
_FENCE = re.compile(r"[ ]{0,3}(?:`{3,}|~{3,})")
_HTML = frozenset(
    (
        "a abbr address article aside b blockquote body br button caption center code col colgroup dd del details "
        "dialog div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i "
        "iframe img input ins kbd label legend li link main mark menu meta nav noscript ol optgroup option p "
        "param picture pre progress q s samp script section select small source span strong style sub summary sup "
        "table tbody td template textarea tfoot th thead title tr track u ul var video wbr"
    ).split()
)
_LARGEST = 64 * 1024
"""Characters of front matter that are read."""


def in_front(text: str) -> scope.Found:
    """What the front matter of a text names as in scope, and what as off limits."""
    found = scope.Found()
    front = FRONT_MATTER.match(text)
    node = yaml_node(front["text"]) if front is not None and len(front["text"]) <= _LARGEST else None
    for key, value in node.value.items() if node is not None and isinstance(node.value, dict) else ():
        role = role_of(key.replace("_", " "))
        if role is Role.ALLOW:
            _allow(value, found)
        elif role is Role.DENY:
            denied = scope.Found()
            _allow(value, denied)
            found.denied += denied.allowed
    return found


def _allow(value: Node, found: scope.Found) -> None:
    for each in value.strings():
        # A line of the mapping is one further down in the text: before it stands the fence.
        scope.allow_fence(each.value, each.line + 1, found)


def untagged(text: str) -> str:
    """The text with tags that are no HTML's turned into headings, line by line: Markdown passes over what they hold.

    A closing tag becomes a heading without words, which ends the section.
    """
    if "</" not in text:
        return text
    lines = text.splitlines(keepends=True)
    fenced = False
    for number, line in enumerate(lines):
        bare = line.rstrip("\r\n")
        fenced = fenced is not (_FENCE.match(bare) is not None)
        tag = None if fenced else _TAG.match(bare)
        if tag is not None and tag["name"].lower() not in _HTML:
            name = "" if tag["close"] else re.sub(r"[_-]+", " ", tag["name"])
            lines[number] = f"## {name}".rstrip() + line[len(bare) :]
    return "".join(lines)
