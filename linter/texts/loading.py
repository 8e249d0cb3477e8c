"""Reads the files of texts: TOML front matter between lines of `+++`, then Markdown.

    +++
    id = "dynamic-import"
    rules = ["sdk-dynamic"]
    …
    +++
    **The shortcut.** …

Whatever is wrong is told with file, line and key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple

from linter import bundled
from linter.config.toml_lines import key_lines, overlong_key
from linter.errors import TextError
from linter.globs import GlobError, check_globs
from linter.kept import Kept, key_of
from linter.tables import row
from linter.texts.model import LONGEST_SHORT, PARTS, Inoculation, Library, When

if TYPE_CHECKING:
    from pydantic import BaseModel

_LARGEST = 64 * 1024
_NOT_TEXTS = frozenset({"README.md"})
_FRONT = re.compile(r"\+\+\+[ \t]*\r?\n(?P<toml>.*?)^\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_HINT = "inoculations/README.md says what a text consists of"
_ID: Final = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"


class TextFile(NamedTuple):
    """The bytes of a file, and the name that it goes by in errors."""

    name: str
    data: bytes


def bundled_texts() -> list[TextFile]:
    """The files that ship with sidestep."""
    return folder_texts(bundled.folder("inoculations"))


def folder_texts(folder: Path) -> list[TextFile]:
    """The files of a folder on disk. Raises TextError when there is no such folder, or no text in it."""
    found = sorted(each for each in folder.glob("*.md") if each.name not in _NOT_TEXTS) if folder.is_dir() else []
    if not found:
        raise TextError("no texts (*.md) there", str(folder), "name a folder that holds some")
    try:
        return [TextFile(f"{folder.name}/{each.name}", each.read_bytes()[: _LARGEST + 1]) for each in found]
    except OSError as error:
        raise TextError(f"cannot be read: {error.strerror}", str(folder)) from None


def load(*folders: Sequence[TextFile], kept: Kept | None = None) -> Library:
    """The texts of several folders; one in a later folder overrides that of the same id in an earlier one.

    Files that are `kept` from another run are not checked again. Raises TextError.
    """
    found: dict[str, Inoculation] = {}
    for folder in folders:
        own: dict[str, Inoculation] = {}
        for file in folder:
            text = _known(file, kept or Kept())
            if text.id in own:
                raise TextError(f'"{text.id}" is there twice', file.name, f"the other one is in {own[text.id].source}")
            own[text.id] = text
        found.update(own)
    return dict(sorted(found.items()))


def _known(file: TextFile, kept: Kept) -> Inoculation:
    key = key_of(b"text", file.name.encode(), file.data)
    try:
        return _made(kept.get(key))
    except (AttributeError, KeyError, TypeError):
        # Nothing was kept, or by code that had other fields.
        table = _read(file)
    kept.put(key, table)
    return _made(table)


def _made(table: Any) -> Inoculation:
    return row(Inoculation, {**table, "when": row(When, table.get("when", {}))})


def _read(file: TextFile) -> dict[str, Any]:
    """The text as plain data. Raises TextError."""
    front, toml, body = _parted(file)
    table = {**_validated(file, front, toml), "long": body, "source": file.name}
    found = _made(table)
    stem = file.name.rpartition("/")[2].removesuffix(".md")
    if found.id != stem:
        raise TextError(f'the file of "{found.id}" has to be called {found.id}.md', _at(file, toml, ("id",)))
    words = len(found.short.split())
    if words > LONGEST_SHORT:
        what = f"has {words} words; {LONGEST_SHORT} are the most that a kickoff has room for"
        raise TextError(what, _at(file, toml, ("short",)), "say more in the long form")
    return table


def _parted(file: TextFile) -> tuple[dict[str, Any], str, str]:
    """The front matter as a table and as text, and the body, which is checked."""
    if len(file.data) > _LARGEST:
        raise TextError(f"is larger than {_LARGEST // 1024} KiB", file.name)
    try:
        text = file.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TextError(f"is not UTF-8 at byte {error.start}", file.name, "save it as UTF-8") from None
    front = _FRONT.match(text)
    if front is None:
        raise TextError("does not begin with front matter between lines of +++", f"{file.name}:1", _HINT)
    toml = front["toml"]
    if (line := overlong_key(toml)) is not None:
        raise TextError("has a key of over a hundred parts", f"{file.name}:{line + 1}")
    try:
        table = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise TextError(f"the front matter is not valid TOML: {error}", file.name) from None
    except RecursionError:
        raise TextError("the front matter is nested too deeply", file.name) from None
    body = text[front.end() :].strip() + "\n"
    at = text.count("\n", 0, front.end()) + 1
    _check_body(file, body, at)
    return table, toml, body


def _check_body(file: TextFile, body: str, at: int) -> None:
    """Every part, in order, each with something to say."""
    position = 0
    for part in PARTS:
        found = re.compile(rf"^\*\*{part}\.\*\* +\S", re.MULTILINE).search(body, position)
        if found is None:
            what = f'the long form has no paragraph that begins with "**{part}.**", or not in its place'
            raise TextError(what, f"{file.name}:{at}", _HINT)
        position = found.end()


def _validated(file: TextFile, table: dict[str, Any], toml: str) -> dict[str, Any]:
    from pydantic import ValidationError

    from linter.validation import plain

    try:
        found = plain(_model().model_validate(table))
    except ValidationError as error:
        details = error.errors(include_url=False)
        first = details[0]
        what = "unknown key" if first["type"] == "extra_forbidden" else first["msg"]
        more = f" (and {len(details) - 1} more)" if len(details) > 1 else ""
        raise TextError(f"{what}{more}", _at(file, toml, first["loc"]), _HINT) from None
    try:
        check_globs(found.get("when", {}).get("paths", ()))
    except GlobError as error:
        raise TextError(f"a glob {error}", _at(file, toml, ("when", "paths"))) from None
    found["short"] = " ".join(found["short"].split())
    return found


@cache
def _model() -> type[BaseModel]:
    from pydantic import Field

    from linter.validation import model_of

    word = Annotated[str, Field(min_length=2, max_length=80)]
    refined = {
        Inoculation: {
            "id": Annotated[str, Field(pattern=_ID)],
            "rules": Annotated[tuple[Annotated[str, Field(pattern=_ID)], ...], Field(min_length=1)],
            "tasks": Annotated[tuple[Annotated[str, Field(pattern=_ID)], ...], Field(min_length=1)],
            "short": Annotated[str, Field(min_length=20)],
            "signs": tuple[word, ...],
            "weight": Annotated[int, Field(ge=1, le=100)],
            "seen": Annotated[int, Field(ge=0, le=1_000_000)],
        }
    }

    class Front(NamedTuple):
        """What the front matter holds: all but the body."""

        id: str
        rules: tuple[str, ...]
        tasks: tuple[str, ...]
        short: str
        signs: tuple[str, ...] = ()
        weight: int = 10
        seen: int = 0
        when: When = When()

    return model_of(Front, {Front: refined[Inoculation]}, kebab=True)


def _at(file: TextFile, toml: str, key: Iterable[str | int]) -> str:
    path = tuple(key)
    lines = key_lines(toml)
    line = next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), 0)
    dotted = ".".join(str(each) for each in path)
    # The front matter begins in the second line of the file.
    return f"{file.name}:{line + 1}: {dotted}" if line else f"{file.name}: {dotted}"
