"""Changes for tests: two folders, or two sets of texts, made into two commits of a scratch repository."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from linter.extraction import extract_all
from linter.report import Report
from linter.review import NO_PAPERS, Asked, Paper, Papers, review

from ..projects import TODAY
from ..sources.scratch import Repository


def committed(repository: Repository, state: Path | Mapping[str, str], message: str = "") -> str:
    """Makes a state the whole of the work tree, and commits it; gives the commit's id."""
    for each in repository.root.iterdir():
        if each.name != ".git":
            shutil.rmtree(each) if each.is_dir() else each.unlink()
    if isinstance(state, Path):
        shutil.copytree(state, repository.root, dirs_exist_ok=True)
    else:
        for path, text in state.items():
            repository.write(path, text)
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--allow-empty", "--message", message or "change")
    return repository.git("rev-parse", "HEAD")


def papers_in(folder: Path) -> Papers:
    """The kickoff, plan and report that lie beside a change."""

    def paper(name: str) -> Paper | None:
        file = folder / name
        return Paper(name, file.read_text(encoding="utf-8")) if file.is_file() else None

    return Papers(paper("kickoff.md"), paper("plan.md"), paper("report.md"))


def asked(root: Path, base: str, head: str, papers: Papers = NO_PAPERS) -> Asked:
    """A review of what is in the repository."""
    return Asked(root, base, head, TODAY, extract_all, lambda *_: None, papers=papers)


def reviewed(
    folder: Path,
    base: Path | Mapping[str, str],
    head: Path | Mapping[str, str],
    message: str = "change",
    papers: Papers = NO_PAPERS,
) -> Report:
    """The report of the change between two states."""
    repository = Repository(folder / "repo")
    before = committed(repository, base, "base")
    after = committed(repository, head, message)
    return review(asked(repository.root, before, after, papers))
