"""What is built, and what an installation of it finds, with the checkout out of the way."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
SHIPPED = ("rules", "inoculations")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the unpacked source distribution as an index's users would."""
    place = tmp_path_factory.mktemp("built")
    run_in(place, ["-m", "tarfile", "--extract", str(build("sdist", CHECKOUT, place))])
    return build("wheel", next(path for path in place.iterdir() if path.is_dir()), place)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with sidestep in it, without its dependencies."""
    return install(wheel, tmp_path_factory.mktemp("installed"))


def test_the_wheel_holds_the_package_and_what_ships_with_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    package = {f"linter/{path}" for path in files_in(CHECKOUT / "linter")}
    shipped = {f"linter/{name}/{path}" for name in SHIPPED for path in files_in(CHECKOUT / name)}
    assert names == package | shipped
    assert {"linter/py.typed", "linter/formats/report.schema.json"} <= names


@pytest.mark.parametrize("name", SHIPPED)
def test_an_installation_finds_its_own_folders(name: str, installed: Path, tmp_path: Path) -> None:
    script = f"from linter import bundled; print(bundled.folder({name!r}))"
    assert run_in(tmp_path, ["-c", script], path=installed) == f"{installed / 'linter' / name}\n"


def test_an_installation_lists_the_bundled_rules(installed: Path, tmp_path: Path) -> None:
    assert "sdk-direct" in run_in(tmp_path, ["-m", "linter", "rules", "list"], path=installed)


def test_an_editable_installation_finds_the_checkout(tmp_path: Path) -> None:
    """Not the copies of the folders that hatchling also leaves in site-packages."""
    site = install(build("editable", CHECKOUT, tmp_path), tmp_path / "site")
    find = "from linter import bundled; print(bundled.folder('rules'))"
    script = f"import site; site.addsitedir({str(site)!r}); {find}"
    assert (site / "linter" / "rules").is_dir()
    assert run_in(tmp_path, ["-S", "-c", script]) == f"{CHECKOUT / 'rules'}\n"


def build(what: str, source: Path, target: Path) -> Path:
    """Builds a "wheel", "editable" or "sdist" of a source tree with its declared back end, and no network."""
    script = f"from hatchling import build; print(build.build_{what}({str(target)!r}))"
    return target / run_in(source, ["-c", script]).splitlines()[-1]


def install(wheel: Path, target: Path) -> Path:
    """Unpacks a wheel as pip does; gives back the folder."""
    offline = ["--quiet", "--no-deps", "--no-index", "--no-compile", "--no-cache-dir"]
    run_in(wheel.parent, ["-m", "pip", "install", *offline, "--target", str(target), str(wheel)])
    return target


def run_in(folder: Path, arguments: list[str], *, path: Path | None = None) -> str:
    """What this Python prints, run in `folder`, which modules are not looked for in but in `path` first."""
    foreign = ("PYTHON", "PIP_", "GIT_")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(foreign)}
    environment["PYTHONSAFEPATH"] = "1"
    if path is not None:
        environment["PYTHONPATH"] = str(path)
    ran = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def files_in(folder: Path) -> Iterator[str]:
    """The files below a folder that are not by-products of running them."""
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            yield path.relative_to(folder).as_posix()
