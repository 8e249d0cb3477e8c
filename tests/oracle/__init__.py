"""Independent judges of module resolution: the TypeScript compiler, and Python's own import machinery."""
