"""The commits between two states, their messages, people and notes."""

from __future__ import annotations

import pytest

from linter.sources import Message, messages_between

from .scratch import Repository

PERSON = "t <t@example.org>"


def test_messages_people_and_notes(repository: Repository) -> None:
    base = repository.commit()
    repository.git("commit", "--allow-empty", "-q", "-m", "fix: one\n\nBy: nobody", "--author", "Zoë <zoe@example.org>")
    one = repository.git("rev-parse", "HEAD")
    repository.git("commit", "--allow-empty", "-q", "-m", "two")
    two = repository.git("rev-parse", "HEAD")
    for ref, text, commit in (("ai", "note 1", one), ("whogitit", "note 2", one), ("commits", "other", two)):
        repository.git("notes", f"--ref={ref}", "add", "-m", text, commit)
    assert messages_between(repository.root, base, two) == (
        Message(two, "two\n", (PERSON, PERSON)),
        Message(one, "fix: one\n\nBy: nobody\n", ("Zoë <zoe@example.org>", PERSON), ("note 1\n", "note 2\n")),
    )
    assert messages_between(repository.root, two, two) == ()


def test_notes_in_folders_and_merges(repository: Repository) -> None:
    base = repository.commit()
    repository.git("switch", "-q", "-c", "side")
    side = repository.commit()
    repository.git("switch", "-q", "main")
    repository.commit()
    repository.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    head = repository.git("rev-parse", "HEAD")
    # git spreads notes over folders when there are many; the form is the same for few
    blob = repository.git("hash-object", "-w", "--stdin", stdin="far down")
    inner = repository.git("mktree", stdin=f"100644 blob {blob}\t{side[2:]}\n")
    tree = repository.git("mktree", stdin=f"040000 tree {inner}\t{side[:2]}\n")
    repository.git("update-ref", "refs/notes/agent-trace", repository.git("commit-tree", "-m", "notes", tree))
    found = {each.commit: each for each in messages_between(repository.root, base, head)}
    assert found[head].is_merge
    assert not found[side].is_merge
    assert found[side].notes == ("far down",)


@pytest.mark.parametrize("message", ["", "\n\n\n", "a\r\nb", "\x1b[31mred"])
def test_odd_messages(message: str, repository: Repository) -> None:
    base = repository.commit()
    tree = repository.git("rev-parse", "HEAD^{tree}")
    odd = repository.git("commit-tree", "-p", base, tree, stdin=message)
    (found,) = messages_between(repository.root, base, odd)
    assert found.people == (PERSON, PERSON)
