"""Which processes are alive, told by locks that the operating system takes away from the dead."""

from __future__ import annotations

import fcntl
import secrets
from contextlib import suppress
from pathlib import Path
from typing import IO


class Owner:
    """This process, as others know it: a file that it keeps locked for as long as it lives.

    Raises OSError when there can be no such file.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.name = secrets.token_hex(12)
        self._path = folder / self.name
        self._file: IO[bytes] = self._path.open("xb")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def close(self) -> None:
        """Gives up being alive. May be called twice."""
        with suppress(OSError):
            self._path.unlink()
        self._file.close()


def is_alive(folder: Path, name: str) -> bool:
    """Whether the process of that name still runs. The file of a dead one is removed."""
    if not name.isalnum():
        return False
    path = folder / name
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    with suppress(OSError):
        path.unlink()
    return False
