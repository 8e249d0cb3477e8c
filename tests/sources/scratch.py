"""A scratch repository, driven by plain git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


def touch(folder: Path, name: bytes) -> None:
    """Makes an empty file whose name is these bytes, whatever the locale."""
    os.close(os.open(os.path.join(os.fsencode(folder), name), os.O_CREAT | os.O_WRONLY))


class Repository:
    """A git repository in a scratch folder, driven by plain git."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._commits = 0
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, stdin: str = "") -> str:
        """Runs git in the repository; raises when it fails."""
        command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments]
        done = subprocess.run(command, cwd=self.root, input=stdin, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def write(self, path: str, content: str | bytes = "x = 1\n") -> Path:
        """Writes a file, making its folders."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def commit(self, *paths: str) -> str:
        """Commits the named paths (default: everything); gives the commit's id."""
        self.git("add", "--", *(paths or (".",)))
        self._commits += 1
        self.git("commit", "--quiet", "--allow-empty", "--message", f"change {self._commits}")
        return self.git("rev-parse", "HEAD")
