"""What a change edits of what it is judged by: rules, zones, lists, comments, the baseline, other linters.

The review goes by the base. Here the head's own settings are read to see which violations they would hide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from linter.baseline import DEFAULT_FILE, Baseline, entry_of, parse
from linter.capability import NPM, PYPI, Ecosystem
from linter.config import LoadedConfig
from linter.config.names import SHARED_FILE
from linter.config.toml_lines import KeyPath, key_lines
from linter.errors import ConfigError
from linter.findings import Evidence, Place, Severity
from linter.review.difference import Difference
from linter.review.foreign import Silencer, comments_in, is_configuration, overrides_in
from linter.review.sites import Site
from linter.sources import Changes, Tree
from linter.suppressions import Suppression
from linter.workspace import Workspace
from linter.zones import Zone

_WEIGHTS = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}
_OFF = -1
_ECOSYSTEMS: Mapping[str, Ecosystem] = {NPM: NPM, PYPI: PYPI}
_FIRST = "the base has no configuration: this change brings the first one"


class Edit(NamedTuple):
    """Something that silences violations: where it stands, of which kind it is, and a sentence about it."""

    kind: str
    path: str
    line: int
    text: str
    says: str
    reasons: tuple[str, ...] = ()

    def evidence(self) -> Evidence:
        """The edit as evidence for the rule about suppressions."""
        return Evidence(
            place=Place(self.path, self.line, 1, self.line, max(len(self.text), 1) + 1),
            symbol="",
            framing="silenced-lint",
            sink=f"suppression:{self.kind}",
            vendor="",
            message=self.says,
            reasons=self.reasons,
            snippet=self.text,
        )


class Edits:
    """The edits of a change to what it is judged by.

    Args:
        base: the workspace that the review goes by.
        head: the head's files under its own configuration; None where that is wrong.
        after: the head's files.
        suppressions: the comments of the head by which findings are silenced.
    """

    def __init__(
        self,
        base: Workspace,
        head: Workspace | None,
        after: Tree,
        changes: Changes,
        difference: Difference,
        suppressions: Sequence[Suppression],
    ) -> None:
        self._base = base
        self._head = head
        self._after = after
        self._suppressions = suppressions
        self._new_entries = known_in(after).entries - known_in(base.tree).entries
        self._texts: dict[str, list[str]] = {}
        self._lines: dict[str, Mapping[KeyPath, int]] = {}
        changed = (*changes.added, *changes.modified)
        self._comments = [each for path in changed for each in comments_in(path, difference.added(path))]
        self._overrides = [
            each
            for path in changed
            if is_configuration(path)
            for each in overrides_in(path, difference.added(path), difference.removed(path))
        ]

    def silencing(self, site: Site) -> Edit | None:
        """What hides a violation of the head, if anything does."""
        return next(self._all_silencing(site), None)

    def _all_silencing(self, site: Site) -> Iterator[Edit]:
        if site.silenced:
            yield from self._by_comment(site)
        if self._head is not None:
            yield from self._by_rule(site.rule, self._head)
            yield from self._by_zone(site, self._head)
            yield from self._by_sdk_list(site, self._head)
        yield from self._by_baseline(site)
        yield from self._by_other_linter(site)

    def switched_off(self) -> Iterator[Edit]:
        """Rules that weigh less in the head than in the base, whatever they would find."""
        if self._head is not None:
            for rule in self._base.rules:
                yield from self._by_rule(rule.id, self._head)

    # --- comments and the baseline ---

    def _by_comment(self, site: Site) -> Iterator[Edit]:
        for each in self._suppressions:
            if each.path == site.finding.place.path and each.silences(site.finding):
                says = f"this change adds a comment that silences {each.rule} here: {each.reason}"
                yield Edit("suppression-added", each.path, each.line, self._text(each.path, each.line), says)

    def _by_baseline(self, site: Site) -> Iterator[Edit]:
        entry = entry_of(site.finding)
        if entry in self._new_entries:
            lines = self._all_lines(DEFAULT_FILE)
            line = next((n for n, text in enumerate(lines, start=1) if entry.fingerprint in text), 1)
            says = f"this change puts a finding of {entry.rule} in {entry.path} into the baseline"
            yield Edit("baseline-grown", DEFAULT_FILE, line, self._text(DEFAULT_FILE, line), says)

    # --- the configuration ---

    def _by_rule(self, rule: str, head: Workspace) -> Iterator[Edit]:
        before = next((_WEIGHTS[each.severity] for each in self._base.rules if each.id == rule), _OFF)
        after = next((_WEIGHTS[each.severity] for each in head.rules if each.id == rule), _OFF)
        if after >= before:
            return
        if rule not in head.book.rules:
            yield self._config("rule-removed", ("rule-folders",), f"this change takes the rule {rule} away")
        elif after == _OFF:
            yield self._config("rule-switched-off", ("rules", rule), f"this change switches the rule {rule} off")
        else:
            yield self._config("severity-lowered", ("rules", rule), f"this change makes the rule {rule} weigh less")

    def _by_zone(self, site: Site, head: Workspace) -> Iterator[Edit]:
        path = site.finding.place.path
        before, after = self._base.zones.of(path), head.zones.explain(path)
        # The head's zones decide about a file that the base does not have, too: its configuration made them.
        if after.zone is not before and after.zone is not Zone.HOST and before is Zone.HOST:
            says = f"this change makes {path} a part of the zone {after.zone}, so that {site.rule} is not looked for"
            yield self._config("zone-widened", self._entry(after.source, after.pattern, head), says)
        pattern = head.excluded.first(path)
        if pattern is not None and not self._base.excluded.matches(path):
            says = f"this change excludes {path} from what is linted"
            yield self._config("file-excluded", self._entry("exclude", pattern, head), says)
        if self._base.zones.migrated(path) and not head.zones.migrated(path) and after.zone is Zone.HOST:
            says = f"{path} is no longer declared migrated"
            yield self._config("zone-widened", ("zones", "migrated"), says)

    def _by_sdk_list(self, site: Site, head: Workspace) -> Iterator[Edit]:
        ecosystem, _, module = site.sink.partition(":")
        kind = _ECOSYSTEMS.get(ecosystem)
        if kind is None or head.config.sdk == self._base.config.sdk:
            return
        name = module.partition(" ")[0]
        if not any(each.module(name, kind) for each in head.capabilities.values()):
            yield self._config("sdk-list-narrowed", ("sdk",), f"this change takes {name} off the list of SDKs")

    def _entry(self, source: str, pattern: str | None, head: Workspace) -> KeyPath:
        """Where in the configuration an entry of a list stands."""
        keys: KeyPath = tuple(source.split(".")) if " " not in source else ("zones", "tests")
        listed: Iterable[str] = head.config.exclude
        if keys[0] == "zones":
            listed = getattr(head.config.zones, str(keys[-1]), ())
        return (*keys, next((number for number, each in enumerate(listed) if each == pattern), 0))

    def _config(self, kind: str, keys: KeyPath, says: str) -> Edit:
        path = self._config_path()
        line = self._config_line(path, keys)
        reasons = (_FIRST,) if self._base.loaded.path is None else ()
        return Edit(kind, path, line, self._text(path, line), says, reasons)

    def _config_path(self) -> str:
        loaded: LoadedConfig | None = self._head.loaded if self._head is not None else None
        if loaded is not None and loaded.path is not None:
            return loaded.path
        return self._base.loaded.path or SHARED_FILE

    def _config_line(self, path: str, keys: KeyPath) -> int:
        if path not in self._lines:
            data = self._after.read(path) if self._after.has(path) else None
            self._lines[path] = key_lines(data.decode("utf-8", "replace")) if data is not None else {}
        root: KeyPath = ("tool", "sidestep") if path == SHARED_FILE else ()
        whole = (*root, *keys)
        known = self._lines[path]
        return next((known[whole[:length]] for length in range(len(whole), 0, -1) if whole[:length] in known), 1)

    # --- other linters ---

    def _by_other_linter(self, site: Site) -> Iterator[Edit]:
        place = site.finding.place
        near = [each for each in self._comments if each.path == place.path and each.covers(place.line)]
        for each in near:
            yield self._other(each, "this change silences another linter's rule at a violation")
        if not near:
            for each in self._overrides:
                yield self._other(each, "this change switches off another linter's rule against the same thing")

    def _other(self, silencer: Silencer, says: str) -> Edit:
        return Edit("silenced-lint", silencer.path, silencer.line, silencer.text, says)

    # --- texts ---

    def _text(self, path: str, line: int) -> str:
        lines = self._all_lines(path)
        return lines[line - 1] if 0 < line <= len(lines) else ""

    def _all_lines(self, path: str) -> list[str]:
        if path not in self._texts:
            data = self._after.read(path) if self._after.has(path) else None
            self._texts[path] = data.decode("utf-8", "replace").splitlines() if data is not None else []
        return self._texts[path]


def known_in(tree: Tree) -> Baseline:
    """The baseline of a state; an empty one where there is none, or none that can be read."""
    data = tree.read(DEFAULT_FILE) if tree.has(DEFAULT_FILE) else None
    if data is None:
        return Baseline()
    try:
        return parse(data, DEFAULT_FILE)
    except ConfigError:
        return Baseline()
