"""What an import of Python means in the file that writes it.

Roots are tried in this order: the folder the importer's topmost package lies in (a script's own folder), the
projects around it up to the tree's root, the folders above the importer (a run may start there), and other
projects of the tree. Standard modules win over all but the first. `.pyi` files do not count. A folder without
`__init__.py` never stands for a declared dependency of its name.
"""

from __future__ import annotations

import sys
from functools import cached_property

from linter.resolution.model import External, Local, Namespace, Resolution, Unresolved
from linter.resolution.paths import parent, upwards, within
from linter.resolution.python_roots import ProjectRoots, Root

_INIT = "__init__.py"


class PythonResolver:
    """Answers for one state of a project, and keeps every answer."""

    def __init__(self, files: frozenset[str], roots: ProjectRoots) -> None:
        self._files = files
        self._roots = roots
        self._searched: dict[tuple[str, str], Resolution] = {}
        self._holding: dict[str, tuple[Root, ...]] = {}
        self._roots_of: dict[str, tuple[Root, ...]] = {}

    def resolve(self, module: str, importer: str, level: int, name: str | None) -> Resolution:
        """The meaning of an import; see `ModuleResolver.python`."""
        folder = parent(importer)
        if level:
            answer = self._relative(module, folder, level)
        else:
            key = (module, folder)
            found = self._searched.get(key)
            answer = found if found is not None else self._searched.setdefault(key, self._absolute(module, folder))
        return answer if name is None or name == "*" else self._member(answer, module, folder, level, name)

    def _member(self, answer: Resolution, module: str, folder: str, level: int, name: str) -> Resolution:
        """`from module import name`, where the name may be a module of its own."""
        if isinstance(answer, Local):
            if not _is_init(answer.path):
                return answer
            inner = self._at(within(parent(answer.path), name))
            return Local(inner) if inner is not None else answer
        if isinstance(answer, Namespace):
            inner = self._at(within(answer.path, name))
            if inner is not None:
                return Local(inner)
            if within(answer.path, name) in self._folders:
                return Namespace(within(answer.path, name))
            return Unresolved(f"{answer.path or 'the root'} has no __init__.py and no module {name}")
        if isinstance(answer, External) and not level:
            submodule = self._absolute(f"{module}.{name}", folder)
            return submodule if isinstance(submodule, Local) else answer
        return answer

    def _relative(self, module: str, folder: str, level: int) -> Resolution:
        for _ in range(level - 1):
            if not folder:
                return Unresolved(f"{'.' * level}{module} leads out of the project")
            folder = parent(folder)
        path = within(folder, module.replace(".", "/"))
        hit = self._at(path) if module else self._init(path)
        if hit is not None:
            return Local(hit)
        if path in self._folders:
            return Namespace(path)
        return Unresolved(f"no module is at {path}")

    def _absolute(self, module: str, folder: str) -> Resolution:
        parts = module.split(".")
        if not all(parts):
            return Unresolved(f"{module!r} is no module name")
        roots = self._own_roots(folder)
        if parts[0] in sys.stdlib_module_names:
            answers = [self._from_root(root, parts) for root in roots[:1] if self._has(root, parts)]
            return answers[0] if answers else External(module)
        first = [root for root in roots if self._has(root, parts)]
        second = [root for root in roots if root not in first and self._spreads(root, parts)]
        answers = [self._from_root(root, parts) for root in first]
        # A folder that lacks the rest of the name is not the package meant.
        open_answers = (self._from_root(root, parts) for root in second)
        answers += [each for each in open_answers if not isinstance(each, Unresolved)]
        answers += self._from_other_projects(parts, roots)
        for kind in (Local, Unresolved):
            hit = next((each for each in answers if isinstance(each, kind)), None)
            if hit is not None:
                return hit
        return answers[0] if answers and len(parts) > 1 else External(module)

    def _own_roots(self, folder: str) -> tuple[Root, ...]:
        """The roots that hold for a folder whatever is imported, the script's own one first."""
        roots = self._roots_of.get(folder)
        if roots is None:
            start = folder
            while self._init(start) is not None and start:
                start = parent(start)
            known = list(dict.fromkeys([Root(start), *self._roots.around(folder)]))
            free = (each for each in upwards(start) if self._init(each) is None and Root(each) not in known)
            roots = (*known, *(Root(each, guessed=True) for each in free))
            self._roots_of[folder] = roots
        return roots

    def _from_other_projects(self, parts: list[str], own: tuple[Root, ...]) -> list[Resolution]:
        """What other projects offer; where several do, nothing tells which of them is meant."""
        holding = self._holding.get(parts[0])
        if holding is None:
            holding = tuple(root for root in self._roots.everywhere if self._may_have(root, parts[0]))
            self._holding[parts[0]] = holding
        others = (root for root in holding if root not in own and self._has(root, parts))
        hits = (self._from_root(root, parts) for root in others)
        files = sorted({each.path for each in hits if isinstance(each, Local)})
        if len(files) > 1:
            return [Unresolved(f"several projects of the tree have {'.'.join(parts)}: {', '.join(files)}")]
        return [Local(each) for each in files]

    def _may_have(self, root: Root, top: str) -> bool:
        """Whether any name that starts with `top` can be found in the root."""
        return root.package.partition(".")[0] == top if root.package else self._has(root, [top])

    def _has(self, root: Root, parts: list[str]) -> bool:
        """Whether the first part of a name is a module or a regular package of the root."""
        if root.package:
            return root.rest(parts) is not None
        if root.guessed and parts[0] in self._roots.dependencies:
            return False
        return self._at(within(root.folder, parts[0])) is not None

    def _spreads(self, root: Root, parts: list[str]) -> bool:
        """Whether the first part of a name is a folder of the root without `__init__.py`."""
        if root.package or parts[0] in self._roots.dependencies:
            return False
        return within(root.folder, parts[0]) in self._folders

    def _from_root(self, root: Root, parts: list[str]) -> Resolution:
        """What a dotted name leads to from a root that has its first part."""
        path = root.folder
        rest = root.rest(parts) or []
        for position, part in enumerate(rest):
            path = within(path, part)
            hit = self._at(path)
            if hit is None and path not in self._folders:
                return Unresolved(f"the project's own {parts[0]} holds no {'.'.join(parts)}")
            if hit is not None and not _is_init(hit) and position < len(rest) - 1:
                return Unresolved(f"{hit} is a module, so it holds no {'.'.join(parts)}")
        hit = self._at(path) if rest else self._init(path)
        return Local(hit) if hit is not None else Namespace(path)

    def _at(self, path: str) -> str | None:
        """The file of a module: a package's `__init__.py` before a module beside it, as Python has it."""
        return self._init(path) or (f"{path}.py" if f"{path}.py" in self._files else None)

    def _init(self, folder: str) -> str | None:
        path = within(folder, _INIT)
        return path if path in self._files else None

    @cached_property
    def _folders(self) -> frozenset[str]:
        """The folders with Python files in them or below."""
        holding = {parent(path) for path in self._files if path.endswith(".py")}
        return frozenset(each for folder in holding for each in upwards(folder))


def _is_init(path: str) -> bool:
    return path == _INIT or path.endswith("/" + _INIT)
