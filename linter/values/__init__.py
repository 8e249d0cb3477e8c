"""What expressions can be, followed through names, calls and files (`Values.of`)."""

from __future__ import annotations

from linter.values.evaluation import Values
from linter.values.library import Loader, loader_of
from linter.values.model import (
    CALLED,
    HOLE,
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
    declaring_scope,
    is_known,
)

__all__ = [
    "CALLED",
    "HOLE",
    "Const",
    "Instance",
    "Loader",
    "LocalClass",
    "LocalFunction",
    "LocalModule",
    "Made",
    "Opaque",
    "Origin",
    "Structure",
    "Thing",
    "Value",
    "Values",
    "declaring_scope",
    "is_known",
    "loader_of",
]
