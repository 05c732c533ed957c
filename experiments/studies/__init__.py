"""Studies: fixed experiments with the model, each a program of its own: ``python -m experiments.studies.NAME``."""
