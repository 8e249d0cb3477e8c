"""What expressions can be, followed through names, calls and files (`Values.of`)."""

from __future__ import annotations

from linter.values.evaluation import Values
from linter.values.indexes import NamedCall
from linter.values.library import LOADER_NAMES, Loader, loader_of
from linter.values.model import (
    CALLED,
    GIVEN_AGAIN,
    HOLE,
    RUN_ANYWAY,
    RUN_AS_TASK,
    Const,
    Instance,
    LocalClass,
    LocalFunction,
    LocalModule,
    Made,
    Opaque,
    Origin,
    Structure,
    Thing,
    Value,
    is_known,
)
from linter.values.wrapping import LIBRARY_WRAPPERS, is_inside, runs_itself

__all__ = [
    "CALLED",
    "GIVEN_AGAIN",
    "HOLE",
    "LIBRARY_WRAPPERS",
    "LOADER_NAMES",
    "RUN_ANYWAY",
    "RUN_AS_TASK",
    "Const",
    "Instance",
    "Loader",
    "LocalClass",
    "LocalFunction",
    "LocalModule",
    "Made",
    "NamedCall",
    "Opaque",
    "Origin",
    "Structure",
    "Thing",
    "Value",
    "Values",
    "is_inside",
    "is_known",
    "loader_of",
    "runs_itself",
]
