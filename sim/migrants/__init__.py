"""Migrants: one record a person, how it is filled, one rule a file in ``rules``, and the life that asks them hour by hour in ``life``.

They may read all that is around them (:class:`~sim.migrants.life.stage.Stage`); they write their own record, the tally and what their people hear.
"""
