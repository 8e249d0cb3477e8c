"""What expressions can be, followed through names, calls and files (`Values.of`)."""

from __future__ import annotations

from linter.values.evaluation import Values, arguments_of
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
from linter.values.wrapping import LIBRARY_WRAPPERS, gives_what_it_wraps, is_inside, kept_in_objects, runs_itself

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
    "arguments_of",
    "gives_what_it_wraps",
    "is_inside",
    "is_known",
    "kept_in_objects",
    "loader_of",
    "runs_itself",
]
