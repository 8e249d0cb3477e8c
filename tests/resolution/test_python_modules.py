"""Python imports: roots, packages, namespace packages, and what hides what."""

from __future__ import annotations

import pytest

from linter.resolution import External, Namespace, Problem, Unresolved

from .files import over, python


def test_absolute_imports_from_the_root() -> None:
    resolver = over({}, "acme/__init__.py", "acme/core/__init__.py", "acme/core/run.py", "main.py")
    assert python(resolver, "acme", "main.py") == "acme/__init__.py"
    assert python(resolver, "acme.core.run", "main.py") == "acme/core/run.py"
    assert python(resolver, "acme.core", "acme/other.py") == "acme/core/__init__.py"
    assert isinstance(resolver.python("acme.gone", "main.py"), Unresolved)
    assert isinstance(resolver.python("acme.core.run.deep", "main.py"), Unresolved)
    assert python(resolver, "openai.types", "main.py") == External("openai.types")


@pytest.mark.parametrize(
    ("module", "level", "name", "expected"),
    [
        ("", 1, "b", "acme/b.py"),
        ("", 1, "VALUE", "acme/__init__.py"),
        ("", 1, "*", "acme/__init__.py"),
        ("b", 1, None, "acme/b.py"),
        ("b", 1, "f", "acme/b.py"),
        ("sub", 1, "c", "acme/sub/c.py"),
        ("sub", 1, "thing", "acme/sub/__init__.py"),
        ("", 2, "acme", "acme/__init__.py"),
    ],
)
def test_relative_imports(module: str, level: int, name: str | None, expected: str) -> None:
    names = ["acme/__init__.py", "acme/a.py", "acme/b.py", "acme/sub/__init__.py", "acme/sub/c.py"]
    assert python(over({}, *names), module, "acme/a.py", level, name) == expected


def test_relative_imports_that_lead_nowhere() -> None:
    resolver = over({}, "acme/__init__.py", "acme/a.py")
    assert resolver.python("gone", "acme/a.py", 1) == Unresolved("no module is at acme/gone")
    assert resolver.python("x", "acme/a.py", 4) == Unresolved("....x leads out of the project")


@pytest.mark.parametrize(
    ("files", "where"),
    [
        ({"pyproject.toml": ""}, "src/acme"),
        ({"setup.py": "setup(package_dir={'': 'code'})"}, "code/acme"),
        ({"setup.py": "setup(packages=find_packages('code'))"}, "code/acme"),
        ({"setup.cfg": "[options]\npackage_dir =\n    = code\n"}, "code/acme"),
        ({"setup.cfg": "[options.packages.find]\nwhere = code\n"}, "code/acme"),
        ({"pyproject.toml": '[tool.setuptools.package-dir]\n"" = "code"'}, "code/acme"),
        ({"pyproject.toml": '[tool.setuptools.package-dir]\nacme = "code/impl"'}, "code/impl"),
        ({"pyproject.toml": '[tool.setuptools.packages.find]\nwhere = ["code"]'}, "code/acme"),
        ({"pyproject.toml": '[tool.poetry]\npackages = [{include = "acme", from = "code"}]'}, "code/acme"),
        ({"pyproject.toml": '[tool.hatch.build.targets.wheel]\npackages = ["code/acme"]'}, "code/acme"),
        ({"pyproject.toml": '[tool.pytest.ini_options]\npythonpath = "code"'}, "code/acme"),
        ({"pyproject.toml": '[tool.uv.build-backend]\nmodule-root = "code"'}, "code/acme"),
    ],
)
@pytest.mark.parametrize("project", ["", "services/api/"])
def test_roots_of_projects(files: dict[str, str], where: str, project: str) -> None:
    placed = {project + path: text for path, text in files.items()}
    names = [f"{project}{where}/__init__.py", f"{project}{where}/run.py", f"{project}tests/test_a.py"]
    resolver = over(placed, *names)
    assert python(resolver, "acme.run", f"{project}tests/test_a.py") == f"{project}{where}/run.py"
    assert python(resolver, "acme", f"{project}tests/test_a.py") == f"{project}{where}/__init__.py"


def test_projects_see_one_another_where_only_one_is_meant() -> None:
    names = ["a/pyproject.toml", "a/src/one/__init__.py", "b/pyproject.toml", "b/src/two/__init__.py"]
    resolver = over({}, *names, "a/src/shared/__init__.py", "b/src/shared/__init__.py", "tool.py")
    assert python(resolver, "one", "b/src/two/m.py") == "a/src/one/__init__.py"
    assert python(resolver, "shared", "b/src/two/m.py") == "b/src/shared/__init__.py"
    assert isinstance(resolver.python("shared", "tool.py"), Unresolved)


