"""The APIs by which models are asked: one module for each, behind a narrow protocol."""
