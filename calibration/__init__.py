"""Calibration: from documented values to distributions of the model's free parameters.

It knows which evidence is used for what, how an outcome of the model stands beside an observation,
what is believed beforehand, and how well a fit did. It starts no process and runs no model by itself: whoever
calls it hands it ``simulate(draws) -> outcomes``.
"""
