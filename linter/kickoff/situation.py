"""What a kickoff, the files it names and the project say together: what texts are chosen by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linter.documents import Comparison, Kickoff, Plan, compare
from linter.globs import compile_globs
from linter.kickoff.inventory import Reached
from linter.kickoff.naming import Meant, meant
from linter.kickoff.opening import Project
from linter.kickoff.surroundings import ClosedSet
from linter.kickoff.tasks import Task, tasks_of
from linter.languages import language_of
from linter.texts import When
from linter.zones import Zone

_SCRIPT = "typescript"


@dataclass(frozen=True, slots=True)
class Situation:
    """A kickoff in its project.

    Args:
        kickoff: what it says.
        meant: the files that it names.
        reached: the calls that these files reach.
        closed: fields in them with a closed set that are declared more openly.
        classes: what kinds of work it is; beside those of `Task`, one that the operator gives.
        plan: how a plan differs; None without a plan.
    """

    project: Project
    kickoff: Kickoff
    meant: Meant
    reached: tuple[Reached, ...]
    closed: tuple[ClosedSet, ...]
    classes: tuple[str, ...]
    plan: Comparison | None = None

    @property
    def is_migration(self) -> bool:
        return Task.SDK_MIGRATION in self.classes

    @property
    def is_schema(self) -> bool:
        return Task.SCHEMA in self.classes

    def fits(self, when: When) -> bool:
        """Whether every condition of a text holds."""
        return (
            _one_of(when.sinks, self._sinks())
            and _one_of(when.reach, self._reach())
            and _one_of(when.zones, self._zones())
            and _one_of(when.schemas, self._schemas())
            and _one_of(when.plan, {"given"} if self.plan is not None else set())
            and _one_of(when.scope, {"exclusive"} if self.kickoff.exclusive else set())
            and self.speaks(when)
            and (not when.text or self._says(when.text))
            and (not when.content or self._holds(when.content))
        )

    def speaks(self, when: When) -> bool:
        """Whether the languages and paths of a text are among the named files."""
        if when.paths:
            matcher = compile_globs(when.paths)
            if not any(matcher.matches(each) for each in self.meant.paths):
                return False
        return _one_of(when.languages, self._languages())

    def _sinks(self) -> set[str]:
        return {kind_of(each.call.sink) for each in self.reached}

    def _reach(self) -> set[str]:
        found = {"in-file" if each.in_file else "callee" for each in self.reached}
        if len(self.reached) > 1:
            found.add("several")
        if not all(each.certain for each in self.reached):
            found.add("ambiguous")
        if found and self._elsewhere():
            found.add("elsewhere")
        if any(edge.loose for each in self.reached for edge in each.way):
            found.add("handed-in")
        return found

    def _elsewhere(self) -> bool:
        """Whether host code that is not named makes such calls: work can be handed to it."""
        zones, named = self.project.workspace.zones, set(self.meant.paths)
        return any(each.path not in named and zones.of(each.path) is Zone.HOST for each in self.project.known.calls)

    def _zones(self) -> set[str]:
        return {zone.value for zone in (Zone.GATE, Zone.SANDBOX) if self.project.has_zone(zone)}

    def _schemas(self) -> set[str]:
        return ({"field"} if self.closed else set()) | ({"task"} if self.is_schema else set())

    def _languages(self) -> set[str]:
        found = set()
        for path in self.meant.paths:
            language = language_of(path)
            if language is not None:
                found.add(language.NAME)
        # To a text, both are one language: what fits one of them fits the other.
        return found | ({_SCRIPT, "javascript"} if found & {_SCRIPT, "javascript"} else set())

    def _says(self, words: Sequence[str]) -> bool:
        return any(word in each.text.lower() for each in self.kickoff.prose for word in words)

    def _holds(self, words: Sequence[str]) -> bool:
        wanted = [each.encode() for each in words]
        contents = (self.project.content(each) for each in self.meant.paths if language_of(each) is not None)
        return any(each in content for content in contents for each in wanted)


def _one_of(wanted: Sequence[str], there: set[str]) -> bool:
    return not wanted or not there.isdisjoint(wanted)


def kind_of(sink: str) -> str:
    """Of which kind a sink is: "sdk", "http" or "cli"."""
    kind = sink.partition(":")[0]
    return kind if kind in ("http", "cli") else "sdk"


def situation(project: Project, kickoff: Kickoff, plan: Plan | None = None, task: str | None = None) -> Situation:
    """The situation of a kickoff; `task` is its class, where the operator gives it."""
    files = meant(kickoff, project.paths(), project.root)
    named = frozenset(files.paths)
    # Whoever names a gate, the sandbox or tests asks nothing of the code there.
    hosts = [each for each in files.paths if project.workspace.zones.of(each) is Zone.HOST]
    reached = project.inventory.reached(hosts, files.only)
    closed = tuple(each for each in project.known.closed if each.path in named)
    told = tasks_of(kickoff, files.paths, reaches=bool(reached), closed=bool(closed), ways=project.ways())
    classes = (task,) if task else told
    begin = {each.way[0].path if each.way else each.call.path for each in reached}
    compared = compare(kickoff, plan, holding=begin & named) if plan is not None else None
    return Situation(project, kickoff, files, reached, closed, classes, compared)
