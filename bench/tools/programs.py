"""Where the programs are."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
"""The checkout that is measured."""

PYTHON = (sys.executable, "-P")
"""This Python, which takes no module from the working directory: that is the tree's."""


def on_path(name: str) -> tuple[str, ...] | None:
    """The program of that name on PATH, as an absolute path; None when there is none."""
    found = shutil.which(name)
    return None if found is None else (str(Path(found).absolute()),)


def checkout_environment() -> dict[str, str]:
    """What lets Python import this checkout from any working directory, and where sidestep's cache is: by default.

    Python keeps the compiled modules, as installing a package does; the first run, which is not counted, makes them.
    """
    return {"PYTHONPATH": str(CHECKOUT), "SIDESTEP_CACHE_DIR": "", "PYTHONDONTWRITEBYTECODE": ""}
