"""Resolution agrees with the TypeScript compiler, and both with what is meant."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from linter.resolution import Local

from .projects import MEANT_SCRIPTS, SCRIPTS, written
from .typescript import AGREED, Absent, compare, compiler


@pytest.fixture(scope="module")
def typescript() -> Path:
    """The compiler's package; in CI it is installed, and its absence is a failure."""
    in_ci = os.environ.get("CI") == "true"
    try:
        return compiler(install=in_ci)
    except Absent as reason:
        if in_ci:
            raise
        pytest.skip(str(reason))


def test_agreement_with_the_compiler(typescript: Path, tmp_path: Path) -> None:
    rows = list(compare(written(SCRIPTS, tmp_path), typescript))
    judged = {(opinion.importer, opinion.specifier): opinion.resolved for _, opinion, _ in rows}
    ours = {
        (opinion.importer, opinion.specifier): answer.path if isinstance(answer, Local) else None
        for _, opinion, answer in rows
    }
    assert judged == MEANT_SCRIPTS
    assert ours == MEANT_SCRIPTS
    assert [row for row in rows if row[0] not in AGREED] == []
    kinds = {opinion.specifier: kind for kind, opinion, _ in rows}
    assert kinds["@acme/core"] == "same file, once built"
    assert kinds["@acme/core/plain/one"] == "same file"


def test_a_difference_is_seen(typescript: Path, tmp_path: Path) -> None:
    """What only a bundler knows is a class of its own: the comparison does not agree with everything."""
    project = {
        "vite.config.ts": "export default { resolve: { alias: { '@': resolve(__dirname, './src') } } }",
        "src/a.ts": "import '@/b';",
        "src/b.ts": "",
    }
    rows = list(compare(written(project, tmp_path), typescript))
    assert [kind for kind, *_ in rows] == ["only we find a file"]
