"""All commands, as typer reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from linter import __version__
from linter.cli import (
    audit,
    check,
    config_schema,
    config_show,
    graph,
    hook,
    init,
    judge_doctor,
    judge_show,
    judge_stats,
    kickoff_augment,
    kickoff_check,
    kickoff_inventory,
    kickoff_learn,
    kickoff_texts,
    review,
    rules_explain,
    rules_list,
    rules_test,
    scorecard,
    terminal,
)
from linter.errors import UsageError

_SETTINGS = {"help_option_names": ["-h", "--help"]}


def _group(help_: str) -> typer.Typer:
    # Without markup typer imports no rich, which would take longer than many a run.
    return typer.Typer(
        help=help_,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=_SETTINGS,
    )


app = _group("Finds where code goes around an architecture rule instead of following it.")
_rules = _group("What is forbidden, why, and how to follow it.")
_config = _group("The configuration of a repository.")
_kickoff = _group("Kickoffs: texts that tell an agent what to do, and what to watch for.")
_judge = _group("The models that are asked about ambiguous findings.")

app.command("check")(check.check)
app.command("audit")(audit.audit)
app.command("review")(review.review)
app.command("graph")(graph.graph)
app.add_typer(_rules, name="rules")
_rules.command("list")(rules_list.rules_list)
_rules.command("explain")(rules_explain.rules_explain)
_rules.command("test")(rules_test.rules_test)
app.add_typer(_config, name="config")
_config.command("schema")(config_schema.config_schema)
_config.command("show")(config_show.config_show)
app.add_typer(_judge, name="judge")
_judge.command("doctor")(judge_doctor.judge_doctor)
_judge.command("show")(judge_show.judge_show)
_judge.command("stats")(judge_stats.judge_stats)
app.command("init")(init.init)
app.add_typer(_kickoff, name="kickoff")
_kickoff.command("augment")(kickoff_augment.augment)
_kickoff.command("check")(kickoff_check.check)
_kickoff.command("inventory")(kickoff_inventory.inventory)
_kickoff.command("learn")(kickoff_learn.learn)
_kickoff.command("list")(kickoff_texts.list_texts)
_kickoff.command("show")(kickoff_texts.show)
app.command("hook")(hook.hook)
app.command("scorecard")(scorecard.scorecard)


def _show_version(wanted: bool) -> None:
    if wanted:
        terminal.write(f"sidestep {__version__}\n")
        raise typer.Exit


@app.callback()
def _sidestep(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Finds where code goes around an architecture rule instead of following it.

    Exit codes: 0 clean, 1 findings, 2 usage or configuration error, 3 incomplete under --strict. Those of review:
    0 approve, 1 request changes, 2 as above, 3 needs judgement.
    """


def run(arguments: Sequence[str]) -> int:
    """Runs a command line, without the program's name, and gives its exit code. Raises SidestepError."""
    try:
        code = app(list(arguments), prog_name="sidestep", standalone_mode=False)
    except typer.TyperException as error:
        raise _usage(error) from None
    except SystemExit:  # how typer ends when nobody reads its help any more
        terminal.give_up_stdout()
        return UsageError.exit_code
    return code if isinstance(code, int) else 0


def _usage(error: typer.TyperException) -> UsageError:
    command = getattr(getattr(error, "ctx", None), "command_path", "sidestep")
    return UsageError(error.format_message(), hint=f"see {command} --help")
