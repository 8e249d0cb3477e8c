"""`python -m linter`: the command `sidestep`, where it is not on the PATH."""

from __future__ import annotations

from linter.cli import main

if __name__ == "__main__":
    main()
