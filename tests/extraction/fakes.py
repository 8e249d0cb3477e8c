"""Files whose content says what reading them does to the reader."""

from __future__ import annotations

import os
import signal
import time

from linter.extraction import Task
from linter.extraction.reading import extract_task
from linter.facts import FileFacts

HANGS = b"// hangs"
CRASHES = b"// crashes"
ABORTS = b"// aborts"
BLOATS = b"// bloats"
RAISES = b"// raises"
LEAVES = b"// leaves"
FILLER = b"\nlet x = 1" * 8_000
"""Makes a file one that only a worker may read."""


def hostile(behaviour: bytes, path: str = "hostile.ts") -> Task:
    """A file that does this to its reader."""
    return Task(path, behaviour + FILLER, comments=False)


def ordinary(number: int) -> Task:
    """A small file, different from all others."""
    if number % 5 == 4:
        text = f"import openai\n\ndef run_{number}(self, x=3):\n    return openai.run(x, key='{number}')\n"
        return Task(f"src/file{number:03}.py", text.encode(), comments=False)
    text = f"import {{ run as r{number} }} from './m{number}'\nexport const a = (x) => r{number}(x.y ?? '{number}')\n"
    return Task(f"src/file{number:03}.ts", text.encode(), comments=number % 2 == 0)


def misbehaving(task: Task) -> FileFacts:
    """Reads files, and does what hostile ones ask for."""
    if task.data.startswith(HANGS):
        # In one call, so that no Python code could end it.
        time.sleep(60)
    elif task.data.startswith(CRASHES):
        os.kill(os.getpid(), signal.SIGSEGV)
    elif task.data.startswith(ABORTS):
        os.write(2, b"tree-sitter failed to allocate 4711 bytes")
        os.abort()
    elif task.data.startswith(BLOATS):
        bytearray(1 << 33)
    elif task.data.startswith(RAISES):
        raise KeyError(task.path)
    elif task.data.startswith(LEAVES):
        os._exit(0)
    return extract_task(task)
