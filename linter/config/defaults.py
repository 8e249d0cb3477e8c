"""What holds where the configuration says nothing."""

from __future__ import annotations

TESTS = (
    "**/*.test.*",
    "**/*.spec.*",
    "**/*.e2e-spec.*",
    "**/*.test-d.*",
    "**/*.cy.*",
    "**/*.stories.*",
    "**/*_test.*",
    "**/test_*.py",
    "**/conftest.py",
    "**/{jest,vitest}.{config,setup}.*",
    "**/__tests__/**",
    "**/__mocks__/**",
    "**/__fixtures__/**",
    "**/test/**",
    "**/tests/**",
    "**/e2e/**",
    "**/cypress/**",
    "**/playwright/**",
)
"""Files that only test runners load, by the conventions of Jest, Vitest, Mocha, Deno, Cypress, Playwright,
Storybook, NestJS, tsd and pytest. Folders that are only often for tests ("fixtures", "spec", "testing") are
left out: what is not listed is host code, and a wrong guess there is visible."""
