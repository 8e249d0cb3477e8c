"""Types, schemas and tests of values in TypeScript and JavaScript (see `linter.shapes`)."""
