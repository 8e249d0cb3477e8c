"""The command line: one module per command, each with flags in, one call, text and an exit code out.

Commands give their exit code back. Everything that goes wrong arrives in `outcome`, and nowhere else is an
exception turned into a message. What takes long to import is imported by the command that needs it.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from linter.cli import terminal
from linter.errors import SidestepError

__all__ = ["main", "outcome"]

FAILED = SidestepError.exit_code
INTERRUPTED = 130
"""What shells report for a program that Ctrl-C ended: 128 and the number of SIGINT."""


def main() -> None:
    """The command `sidestep`: runs it and ends the process with its exit code."""
    # Facts are millions of small tuples without cycles: collecting garbage would only walk them, again and again.
    gc.disable()
    code = outcome(sys.argv[1:])
    # Nor shall Python walk them at the end, which takes a tenth of a large run.
    gc.freeze()
    sys.exit(code)


def outcome(arguments: Sequence[str]) -> int:
    """Runs a command line, without the program's name, and gives its exit code.

    Results are on stdout and everything else on stderr. Raises nothing.
    """
    try:
        return _run(arguments)
    except SidestepError as error:
        terminal.fail(error)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception:  # the one place that must know them all
        import traceback

        terminal.say_bug(traceback.format_exc())
        return FAILED


def _run(arguments: Sequence[str]) -> int:
    if arguments[:1] == ["check"]:
        from linter.cli import plainly

        plain = plainly.read(arguments[1:])
        if plain is not None:
            from linter.cli.checking import check_files

            return check_files(*plain)
    if arguments[:1] == ["audit"]:
        from linter.cli import plainly

        asked = plainly.read_audit(arguments[1:])
        if asked is not None:
            from linter.cli.auditing import audit_tree

            return audit_tree(*asked)
    if arguments[:1] == ["hook"] and not {"-h", "--help"} & set(arguments):
        from linter.cli.hooking import hook

        return hook(arguments[1:])
    from linter.cli.app import run

    return run(arguments)
