"""A process that asks questions through a store: run by the tests, once or several times at once.

    python asking_process.py STORE LOG SECONDS KEY...

Appends a line to LOG for each call that would be paid for, and one for each answer that was acknowledged.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from linter.judge.memory import Kept
from linter.judge.store import Store


def main(folder: str, log: str, seconds: str, *keys: str) -> None:
    with Store(Path(folder)) as store, Path(log).open("a", buffering=1, encoding="utf-8") as told:
        for key in keys:
            claimed = store.claim(key, 60)
            if claimed is True:
                told.write(f"paid {key}\n")
                time.sleep(float(seconds))
                store.keep(key, Kept("m", f"answer {key}"))
                told.write(f"kept {key}\n")
        sys.stdout.write("\n".join(store.notices))


main(*sys.argv[1:])
