"""One run and many: what is printed at the end of a run."""
