"""Which values the text of a field can have, as far as the code shows it (see `linter.checks.enum_string`)."""
