"""The tools that are measured: each a module (`bench.model.Tool`) and its line in `bench.contests`."""
