"""Posteriors: the draws that ship with a fitted scenario, the first of them the maximum a posteriori draw, and how they are read.

They know keys of parameters and nothing else of a scenario.
"""

from scenarios.posteriors.draws import BEST, FORMAT, NONE, Posterior, chosen, in_words, manifest, read_chosen, read_posterior, shipped

__all__ = ["BEST", "FORMAT", "NONE", "Posterior", "chosen", "in_words", "manifest", "read_chosen", "read_posterior", "shipped"]
