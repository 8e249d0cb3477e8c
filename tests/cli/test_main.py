"""What holds for every command: usage errors, errors, bugs, interruption."""

from __future__ import annotations

import subprocess
import sys

import pytest

from linter import __version__

from .conftest import Sidestep


def test_the_version_is_told(sidestep: Sidestep) -> None:
    result = sidestep("--version")
    assert (result.code, result.out, result.err) == (0, f"sidestep {__version__}\n", "")


@pytest.mark.parametrize(
    "command", ["", "check", "audit", "rules", "rules list", "rules explain", "rules test", "config show", "init"]
)
def test_every_command_has_help(sidestep: Sidestep, command: str) -> None:
    for flag in ("--help", "-h"):
        result = sidestep(*command.split(), flag)
        assert (result.code, result.err) == (0, "")
        assert result.out.startswith(f"Usage: sidestep {command}".rstrip())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "error: Missing command.\n  hint: see sidestep --help\n"),
        (["chek"], "error: No such command 'chek'. Did you mean 'check'?\n  hint: see sidestep --help\n"),
        (["audit", "--fast"], "error: No such option: --fast"),
        (["audit", "a", "b"], "error: Got unexpected extra argument"),
        (["audit", "--jobs", "0"], "error: Invalid value for '--jobs': "),
        (["audit", "--color", "blue"], "error: Invalid value for '--color': "),
        (["audit", "--baseline", "a", "--no-baseline"], "error: --baseline and --no-baseline exclude each other\n"),
        (["rules", "explain"], "error: Missing argument 'RULE'.\n  hint: see sidestep rules explain --help\n"),
    ],
)
def test_usage_errors_end_with_2(sidestep: Sidestep, arguments: list[str], message: str) -> None:
    result = sidestep(*arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(message)


def test_a_bug_is_told_as_one() -> None:
    """Exit code 1 would say that there are findings."""
    program = (
        "import sys, linter.sources;"
        "linter.sources.list_files = lambda root: 1 / 0;"
        "from linter.cli import outcome; sys.exit(outcome(['audit']))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("Traceback (most recent call last):")
    assert done.stderr.endswith(
        "ZeroDivisionError: division by zero\nerror: this is a bug in sidestep; please report it with the lines above\n"
    )


def test_an_interruption_ends_with_130() -> None:
    program = (
        "import os, signal, sys, linter.sources;"
        "linter.sources.list_files = lambda root: os.kill(os.getpid(), signal.SIGINT);"
        "from linter.cli import outcome; sys.exit(outcome(['audit']))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_python_m_linter_is_the_same_command() -> None:
    done = subprocess.run([sys.executable, "-m", "linter", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"sidestep {__version__}\n"
