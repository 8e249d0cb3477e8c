"""`sidestep config schema`: the JSON Schema of the configuration, for editors."""

from __future__ import annotations

from linter.cli import options, terminal


def config_schema(root: options.Root = None, rules: options.RuleFolders = None) -> int:
    """Print the JSON Schema of sidestep.toml and of [tool.sidestep], with the ids of all rules."""
    import json

    from linter.cli.here import rulebook_here
    from linter.config.schema import json_schema

    schema = json_schema(rulebook_here(root, rules or ()).rules.keys())
    terminal.write(json.dumps(schema, indent=2) + "\n")
    return 0
