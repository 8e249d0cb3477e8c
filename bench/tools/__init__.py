"""The tools that are measured: one module each, a `bench.model.Tool`, with its line in a contest of `bench.contests`."""
