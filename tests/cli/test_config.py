"""`sidestep config`: schema and show."""

from __future__ import annotations

import json
import re
import tomllib

import jsonschema
import pytest

from ..sources.scratch import Repository
from .conftest import Sidestep
from .runs import CLEAN
from .test_audit import OWN_RULE

_CONFIGURATION = """\
exclude = ["src/old/**"]
extend-sdk = ["acme-llm"]
[zones]
gates = ["src/harness/**", "acme.harness"]
sandbox = ["worker/**"]
migrated = ["src/services/**", "src/jobs.ts#run"]
[rules.sdk-http]
severity = "warning"
[rules.sdk-cli]
severity = "off"
"""


class TestSchema:
    @pytest.mark.usefixtures("repository")
    def test_it_accepts_what_the_loader_accepts(self, sidestep: Sidestep) -> None:
        schema = json.loads(sidestep("config", "schema").out)
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(tomllib.loads(_CONFIGURATION), schema)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"zone": {}}, schema)

    def test_it_knows_the_repository_s_own_rules(self, repository: Repository, sidestep: Sidestep) -> None:
        repository.write("lint/no-openai.toml", OWN_RULE)
        repository.write("sidestep.toml", 'rule-folders = ["lint"]\n')
        schema = json.loads(sidestep("config", "schema").out)
        assert {"no-openai", "sdk-direct", "suppressed"} <= set(schema["properties"]["rules"]["properties"])


class TestShow:
    @pytest.fixture(autouse=True)
    def _project(self, repository: Repository) -> None:
        repository.write("sidestep.toml", _CONFIGURATION)
        for path in ("src/harness/run.ts", "src/services/a.ts", "src/jobs.ts", "src/old/b.ts", "a.test.ts"):
            repository.write(path, CLEAN)

    def test_without_a_path_it_says_what_holds(self, repository: Repository, sidestep: Sidestep) -> None:
        lines = sidestep("config", "show").out.splitlines()
        assert lines[:3] == [
            f"root           {repository.root}",
            "configuration  sidestep.toml",
            "extend-sdk     acme-llm",
        ]
        # How wide the columns are depends on the longest rule there is.
        lines = [re.sub(" {2,}", "  ", each) for each in lines]
        assert "sdk-http  warning  rules.sdk-http.severity in sidestep.toml" in lines
        assert "sdk-cli  off  rules.sdk-cli.severity in sidestep.toml" in lines
        assert "sdk-direct  error  the rule's own severity" in lines

    @pytest.mark.parametrize(
        ("path", "line"),
        [
            ("src/harness/run.ts", 'zone           gate: "src/harness/**" in zones.gates'),
            ("worker/new.py", 'zone           sandbox: "worker/**" in zones.sandbox'),
            ("worker/new.py", "path           worker/new.py (not among the files of the tree)"),
            ("worker/new.py", "language       python"),
            ("src/services/a.ts", "zone           host: no zone names it"),
            ("src/services/a.ts", "migrated       yes, the whole file"),
            ("src/jobs.ts", "migrated       in part: run"),
            ("src/harness/run.ts", "migrated       no"),
            ("src/old/b.ts", 'excluded       "src/old/**" in exclude, so it is not linted'),
            ("a.test.ts", 'zone           tests: "**/*.test.*" in default tests'),
            ("sidestep.toml", "language       none that is read, so it is not linted"),
        ],
    )
    @pytest.mark.usefixtures("repository")
    def test_with_a_path_it_says_why(self, sidestep: Sidestep, path: str, line: str) -> None:
        assert line in sidestep("config", "show", path).out.splitlines()

    def test_paths_are_relative_to_the_working_directory(
        self, repository: Repository, sidestep: Sidestep, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(repository.root / "src")
        assert "path           src/jobs.ts\n" in sidestep("config", "show", "jobs.ts").out

    @pytest.mark.usefixtures("repository")
    def test_a_path_outside_is_an_error(self, sidestep: Sidestep) -> None:
        assert sidestep("config", "show", "../x.ts").code == 2

    def test_defaults_hold_without_a_configuration(self, repository: Repository, sidestep: Sidestep) -> None:
        (repository.root / "sidestep.toml").unlink()
        assert "configuration  none: the defaults hold\n" in sidestep("config", "show").out

    def test_pyproject_is_known_too(self, repository: Repository, sidestep: Sidestep) -> None:
        (repository.root / "sidestep.toml").unlink()
        repository.write("pyproject.toml", '[tool.sidestep]\nsdk = ["acme"]\n')
        out = sidestep("config", "show").out
        assert "configuration  pyproject.toml\n" in out
        assert "sdk            acme (in place of the default list)\n" in out

    def test_a_wrong_configuration_is_an_error(self, repository: Repository, sidestep: Sidestep) -> None:
        repository.write("sidestep.toml", "[zones]\ngate = []\n")
        result = sidestep("config", "show")
        assert result.code == 2
        assert 'sidestep.toml:2: zones.gate\n  hint: did you mean "gates"?\n' in result.err
