"""Where the folders are that ship with sidestep: `rules` and `inoculations`.

In a wheel they lie inside the package. In a checkout, and so in an editable install, they lie beside it.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder of that name which ships with sidestep, as an absolute path.

    Args:
        name: "rules" or "inoculations".

    Raises:
        FileNotFoundError: there is none, so sidestep is not installed whole (or `name` is wrong).
    """
    places = (_PACKAGE / name, _PACKAGE.parent / name)
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"sidestep is not installed whole: no {name}/ in {_PACKAGE} or beside it")
