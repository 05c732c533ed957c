"""Measurements of speed, run by hand: ``python -m benchmarks``. No test of the suite looks at a clock."""
