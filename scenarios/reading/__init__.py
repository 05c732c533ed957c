"""Reading: how a name becomes a path, a path a parsed file, and what is wrong with it a finding with its line.

Nothing here knows what a value means to the model; :mod:`scenarios.territories` and :mod:`scenarios.policies` do.
"""
