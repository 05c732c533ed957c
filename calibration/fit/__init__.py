"""The fit: priors, observation models, emulators, history matching, the posterior, its checks and its validation.

It may import the evidence; it starts no process and is handed ``simulate(draws) -> outcomes``.
"""
