"""Calibration: from documented values to distributions of the model's free parameters.

Two rooms: :mod:`calibration.evidence` knows which evidence is used for what and compares a run with it; :mod:`calibration.fit` fits the free parameters and
validates the fit. It starts no process and runs no model: whoever calls it hands it ``simulate(draws) -> outcomes``.
"""
