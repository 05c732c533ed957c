"""Evidence: what is documented, one table a kind of row, and how the scenarios look a row up.

How the model is compared with these rows stands in :mod:`calibration`; nothing here depends on a scenario or a territory.
"""
