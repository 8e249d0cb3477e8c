"""Kickoffs that name the failure before it happens.

project_of(…)              → Project      the tree, and what is known of its calls
situation(project, …)      → Situation    a kickoff in it: named files, calls reached, kind of task
selected(situation, …)     → the texts that it needs
block_of(situation, …)     → the block, within a budget
augmented(text, block)     → the kickoff with the block, every other byte as it was
problems(situation, …)     → what is wrong with a kickoff
drafts(…)                  → texts for framings that were seen
"""

from __future__ import annotations