def test_a_script_sees_its_own_folder_and_a_module_of_a_package_does_not() -> None:
    names = ["scripts/run.py", "scripts/openai.py", "pkg/__init__.py", "pkg/run.py", "pkg/openai.py"]
    resolver = over({}, *names)
    assert python(resolver, "openai", "scripts/run.py") == "scripts/openai.py"
    assert python(resolver, "openai", "pkg/run.py") == External("openai")


def test_a_package_in_a_root_hides_the_one_outside() -> None:
    resolver = over({"pyproject.toml": '[project]\ndependencies = ["openai>=1"]'}, "openai/__init__.py", "a/b.py")
    assert python(resolver, "openai", "a/b.py") == "openai/__init__.py"


def test_a_folder_does_not_hide_a_package() -> None:
    """Folders of examples are often called like the SDK that they show."""
    names = ["examples/openai/chat.py", "examples/openai/types.py", "examples/openai/main.py"]
    resolver = over({"requirements-dev.txt": "openai==1.0  # sdk\n-r other.txt"}, *names)
    for name in (None, "OpenAI", "types"):
        assert python(resolver, "openai", "examples/openai/main.py", 0, name) == External("openai")
    assert python(resolver, "openai.types", "examples/openai/main.py") == External("openai.types")


def test_namespace_packages() -> None:
    names = ["src/acme/tools/run.py", "src/acme/web/__init__.py", "main.py", "pyproject.toml"]
    resolver = over({}, *names)
    assert python(resolver, "acme.tools.run", "main.py") == "src/acme/tools/run.py"
    assert python(resolver, "acme.tools", "main.py", 0, "run") == "src/acme/tools/run.py"
    assert python(resolver, "acme", "main.py", 0, "web") == "src/acme/web/__init__.py"
    assert python(resolver, "acme.tools", "main.py") == Namespace("src/acme/tools")
    assert python(resolver, "acme", "main.py") == External("acme")
    assert python(resolver, "", "src/acme/web/x.py", 2, "tools") == Namespace("src/acme/tools")
    assert isinstance(resolver.python("", "src/acme/tools/run.py", 1, "gone"), Unresolved)


def test_a_regular_package_wins_over_an_earlier_folder() -> None:
    names = ["tests/acme/helper.py", "tests/test_a.py", "src/acme/__init__.py", "src/acme/helper.py"]
    assert python(over({}, *names), "acme.helper", "tests/test_a.py") == "src/acme/helper.py"


def test_a_package_wins_over_a_module_beside_it_and_stubs_do_not_count() -> None:
    resolver = over({}, "a/__init__.py", "a.py", "b.pyi", "m.py")
    assert python(resolver, "a", "m.py") == "a/__init__.py"
    assert python(resolver, "b", "m.py") == External("b")


def test_code_that_runs_from_a_folder_above() -> None:
    resolver = over({}, "backend/app/main.py", "backend/app/api/routes.py")
    assert python(resolver, "app.api.routes", "backend/app/main.py") == "backend/app/api/routes.py"


def test_the_standard_library_is_hidden_by_a_script_s_folder_only() -> None:
    resolver = over({}, "app/__init__.py", "logging/__init__.py", "app/a.py", "app/json.py", "x/json.py", "x/a.py")
    assert python(resolver, "logging", "x/a.py") == External("logging")
    assert python(resolver, "json", "app/a.py") == External("json")
    assert python(resolver, "json", "x/a.py") == "x/json.py"


@pytest.mark.parametrize(
    ("path", "text", "why"),
    [
        ("pyproject.toml", "[tool", "is not valid TOML"),
        ("pyproject.toml", b"\xff\xfe", "is not valid TOML"),
        ("setup.cfg", "no section", "is not valid"),
    ],
)
def test_broken_project_files_are_problems(path: str, text: str | bytes, why: str) -> None:
    resolver = over({path: text}, "src/acme.py", "m.py")
    assert python(resolver, "acme", "m.py") == "src/acme.py"
    (problem,) = resolver.problems
    assert isinstance(problem, Problem)
    assert (problem.path, problem.why.startswith(why)) == (path, True)


@pytest.mark.parametrize("module", ["", ".", "a..b", "a/b", "\0", "ä", "a" * 5_000, ".".join("a" * 2_000)])
def test_odd_names_have_an_answer(module: str) -> None:
    resolver = over({}, "a/__init__.py", "m.py")
    for level in (0, 1, 50):
        assert resolver.python(module, "m.py", level, "x") is not None
