"""Values of expressions."""
