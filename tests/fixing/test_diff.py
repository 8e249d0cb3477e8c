"""Patches that git and patch(1) would take."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.fixing.diff import unified

NAMES = ["a.ts", "src/app/[id]/page.tsx", "with space/b.py", 'quo"te.py', "tab\there.py", "ü.ts", "\udcff.py"]
LINES = st.lists(st.sampled_from([b"a\n", b"b\r\n", b"\xff\n", b"c\rd\n", b"\n", b"-- x\n", b"+ y\n"]), max_size=12)
CONTENT = st.builds(lambda lines, last: b"".join(lines) + last, LINES, st.sampled_from([b"", b"end", b"\r"]))


@settings(max_examples=30)
@given(st.sampled_from(NAMES), CONTENT, CONTENT)
def test_git_applies_it(name: str, before: bytes, after: bytes) -> None:
    patch = unified(name, before, after)
    assert (patch == b"") == (before == after)
    if not patch or not before or not after:
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder).joinpath(name.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape"))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(before)
        subprocess.run(
            ["git", "apply", "--unsafe-paths", "-"], cwd=folder, input=patch, check=True, capture_output=True
        )
        assert file.read_bytes() == after


@pytest.mark.parametrize(("before", "after"), [(b"a\n", b"a\nb\n"), (b"a", b"b"), (b"a\r\nb\r\n", b"a\r\nc\r\n")])
def test_only_what_changes_is_in_it(before: bytes, after: bytes) -> None:
    patch = unified("a.ts", before, after)
    assert patch.startswith(b"--- a/a.ts\n+++ b/a.ts\n@@ ")
