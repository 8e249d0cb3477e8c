"""Which files are read for the closed sets of fields, told from their bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from linter.capability import PYPI
from linter.checks.closed_sets.evidence import Vocabulary
from linter.checks.closed_sets.heads import Heads
from linter.checks.closed_sets.leading import leading
from linter.checks.closed_sets.libraries import Library
from linter.checks.closed_sets.names import Names, Whole
from linter.checks.closed_sets.peeling import is_python
from linter.checks.closed_sets.signs import ENOUGH, Scanner, Signs
from linter.checks.closed_sets.wording import words_in
from linter.checks.context import Context
from linter.shapes import Brought, Span
from linter.zones import Zone

_NOWHERE = Span(0, 0)


class Chooser:
    """Chooses files.

    Args:
        context: the run's.
        libraries: what makes schemas.
        scanner: finds the signs of files.
        names: says which file an import means.
        vocabulary: parts of names that say nothing of what is named.
        free_names: last words of the names of fields that hold free text.
        discriminators: names of fields by which the records of a union are told apart.
        listed: names of fields whose values files of other kinds list.
    """

    def __init__(
        self,
        context: Context,
        libraries: Sequence[Library],
        scanner: Scanner,
        names: Names,
        vocabulary: Vocabulary,
        free_names: Collection[str],
        discriminators: Collection[str],
        listed: frozenset[str],
    ) -> None:
        self._context = context
        self._libraries = libraries
        self._scanner = scanner
        self._names = names
        self._vocabulary = vocabulary
        self._free_names = frozenset(free_names)
        self._discriminators = frozenset(discriminators)
        self._listed = listed
        self._signs: dict[str, Signs] = {}
        self._roots: dict[str, tuple[str, ...]] = {}
        self._words: dict[str, tuple[tuple[str, ...], ...]] = {}
        self._defining: dict[tuple[str, str], frozenset[Signs]] = {}

    # --- schemas ---

    def schema_files(self) -> dict[str, tuple[int, ...]]:
        """The audited files, of every zone but tests, that may describe a record with a field of a closed set.

        Each with the places in its functions that may matter.
        """
        chosen = sorted(path for path in self._describing() if self._promises(path, self._scan(path)))
        return {path: self._scan(path).spots(self._scan(path).fields) for path in chosen}

    def _describing(self) -> Iterator[str]:
        """The files whose bytes say that they may describe records."""
        zones, content = self._context.zones, self._context.reading.content
        paths = [each for each in sorted(self._context.audited) if zones.of(each) is not Zone.TESTS]
        scripts = _script_words(self._libraries)
        for path in paths:
            if not is_python(path) and all(any(word in content(path) for word in words) for words in scripts):
                yield path
        classes = {path: data for path in paths if is_python(path) and b"class " in (data := content(path))}
        heads = Heads(self._libraries, classes, self._is_of_project)
        yield from (path for path, data in classes.items() if b"str" in data and heads.may_describe(path))

    def _is_of_project(self, path: str, name: str) -> bool:
        """Whether a name is imported from a file of the project."""
        return self._target(path, name, self._scan(path).imported.get(name)) is not None

    def _target(self, path: str, name: str, module: str | None) -> str | None:
        """The file of the project that a name is imported from; None for packages."""
        if module is None:
            return None
        specifier = module.lstrip(".") if is_python(path) else module
        level = len(module) - len(specifier)
        target = self._names.module(path, Brought(name, specifier, name, level, _NOWHERE))
        return target.path if isinstance(target, Whole) else None

    def _scan(self, path: str) -> Signs:
        if path not in self._signs:
            data = self._context.reading.content(path)
            self._signs[path] = self._scanner.scan(data, is_python=is_python(path))
        return self._signs[path]

    def _promises(self, path: str, signs: Signs) -> bool:
        """Whether something in a file, or in one that imports it, may show the values of one of its fields."""
        if not signs.fields:
            return False
        if signs.fields & self._listed or (signs.joins and signs.fields & self._discriminators) or signs.speaks:
            return True
        return self.has_types(path) or self.has_set(path) or self._is_asked_about(path, signs)

    def has_types(self, path: str) -> bool:
        """Whether a record of a file, or one that is imported there, may have a field whose type is a closed set."""
        signs = self._scan(path)
        typed = (each for each in signs.fields if each in signs.typed)
        return any(self._is_typed(path, each, signs) for each in typed) or self._has_namesake(path, signs)

    def _is_typed(self, path: str, name: str, signs: Signs) -> bool:
        """Whether something of a field's name has a type that may be a closed set."""
        kinds, imported = signs.typed[name], signs.imported
        return "" in kinds or any(
            each in signs.sets or self._may_bring(path, each, imported.get(each)) for each in kinds
        )

    def has_set(self, path: str) -> bool:
        """Whether a set in a file, or imported there, is called like a field, perhaps with its record in front."""
        signs = self._scan(path)
        wanted = {words for each in signs.fields if not self._is_free_name(each) for words in self._spelled(each)}
        lengths = {len(each) for each in wanted}
        hosts: set[frozenset[str]] = set()

        def goes_with(before: tuple[str, ...]) -> bool:
            if before and not hosts:
                hosts.update(frozenset(self._root(each)) for each in signs.hosts)
            return not before or any(each.issuperset(before) for each in hosts)

        def fits(name: str) -> bool:
            return any(
                words[-length:] in wanted and goes_with(words[:-length])
                for words in self._spelled(name)
                for length in lengths
            )

        return any(fits(each) for each in signs.sets) or any(
            fits(each) and self._may_bring(path, each, module) for each, module in signs.imported.items()
        )

    def _spelled(self, name: str) -> tuple[tuple[str, ...], ...]:
        if name not in self._words:
            self._words[name] = (words_in(name), self._vocabulary.bare_words(name))
        return self._words[name]

    def _has_namesake(self, path: str, signs: Signs) -> bool:
        """Whether a record is imported that is called like one of the file, and has a field of the same name."""
        theirs = [name for name in signs.imported if self._may_be_record(name)]
        own = {self._root(each) for each in signs.hosts} if theirs else set()
        return any(
            not signs.fields.isdisjoint(each.typed)
            for name in theirs
            if self._root(name) in own
            for each in self._definers(path, name, signs.imported[name])
        )

    def _root(self, name: str) -> tuple[str, ...]:
        if name not in self._roots:
            self._roots[name] = self._vocabulary.root(name)
        return self._roots[name]

    def _may_be_record(self, name: str) -> bool:
        """Whether a name looks like that of a type, or of a schema."""
        return name[:1].isupper() or (words_in(name) or ("",))[-1] in self._vocabulary.entity_affixes

    def _may_bring(self, path: str, name: str, module: str | None) -> bool:
        """Whether a name of a module may be a closed set."""
        return any(name in each.sets for each in self._definers(path, name, module))

    def _definers(self, path: str, name: str, module: str | None) -> frozenset[Signs]:
        """The signs of the files that define a name of a module: those that it names, or others behind them."""
        target = self._target(path, name, module)
        if target is None:
            return frozenset()
        key = (target, name)
        if key not in self._defining:
            # Files may hand on each other's names in a ring.
            self._defining[key] = frozenset()
            signs = self._scan(target)
            if signs.has_any((name,)) and name in signs.defined:
                self._defining[key] = frozenset({signs})
            else:
                found = (self._definers(target, name, each) for each in sorted(signs.behind(name)))
                self._defining[key] = next((each for each in found if each), frozenset())
        return self._defining[key]

    def _is_asked_about(self, path: str, signs: Signs) -> bool:
        """Whether a file, and those that import it, may show the values of one of its fields by what they ask."""
        fields = [each for each in signs.fields if not self._is_free_name(each)]
        asked = Counter({each: signs.asked[each] + signs.gives for each in fields})
        if any(count >= ENOUGH for count in asked.values()):
            return True
        for importer in self._context.reading.import_graph().importers(path) if fields else ():
            theirs = self._scan(importer)
            if theirs.reads and not signs.defined.isdisjoint(theirs.reads):
                return True
            if theirs.has_any(fields):
                asked.update({each: theirs.asked[each] for each in fields if each in theirs.asked})
                if any(count >= ENOUGH for count in asked.values()):
                    return True
        return False

    def _is_free_name(self, name: str) -> bool:
        """Whether a name is that of free text, with and without the words that only say what is named."""
        return all(words[-1:] and words[-1] in self._free_names for words in self._spelled(name))

    # --- users ---

    def users(self, fields: Mapping[str, Collection[tuple[str, int]]]) -> dict[str, tuple[int, ...]]:
        """The files that import what leads to a field, and whose bytes ask for its values.

        Args:
            fields: the names of the fields of each file with schemas, and where they stand.

        Returns:
            The files, sorted, each with the places in its functions that may matter.
        """
        if not fields:
            # Who imports whom is told from all files of the tree.
            return {}
        graph = self._context.reading.import_graph()
        found: dict[str, set[str]] = {}
        for path, here in fields.items():
            names = {name for name, _ in here}
            asking = {each: self._asked_by(path, each, names) for each in graph.importers(path)}
            if any(asking.values()):
                leads = leading(self._context.reading.content(path), self._scan(path).tops, here)
                for each, asked in asking.items():
                    if asked and self._is_led(each, asked, leads):
                        found.setdefault(each, set()).update(asked)
        return {path: self._scan(path).spots(found[path]) for path in sorted(found)}

    def _asked_by(self, path: str, importer: str, names: Collection[str]) -> frozenset[str]:
        """The fields that an importer asks for; all of them where it reads values by a schema."""
        theirs = self._scan(importer)
        if theirs.reads and not self._scan(path).defined.isdisjoint(theirs.reads):
            return frozenset(names)
        asked = (each for each in theirs.asked if each in names)
        return frozenset(each for each in asked if not self._is_free_name(each) or theirs.refuses_others(each))

    def _is_led(self, importer: str, asked: Collection[str], leads: Mapping[str, frozenset[str]]) -> bool:
        """Whether a file imports something that leads to one of these fields, as far as it says what it imports."""
        brought = self._scan(importer).imported
        if self._scan(importer).brings_all or not leads.get("", frozenset()).isdisjoint(asked):
            return True
        return any(not leads[each].isdisjoint(asked) for each in brought if each in leads)


def _script_words(libraries: Iterable[Library]) -> tuple[Sequence[bytes], ...]:
    """Words of which the bytes of a script with schemas have one of each group."""
    of_kind = [each for each in libraries if each.ecosystem != PYPI]
    heads = (module.rstrip("/") for each in of_kind for module in each.modules)
    texts = (f"{name.rpartition('.')[2]}(" for each in of_kind for name in each.text)
    return _shortest(texts), _shortest(heads)


def _shortest(words: Iterable[str]) -> Sequence[bytes]:
    """The words without those that have another one in them."""
    known = sorted(set(words))
    return [each.encode() for each in known if not any(other != each and other in each for other in known)]
