"""Files with code in another format: what they name is said, for they are not read."""

from __future__ import annotations

import json
from pathlib import Path

from tests.projects import audit_texts

_NOTEBOOK = {"cells": [{"cell_type": "code", "source": ["import openai\n", "openai.OpenAI()"]}], "nbformat": 4}


def test_components_and_notebooks_that_name_an_sdk_are_blind_spots(tmp_path: Path) -> None:
    """Components and notebooks of the host; not those of tests, and not those that name none."""
    component = '<script setup lang="ts">\nimport OpenAI from "openai";\nnew OpenAI();\n</script>\n'
    report = audit_texts(
        tmp_path,
        {
            "src/Chat.vue": component,
            "src/Chat.svelte": component,
            "src/__tests__/Chat.vue": component,
            "src/Plain.vue": '<script>\nimport { ref } from "vue";\n</script>\n',
            "lab/ask.ipynb": json.dumps(_NOTEBOOK),
            "docs/guide.md": component,
        },
    )
    assert [(each.path, each.why) for each in report.blind] == [
        ("lab/ask.ipynb", "notebooks are not read, and this one names openai"),
        ("src/Chat.svelte", "Svelte components are not read, and this one names openai"),
        ("src/Chat.vue", "Vue components are not read, and this one names openai"),
    ]
    assert not report.findings
