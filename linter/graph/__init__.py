"""The project graph for people and programs: who imports whom, where sinks are, and what leads to them."""

from __future__ import annotations

from linter.graph.gathering import chains_from, graph_of
from linter.graph.model import Chain, Graph, ImportLine, SinkLine
from linter.graph.rendering import RENDERINGS, Rendering

__all__ = [
    "RENDERINGS",
    "Chain",
    "Graph",
    "ImportLine",
    "Rendering",
    "SinkLine",
    "chains_from",
    "graph_of",
]
