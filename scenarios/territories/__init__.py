"""Territories: each folder holds the files of one, the modules here read them into places, crossings, legs, communities, rules and parameters.

They know what may stand in those files and whether it fits together; they know no scenario, no date of a lever and no policy.
"""
