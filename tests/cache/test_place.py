"""Where the cache is, by environment and platform."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.cache import cache_folder, state_folder


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({"SIDESTEP_CACHE_DIR": "/own", "XDG_CACHE_HOME": "/xdg", "HOME": "/home/me"}, "linux", "/own"),
        ({"SIDESTEP_CACHE_DIR": "off", "XDG_CACHE_HOME": "/xdg", "HOME": "/home/me"}, "linux", None),
        ({"SIDESTEP_CACHE_DIR": "", "XDG_CACHE_HOME": "/xdg", "HOME": "/home/me"}, "linux", "/xdg/sidestep"),
        ({"XDG_CACHE_HOME": "/xdg", "HOME": "/home/me"}, "darwin", "/xdg/sidestep"),
        ({"XDG_CACHE_HOME": "not/absolute", "HOME": "/home/me"}, "linux", "/home/me/.cache/sidestep"),
        ({"HOME": "/home/me"}, "linux", "/home/me/.cache/sidestep"),
        ({"HOME": "/Users/me"}, "darwin", "/Users/me/Library/Caches/sidestep"),
        ({"LOCALAPPDATA": "/local", "HOME": "/home/me"}, "win32", "/local/sidestep/Cache"),
        ({"HOME": "/home/me"}, "win32", None),
    ],
)
def test_the_environment_decides(environment: dict[str, str], platform: str, expected: str | None) -> None:
    assert cache_folder(environment, platform) == (Path(expected) if expected is not None else None)


def test_a_relative_folder_is_one_of_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert cache_folder({"SIDESTEP_CACHE_DIR": "here"}) == tmp_path / "here"


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({"SIDESTEP_STATE_DIR": "/own", "XDG_STATE_HOME": "/xdg", "HOME": "/home/me"}, "linux", "/own"),
        ({"SIDESTEP_STATE_DIR": "off", "HOME": "/home/me"}, "linux", None),
        ({"SIDESTEP_CACHE_DIR": "off", "HOME": "/home/me"}, "linux", "/home/me/.local/state/sidestep"),
        ({"XDG_STATE_HOME": "/xdg", "HOME": "/home/me"}, "darwin", "/xdg/sidestep"),
        ({"XDG_STATE_HOME": "not/absolute", "HOME": "/home/me"}, "linux", "/home/me/.local/state/sidestep"),
        ({"HOME": "/Users/me"}, "darwin", "/Users/me/Library/Application Support/sidestep"),
        ({"LOCALAPPDATA": "/local", "HOME": "/home/me"}, "win32", "/local/sidestep/State"),
        ({"HOME": "/home/me"}, "win32", None),
    ],
)
def test_what_was_paid_for_has_a_place_of_its_own(
    environment: dict[str, str], platform: str, expected: str | None
) -> None:
    """Who does without a cache still keeps it."""
    assert state_folder(environment, platform) == (Path(expected) if expected is not None else None)
