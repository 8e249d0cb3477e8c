"""Tests of `linter.fixing`."""
