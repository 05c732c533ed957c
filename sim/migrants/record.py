"""Migrants: one record a party, which travels together, or several parties alike (:mod:`sim.world.parties`).

All that a run knows of a party stands in one record of :data:`MIGRANT`; the hour at which something next happens to them stands in a
column of its own, so that a tick can find who is due without touching the rest.
"""

import numpy as np

from sim.basis.rows import Rows
from sim.migrants.itinerary import ITINERARY_LENGTH

MIGRANT = np.dtype(
    [
        # Looked at whenever somebody is due: one line of the machine's memory.
        ("key", "u8"),
        ("funds", "i8"),
        ("since", "i4"),
        ("until", "i4"),
        ("checked", "i4"),
        ("lawful_until", "i4"),
        ("move", "i4"),
        ("community", "i2"),
        ("home", "i2"),
        ("place", "i2"),
        ("klass", "i2"),
        ("trip", "i2"),
        ("failures", "i2"),
        ("state", "i1"),
        ("guided", "i1"),
        ("passport", "i1"),
        ("permit", "i1"),
        ("exit_permit", "i1"),
        ("employer", "i1"),
        ("steps", "i1"),
        ("planned", "i1"),
        ("attempts", "i2"),
        # Looked at on the way.
        ("itinerary", "i2", (ITINERARY_LENGTH,)),
        ("back", "i2"),
        ("shown", "i2"),
        ("led", "i1"),
        ("stop", "i1"),
        ("sent", "i1"),
        ("after", "i1"),
        ("returned", "i1"),
        ("bed", "i1"),
        ("site", "i2"),
        # Looked at now and then.
        ("prepaid", "i8"),
        ("package", "i8"),
        ("debt", "i8"),
        ("margin", "f8"),
        ("spent", "i8"),
        ("document_worth", "i8"),
        ("people", "i4"),
        ("valid_until", "i4"),
        ("queued", "i4"),
        ("ordinal", "i4"),
        ("organiser", "i4"),
        ("way", "i4"),
        ("contract", "i1"),
        ("woman", "i1"),
        ("age", "i1"),
        ("document", "i1"),
        ("paid_border", "i2"),
        ("tries_left", "i1"),
        ("minutes", "i1"),
        ("let_in", "i1"),
        ("papers", "i8"),
    ],
    align=True,
)
"""Money in cents for each person, times in hours of the run, places and moves by number, ``klass`` a row of the route tables (-1: none).

``people`` is how many the record stands for now: who dies or goes missing leaves it; once all have, it stays as it was then.

``since`` is the start of the present state; ``until`` the end of a stay; ``checked`` the hour up to which a stay has been lived; ``queued`` since when a guide
is waited for (-1: not); ``led`` whether an organiser led the trip at its start, ``guided`` whether one still does, ``organiser`` who (-1: nobody), ``way`` by
which of his ways, ``stop`` how many of its places have been passed, ``sent`` whether he has sent them off from his hub, and ``margin`` what he takes;
``itinerary`` holds the moves tried, as many as ``steps``, and behind them those meant to come, up to ``planned``; ``package`` what was paid an organiser,
``prepaid`` what is left of it for the way; ``back`` where somebody in custody would be put back to; ``returned`` the event with which the
last return began (-1: none yet); ``site`` at which they stay (-1: none; :mod:`sim.world.stays`), ``bed`` whether in beds. ``document`` is what would be
shown at a border (:class:`~sim.basis.words.Document`), ``shown`` the country whose paper it seems; of one that was bought, ``document_worth`` is what was
paid for it and ``valid_until`` the last hour at which it serves. ``tries_left`` are tries over ``paid_border`` that a fee paid before still covers
(:mod:`sim.smugglers.contract`). ``minutes`` are those of legs under way that have not made a whole hour yet. ``papers`` are the registration papers received
on this trip, as bits (:class:`~sim.world.rules_of_entry.RulesOfEntry`), and ``let_in`` is what a rule of entry decided at the crossing passed last.
"""


def empty_people(number: int) -> Rows:
    """Records of so many people, each at the start of a line of the machine's memory."""
    line = 64
    room = np.zeros(number * MIGRANT.itemsize + line, np.uint8)
    first = -room.ctypes.data % line
    return room[first : first + number * MIGRANT.itemsize].view(MIGRANT).view(np.recarray)
