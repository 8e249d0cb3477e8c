"""Which families a model comes from, and whether two models are strangers to each other."""

from __future__ import annotations

from linter.lineage.names import FAMILIES, lineage_of
from linter.lineage.relation import Kinship, Relation, UnknownAuthor, relation

__all__ = ["FAMILIES", "Kinship", "Relation", "UnknownAuthor", "lineage_of", "relation"]
