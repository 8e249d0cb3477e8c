"""Tests of `linter.cli`."""
