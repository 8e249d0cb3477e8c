"""Nothing that a repository configures, contains or hooks is run by anything that `linter.sources` does."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from linter.errors import SourceError
from linter.sources import (
    CommitTree,
    IndexTree,
    WorkTree,
    find_root,
    git,
    list_files,
    merge_base,
    messages_between,
    named_files,
    read_source,
    resolve_revision,
    staged_files,
)

from .scratch import Repository

_COMMAND_KEYS = (
    "core.fsmonitor",
    "core.pager",
    "core.editor",
    "core.sshCommand",
    "core.askPass",
    "core.gitProxy",
    "core.alternateRefsCommand",
    "pager.ls-files",
    "pager.diff-index",
    "pager.ls-tree",
    "alias.ls-files",
    "alias.rev-parse",
    "diff.external",
    "diff.evil.command",
    "diff.evil.textconv",
    "filter.evil.clean",
    "filter.evil.smudge",
    "filter.evil.process",
    "merge.evil.driver",
    "gpg.program",
    "credential.helper",
    "interactive.diffFilter",
    "sequence.editor",
    "uploadpack.packObjectsHook",
    "remote.origin.uploadpack",
)
_SETTINGS = {
    "core.repositoryFormatVersion": "1",
    "core.untrackedCache": "true",
    "extensions.partialClone": "origin",
    "remote.origin.promisor": "true",
    "remote.origin.partialCloneFilter": "blob:none",
    "protocol.allow": "always",
    "protocol.file.allow": "always",
    "protocol.ext.allow": "always",
    "log.showSignature": "true",
    "submodule.recurse": "true",
    "filter.evil.required": "true",
}
_HOOKS = ("post-checkout", "post-index-change", "pre-commit", "fsmonitor-watchman", "reference-transaction")


class Trap:
    """A repository that runs a program wherever git can be told to; each leaves a marker behind."""

    def __init__(self, folder: Path) -> None:
        self.markers = folder / "markers"
        self.markers.mkdir()
        self.repository = Repository(folder / "repo")
        self.root = self.repository.root
        for path in ("a.ts", "sub/b.ts", "gone.ts"):
            self.repository.write(path, f"import {path[0]} from 'openai'\n")
        self.repository.write(".gitattributes", "* filter=evil diff=evil merge=evil\n")
        self._embed(self.root / "vendor")
        self.base = self.repository.commit()
        self.commit = self.repository.commit()
        self.repository.git("notes", "--ref=ai", "add", "-m", "{}", self.commit)
        self._plant_programs()
        self.repository.write("sub/b.ts", "changed\n")
        self.repository.git("add", "sub/b.ts")
        gone = self.repository.git("rev-parse", "HEAD:gone.ts")
        (self.root / ".git/objects" / gone[:2] / gone[2:]).unlink()
        self.repository.write("a.ts", "also changed, but not staged\n")
        self._configure()

    def command(self, name: str) -> str:
        """A shell command that leaves the marker `name`."""
        return f"touch '{self.markers}/{name}'; false"

    def sprung(self) -> list[str]:
        return sorted(marker.name for marker in self.markers.iterdir())

    def _embed(self, folder: Path) -> None:
        subprocess.run(["git", "init", "--quiet", "--bare", str(folder)], check=True)
        (folder / "hooks").mkdir(exist_ok=True)
        with (folder / "config").open("a") as config:
            config.write(f'[core]\n\tbare = false\n\tworktree = ..\n\tfsmonitor = "{self.command("embedded")}"\n')
        (folder / "refs/kept").touch()
        (folder / "objects/kept").touch()

    def _plant_programs(self) -> None:
        for name in ("git", "git-remote-evil", "sh", "touch", "ssh"):
            self._script(self.root / name, f"program-{name}")

    def _configure(self) -> None:
        for hook in _HOOKS:
            self._script(self.root / ".git/hooks" / hook, f"hook-{hook}")
        for key in _COMMAND_KEYS:
            shell = "!" if key.startswith("alias.") else ""
            self.repository.git("config", key, shell + self.command(key))
        for url in ("url", "pushurl"):
            self.repository.git("config", f"remote.origin.{url}", f"file://{self.root}")
        for key, value in _SETTINGS.items():
            self.repository.git("config", key, value)

    def _script(self, file: Path, name: str) -> None:
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"#!/bin/sh\n/usr/bin/touch '{self.markers}/{name}'\n")
        file.chmod(0o755)


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    return Trap(tmp_path)


def test_the_trap_is_armed(trap: Trap) -> None:
    """Plain git springs it: otherwise the test below proves nothing."""
    for arguments in (["status"], ["diff"], ["cat-file", "-p", "HEAD:gone.ts"], ["-C", "vendor", "ls-files"]):
        subprocess.run(["git", *arguments], cwd=trap.root, capture_output=True, check=False)
    armed = {"core.fsmonitor", "filter.evil.process", "remote.origin.uploadpack", "embedded"}
    assert armed <= set(trap.sprung())


def _read_all(tree: WorkTree | CommitTree | IndexTree) -> None:
    with tree:
        for path in tree.paths():
            tree.load(path)
            tree.read(path)


_ACTIONS: dict[str, Callable[[Trap], object]] = {
    "find_root": lambda trap: find_root(trap.root / "sub"),
    "find_root of the embedded one": lambda trap: find_root(trap.root / "vendor/refs"),
    "list_files": lambda trap: list_files(trap.root),
    "list_files of a folder": lambda trap: list_files(trap.root / "sub"),
    "list_files of the embedded one": lambda trap: list_files(trap.root / "vendor"),
    "named_files": lambda trap: named_files(trap.root, [trap.root, trap.root / "vendor", trap.root / "a.ts"]),
    "staged_files": lambda trap: staged_files(trap.root),
    "read_source": lambda trap: read_source(trap.root, "a.ts"),
    "resolve_revision": lambda trap: resolve_revision(trap.root, "HEAD"),
    "merge_base": lambda trap: merge_base(trap.root, "HEAD", "main"),
    "messages_between": lambda trap: messages_between(trap.root, trap.base, trap.commit),
    "WorkTree": lambda trap: _read_all(WorkTree(trap.root)),
    "CommitTree": lambda trap: _read_all(CommitTree(trap.root, "HEAD")),
    "IndexTree": lambda trap: _read_all(IndexTree(trap.root)),
    "CommitTree of the embedded one": lambda trap: CommitTree(trap.root / "vendor", "HEAD"),
}


@pytest.mark.parametrize("name", _ACTIONS)
def test_nothing_is_run(trap: Trap, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(trap.root)
    monkeypatch.setenv("PATH", ".::/usr/local/bin:/usr/bin:/bin")
    before = (trap.root / ".git/index").read_bytes()
    try:
        _ACTIONS[name](trap)
    except SourceError:
        assert "embedded" in name
    assert trap.sprung() == []
    assert (trap.root / ".git/index").read_bytes() == before


def test_a_repository_cannot_keep_git_waiting(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write("a.ts", "text\n")
    repository.commit()
    oid = repository.git("rev-parse", "HEAD:a.ts")
    loose = repository.root / ".git/objects" / oid[:2] / oid[2:]
    exclude = repository.root / ".git/info/exclude"
    for file in (loose, exclude):
        file.unlink()
        os.mkfifo(file)
    monkeypatch.setattr(git, "_TIMEOUT", 0.3)
    listing = list_files(repository.root)
    assert (listing.paths, listing.is_git) == (("a.ts",), False)
    assert listing.notices[0].startswith("git did not answer in time; ")
    with (
        CommitTree(repository.root, "HEAD") as tree,
        pytest.raises(SourceError, match="did not answer in time"),
    ):
        tree.load("a.ts")


def test_the_answers_are_right_all_the_same(trap: Trap) -> None:
    listing = list_files(trap.root)
    assert listing.is_git
    assert {"a.ts", "gone.ts", "sub/b.ts"} <= set(listing.paths)
    assert staged_files(trap.root).paths == ("sub/b.ts",)
    with CommitTree(trap.root, "HEAD") as tree:
        assert tree.read("a.ts") == b"import a from 'openai'\n"
