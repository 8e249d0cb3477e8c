"""How judges agree with each other and with people: counted from the answers that are kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from linter.errors import ConfigError
from linter.judge.answers import read
from linter.judge.memory import Kept

UNUSABLE = "unusable"
VERDICTS = ("violation", "compliant", "uncertain", UNUSABLE)


class Asked(NamedTuple):
    """An answer that is kept: the finding it is about, the question, and what came back."""

    fingerprint: str
    question: str
    kept: Kept

    @property
    def verdict(self) -> str:
        """The verdict as the judge gave it; "unusable" where there is none."""
        answer = None if self.kept.cause else read(self.kept.text)
        return UNUSABLE if answer is None or isinstance(answer, str) else answer.verdict


class Row(NamedTuple):
    """One model: its verdicts by kind, the share of them that decide something, and its verdicts by people's labels.

    `confusion` counts pairs of label and verdict, for the questions whose finding has a label.
    """

    model: str
    verdicts: Mapping[str, int]
    coverage: float
    usd: float | None
    confusion: Mapping[tuple[str, str], int]


class Statistics(NamedTuple):
    """One row for each model. `shared` counts the questions that several models answered, and `alpha` is Krippendorff's
    over these; None where there is nothing to compare, or where what computes it is missing (`computed`)."""

    rows: tuple[Row, ...]
    shared: int
    alpha: float | None
    computed: bool


class Label(BaseModel):
    """What a person says of a finding: a line of a file of labels. A fingerprint may be cut short."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    fingerprint: Annotated[str, Field(pattern=r"^[0-9a-f]{6,64}$")]
    label: Literal["violation", "compliant"]


def read_labels(name: str, data: bytes) -> list[Label]:
    """The labels of a file with one JSON object a line. Raises ConfigError with the first line that is wrong."""
    labels: list[Label] = []
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), start=1):
        if line.strip():
            try:
                labels.append(Label.model_validate_json(line))
            except ValidationError as error:
                why = error.errors(include_url=False, include_input=False)[0]["msg"]
                hint = 'write one object a line: {"fingerprint": "…", "label": "violation"}, or "compliant"'
                raise ConfigError(f"this is no label: {why}", f"{name}:{number}", hint) from None
    return labels


def statistics(asked: Iterable[Asked], labels: Sequence[Label] = ()) -> Statistics:
    """What the answers amount to. Second views are questions of their own."""
    by_model: defaultdict[str, list[Asked]] = defaultdict(list)
    by_question: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for each in asked:
        by_model[each.kept.model].append(each)
        if each.verdict != UNUSABLE:
            by_question[each.question][each.kept.model] = each.verdict
    units = [list(each.values()) for _, each in sorted(by_question.items()) if len(each) > 1]
    rows = tuple(_row(model, by_model[model], labels) for model in sorted(by_model))
    try:
        return Statistics(rows, len(units), alpha(units), computed=True)
    except ImportError:
        return Statistics(rows, len(units), None, computed=False)


def alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Krippendorff's alpha for nominal data, as NLTK computes it; missing values are left out of their unit.

    Args:
        units: the values that each unit got. Those with fewer than two cannot be compared and do not count.

    Returns 1 for perfect agreement and 0 for what chance would give; None when all values are the same, or there are
    none, for then chance explains everything. Raises ImportError where NLTK, which is an extra, is not installed.
    """
    from nltk.metrics.agreement import AnnotationTask

    compared = [each for each in units if len(each) > 1]
    if len({value for values in compared for value in values}) < 2:
        return None
    ratings = ((f"c{coder}", unit, value) for unit, values in enumerate(compared) for coder, value in enumerate(values))
    return float(AnnotationTask(ratings).alpha())


def _row(model: str, asked: Sequence[Asked], labels: Sequence[Label]) -> Row:
    verdicts = Counter(each.verdict for each in asked)
    costs = [each.kept.usd for each in asked if each.kept.usd is not None]
    confusion = Counter(
        (label.label, each.verdict)
        for each in asked
        for label in labels
        if each.fingerprint.startswith(label.fingerprint)
    )
    return Row(
        model=model,
        verdicts={each: verdicts[each] for each in VERDICTS},
        coverage=(verdicts["violation"] + verdicts["compliant"]) / len(asked),
        usd=sum(costs) if costs else None,
        confusion=dict(sorted(confusion.items())),
    )
