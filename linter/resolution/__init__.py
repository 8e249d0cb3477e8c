"""Module resolution as the languages do it: from what an import says to the file it runs."""

from __future__ import annotations

from linter.resolution.exports import IMPORT, REQUIRE, Conditions
from linter.resolution.model import (
    External,
    Local,
    Namespace,
    Problem,
    Resolution,
    Tree,
    Unresolved,
)
from linter.resolution.resolver import ModuleResolver

__all__ = [
    "IMPORT",
    "REQUIRE",
    "Conditions",
    "External",
    "Local",
    "ModuleResolver",
    "Namespace",
    "Problem",
    "Resolution",
    "Tree",
    "Unresolved",
]
