"""Reviews a change: whether violations are closed, or only moved.

Two states of a repository are audited under the configuration of the first, and every violation of the first is
followed into the second. `linter.review.reviewing` is the whole of it as one function.
"""

from __future__ import annotations

from linter.review.opening import INDEX, WORKTREE
from linter.review.papers import NO_PAPERS, Paper, Papers
from linter.review.reviewing import Asked, review

__all__ = ["INDEX", "NO_PAPERS", "WORKTREE", "Asked", "Paper", "Papers", "review"]
