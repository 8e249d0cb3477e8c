"""Types, models and tests of values in Python (see `linter.shapes`)."""
