"""The folders that ship with sidestep. What an installation does is in `test_wheel`."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from linter import bundled

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("name", ["rules", "inoculations"])
def test_a_checkout_has_its_folders_beside_the_package(name: str) -> None:
    assert bundled.folder(name) == CHECKOUT / name


def test_the_copy_inside_the_package_wins(tmp_path: Path) -> None:
    """A `rules` folder that happens to lie in site-packages belongs to someone else."""
    inside = tmp_path / "linter" / "rules"
    inside.mkdir(parents=True)
    (tmp_path / "rules").mkdir()
    assert installed_in(tmp_path).folder("rules") == inside


def test_the_folder_is_found_through_a_link_to_the_package(tmp_path: Path) -> None:
    checkout, elsewhere = tmp_path / "checkout", tmp_path / "elsewhere"
    (checkout / "rules").mkdir(parents=True)
    (checkout / "linter").mkdir()
    elsewhere.mkdir()
    (elsewhere / "linter").symlink_to(checkout / "linter", target_is_directory=True)
    assert installed_in(elsewhere).folder("rules") == checkout / "rules"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "linter").mkdir()
    (tmp_path / "rules").write_text("not a folder")
    with pytest.raises(FileNotFoundError, match="no rules/"):
        installed_in(tmp_path).folder("rules")


def installed_in(place: Path) -> ModuleType:
    """`linter.bundled` as it is when the package lies in `place`."""
    source = place / "linter" / "bundled.py"
    source.write_bytes((CHECKOUT / "linter" / "bundled.py").read_bytes())
    spec = spec_from_file_location("bundled", source)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
