"""The outcomes that policies are compared by: which indicators of a run each adds up, in which unit, and which way is better."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from experiments.store.sums import BY_CHANNEL, IN_QUEUES

LESS, MORE = "less", "more"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome: ``parts`` are indicators of the whole territory with their signs; ``better`` is less, more, or empty where that is for the reader to say.

    ``own_cost`` adds what the policy costs beside what the model counts; then it is given for all communities together only.
    """

    group: str
    unit: str
    parts: Mapping[str, int] = field(default_factory=dict)
    better: str = ""
    own_cost: bool = False


def _paid(payer: str, payee: str) -> str:
    return f"paid by {payer} to {payee}"


_FEES = {_paid(payer, "facilitator"): 1 for payer in ("migrant", "organiser", "employer")}
_OUT_OF_FEES = {_paid("facilitator", payee): -1 for payee in ("outside", "guard", "state")}
_PACKAGES = {_paid("migrant", "organiser"): 1, _paid("escrow", "organiser"): 1}
_OUT_OF_PACKAGES = {_paid("organiser", payee): -1 for payee in ("facilitator", "carrier", "document seller", "state")}
_BY_STATE = {_paid("state", payee): 1 for payee in ("outside", "carrier")}
_TO_STATE = {_paid(payer, "state"): 1 for payer in ("migrant", "organiser", "facilitator")}
TRAFFIC, HOW, STOPPED, HARM, HOME, MONEY, COST = "traffic", "how", "interceptions", "harm", "return", "money", "cost"
PEOPLE, USD = "people", "USD"

OUTCOMES: Mapping[str, Outcome] = {
    "departures": Outcome(TRAFFIC, PEOPLE, {"departed": 1}),
    "attempts": Outcome(TRAFFIC, PEOPLE, {"attempts": 1}),
    "crossings": Outcome(TRAFFIC, PEOPLE, {"crossed": 1}),
    "arrivals": Outcome(TRAFFIC, PEOPLE, {"arrived": 1}),
    "days in queues": Outcome(TRAFFIC, "person-days", {IN_QUEUES: 1}, LESS),
    **{f"crossings, {channel.word}": Outcome(HOW, PEOPLE, {name: 1}) for channel, name in BY_CHANNEL.items()},
    "apprehensions": Outcome(STOPPED, PEOPLE, {"apprehended": 1}, MORE),
    "caught inland": Outcome(STOPPED, PEOPLE, {"detected inland": 1}),
    "deaths": Outcome(HARM, PEOPLE, {"died": 1}, LESS),
    "injuries": Outcome(HARM, PEOPLE, {"injured": 1}, LESS),
    "missing": Outcome(HARM, PEOPLE, {"disappeared": 1}, LESS),
    "extortions": Outcome(HARM, PEOPLE, {"extorted": 1}, LESS),
    "stranded": Outcome(HARM, PEOPLE, {"stranded": 1}, LESS),
    "days stranded": Outcome(HARM, "person-days", {"days stranded": 1}, LESS),
    "days detained": Outcome(HARM, "person-days", {"days detained": 1}, LESS),
    "extorted money": Outcome(HARM, USD, {_paid("migrant", "police"): 1}, LESS),
    "returns": Outcome(HOME, PEOPLE, {"returned": 1, "gave up": 1}),
    "assisted returns": Outcome(HOME, PEOPLE, {"assisted": 1}),
    "deportations": Outcome(HOME, PEOPLE, {"deported": 1}),
    "departures again": Outcome(HOME, PEOPLE, {f"again after {kind}": 1 for kind in ("stay", "giving up", "help", "deportation")}),
    "again after help": Outcome(HOME, PEOPLE, {"again after help": 1}),
    "again after deportation": Outcome(HOME, PEOPLE, {"again after deportation": 1}),
    "fees to guides": Outcome(MONEY, USD, _FEES),
    "smugglers' income": Outcome(
        MONEY, USD, {key: sign for part in (_FEES, _OUT_OF_FEES, _PACKAGES, _OUT_OF_PACKAGES) for key, sign in part.items()}
        | {_paid("organiser", "facilitator"): 0}, LESS,
    ),
    "paid for documents": Outcome(MONEY, USD, {_paid(payer, "document seller"): 1 for payer in ("migrant", "organiser")}),
    "bribes": Outcome(MONEY, USD, {_paid(payer, "guard"): 1 for payer in ("migrant", "facilitator")}, LESS),
    "bribed": Outcome(MONEY, PEOPLE, {"bribed": 1}, LESS),
    "paid by the state": Outcome(COST, USD, _BY_STATE, LESS),
    "paid to the state": Outcome(COST, USD, _TO_STATE),
    "cost to the state": Outcome(COST, USD, _BY_STATE, LESS, own_cost=True),
}  # fmt: skip
"""Every outcome by name, harm beside interceptions.

Income of smugglers is that of guides and organisers together: fees and packages, less running costs, bribes, seizures and what organisers pay on. What an
organiser pays a guide is both a fee and an outlay and cancels out. The cost to the state is custody and deportation, and what the policy's file says that it
costs; what the state takes in (fines, visas, seizures) stands beside it and is not set off.
"""


@dataclass(frozen=True, slots=True)
class Price:
    """What one more, or one fewer, of an outcome costs the state: ``sign`` is 1 where the policy is to raise the outcome and -1 where it is to lower it."""

    outcome: str
    sign: int


COST_OF = "cost to the state"
PRICES: Mapping[str, Price] = {"per apprehension more": Price("apprehensions", 1), "per death avoided": Price("deaths", -1)}
"""Ratios of differences: cost to the state per change of an outcome."""
