"""Resolution agrees with Python's own path finder, and both with what is meant."""

from __future__ import annotations

from pathlib import Path

from linter.resolution import Local

from .cpython import AGREED, compare
from .projects import MEANT_MODULES, MODULES, written


def test_agreement_with_the_path_finder(tmp_path: Path) -> None:
    rows = list(compare(written(MODULES, tmp_path)))
    judged = {(opinion.importer, opinion.spelled): opinion.resolved for _, opinion, _ in rows}
    ours = {
        (opinion.importer, opinion.spelled): answer.path if isinstance(answer, Local) else None
        for _, opinion, answer in rows
    }
    assert judged == MEANT_MODULES
    assert ours == MEANT_MODULES
    assert [row for row in rows if row[0] not in AGREED] == []


def test_a_difference_is_seen(tmp_path: Path) -> None:
    """Python takes any package of a folder above; we do not let it hide a declared dependency."""
    project = {
        "requirements.txt": "docker\n",
        "examples/docker/__init__.py": "",
        "examples/deep/main.py": "import docker\n",
    }
    rows = list(compare(written(project, tmp_path)))
    assert [kind for kind, *_ in rows] == ["only Python finds a file"]
