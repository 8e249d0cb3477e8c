"""The tests, mirroring `linter/`."""
