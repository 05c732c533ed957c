"""The words of the model as integers: one enumeration per subject.

The same spelling stands in files, tables and plots: ``Channel.GUIDED.word`` is ``"guided"``.
Values are stored in result tables, so a member keeps its number for ever.
"""

from enum import IntEnum


class Word(IntEnum):
    """An integer with the spelling used in files and tables."""

    @property
    def word(self) -> str:
        """Spelling in files, tables and plots."""
        return self.name.lower()


class Kind(Word):
    """Kind of a crossing."""

    OFFICIAL = 0
    GREEN = 1
    AIRPORT = 2
    FERRY = 3
    SEA = 4


class Mode(Word):
    """How a leg is travelled."""

    ROAD = 0
    RAIL = 1
    AIR = 2
    FERRY = 3
    FOOT = 4
    BOAT = 5


class Channel(Word):
    """How a crossing is passed; ``INLAND`` is a leg that meets no border."""

    INLAND = 0
    LEGAL = 1
    VISA = 2
    FORGED = 3
    GUIDED = 4
    ALONE = 5


class Entry(Word):
    """What a country asks of a nationality at its border."""

    OWN = 0
    FREE = 1
    VISA = 2
    CLOSED = 3


class Decision(Word):
    """What a rule of entry does with those whom a border service has before it."""

    ADMIT = 0
    REGISTER = 1
    REFUSE = 2
    PUSH_BACK = 3
    DETAIN = 4


class State(Word):
    """Where a migrant stands. Exclusive and exhaustive."""

    HOME = 0
    MOVING = 1
    HUB = 2
    STRANDED = 3
    DETAINED = 4
    SETTLED = 5
    RETURNING = 6
    ASSISTED = 7
    DISAPPEARED = 8
    DEAD = 9


class Document(Word):
    """What somebody shows at a border; a visa under false pretences stands in a genuine passport."""

    GENUINE = 0
    ALTERED = 1
    NONE = 2


class StayKind(Word):
    """What people stay at a place for."""

    REGISTRATION = 0
    REST = 1
    RECEPTION = 2
    CAMP = 3


class Contract(Word):
    """How a guided migrant pays."""

    STAGES = 0
    ADVANCE = 1
    ESCROW = 2


class After(Word):
    """What follows custody."""

    RELEASED = 0
    PUSHED_BACK = 1
    DEPORTED = 2


class Event(Word):
    """What can happen to a migrant: the rows of the event log and the columns of the counts."""

    DEPARTED = 0
    ATTEMPTED = 1
    CROSSED = 2
    REFUSED_BOARDING = 3
    DETECTED_LEAVING = 4
    DETECTED_ENTERING = 5
    BRIBED = 6
    APPREHENDED = 7
    DIED = 8
    INJURED = 9
    REACHED = 10
    ARRIVED = 11
    WAITED = 12
    STRANDED = 13
    DETECTED_INLAND = 14
    EXTORTED = 15
    DETAINED = 16
    RELEASED = 17
    PUSHED_BACK = 18
    DEPORTED = 19
    ABANDONED = 20
    DENOUNCED = 21
    GAVE_UP = 22
    RETURNED = 23
    APPLIED_AVR = 24
    ASSISTED = 25
    DISAPPEARED = 26
    CLAIMED_ASYLUM = 27
    LAPSED = 28
    FINED = 29
    HOME_AGAIN = 30
    TRAVELLED = 31
    REDIRECTED = 32
    FINED_AT_ONCE = 33
    AGAIN_AFTER_STAY = 34
    AGAIN_AFTER_GIVING_UP = 35
    AGAIN_AFTER_HELP = 36
    AGAIN_AFTER_DEPORTATION = 37


class Account(Word):
    """Who can hold or owe money."""

    MIGRANT = 0
    SPONSOR = 1
    LENDER = 2
    EMPLOYER = 3
    ESCROW = 4
    ORGANISER = 5
    FACILITATOR = 6
    GUARD = 7
    POLICE = 8
    CARRIER = 9
    DOCUMENT_SELLER = 10
    LODGING = 11
    STATE = 12
    AVR_DONOR = 13
    OUTSIDE = 14
