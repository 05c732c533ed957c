"""Meanings: every kind of parameter that the model reads, its unit, and what the unit allows.

What parameters are worth stands in data files, never here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

MOST_USD, MOST_USD_A_PERSON = 1e9, 1e7
"""Largest sums: what millions of people pay in cents still fits 64 bits, and no fee, fine or fare is near."""
CENTURY = 36_525
"""Days of a hundred years, longer than anything that is simulated."""

UNITS: dict[str, tuple[float, float]] = {
    "share": (0.0, 1.0),
    "probability": (0.0, 1.0),
    "probability/day": (0.0, 1.0),
    "probability/attempt": (0.0, 1.0),
    "USD": (0.0, MOST_USD),
    "USD/person": (0.0, MOST_USD_A_PERSON),
    "USD/day": (0.0, MOST_USD_A_PERSON),
    "USD/month": (0.0, MOST_USD),
    "USD/km": (0.0, 1e4),
    "days": (0.0, CENTURY),
    "weeks": (0.0, CENTURY / 7),
    "years": (0.0, 1_000.0),
    "persons": (0.0, 1e10),
    "persons/day": (0.0, 1e7),
    "persons/month": (0.0, 1e7),
    "groups/day": (0.0, 1_000.0),
    "count": (0.0, 1e7),
    "ratio": (0.0, 1e9),
    "patrols": (0.0, 1e6),
    "km": (0.0, 1e5),
    "logit": (-1_000.0, 1_000.0),
}
"""Units and the values they allow. The ceilings are far above anything real: they keep what is computed of a number finite and its hours, cents and counts
within whole numbers of the machine."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a kind of parameter means: its unit and one line for a reader."""

    unit: str
    text: str


def _meanings(table: str) -> dict[str, Meaning]:
    rows = (line.split("|") for line in table.strip().splitlines())
    return {key.strip(): Meaning(unit.strip(), text.strip()) for key, unit, text in rows}


MEANINGS: Mapping[str, Meaning] = _meanings(
    """
    choice.perception_error             | share | largest error with which somebody perceives the cost of a move, relative to that cost
    choice.departure_share              | ratio | scale of the choice to leave: change of a trip's cost worth one logit, relative to median funds
    choice.time_share                   | ratio | worth of an hour under way, relative to an hour's income at the destination
    choice.life_years                   | years | worth of not dying, in years of income at the destination
    choice.giving_up_share              | ratio | loss felt when the trip is given up, relative to median funds
    choice.settled_review_days          | days | how often somebody who has settled is looked at
    choice.wait_days                    | days | how long somebody who finds no open move waits before looking again
    choice.stranded_days                | days | time without an open move after which somebody counts as stranded
    choice.transfer_hours_share         | share | hours of rest and transfer at a hub, relative to a day
    document.valid_days                 | days | how long a bought document serves
    belief.half_life_weeks              | weeks | time in which news of a crossing loses half its weight
    belief.standing_years               | years | time in which what stands, and is believed where there is no news, comes half the way to what is believed
    belief.prior_weight                 | count | weight of what stands, at first the border's mean, and of a week's news at most, in groups heard of
    market.fee_adjustment               | ratio | weekly share of the way from the fee to unit cost plus margin
    market.fee_response                 | ratio | most that demand changes the log fee in a week: up where many wait for a seat, down where nobody asks for one
    market.sold_target                  | share | share of seats sold at which a smuggler leaves the fee alone, and no guide comes or goes
    market.margin                       | ratio | smuggler's margin over unit cost
    market.review_share                 | share | smugglers who reconsider their crossing in a week
    market.noise_share                  | ratio | scale of their choice, relative to the mean fee of the repertoire
    market.entry_rate                   | ratio | weekly growth of the guides of a border for each unit of profit beyond the margin, relative to cost
    market.tries_covered                | count | tries over a border that one fee covers
    guard.redeploy_rate                 | ratio | monthly share of the way from the effort posted to the effort wanted
    guard.mobile_share                  | share | share of a service's effort that can be moved
    guard.own_news_share                | share | share of the neighbour service's apprehensions that a service hears of and counts
    guard.news_delay_days               | days | delay with which that news arrives
    guard.crowding_half_life_days       | days | memory of the traffic by which a post's detections are expected
    organiser.margin                    | ratio | organiser's margin over what the services for a client cost
    organiser.clients_per_month         | persons/month | clients that an organiser can send off from his hub
    organiser.known                     | count | organisers of their own people whom somebody has heard of
    organiser.denounce_share            | share | of clients who cannot pay on: share reported to the police (others are left behind)
    organiser.keeps_share               | share | of clients who paid in advance: share that he leaves behind at his hub, the money kept
    smuggler.<border>.number            | count | smugglers who work a border in one direction, each with one guide at the start
    smuggler.<border>.groups_per_day    | groups/day | groups that one guide can take across in a day
    smuggler.<border>.group_size        | persons | largest group
    smuggler.<border>.running_usd       | USD/person | cost of taking one person across: transport, lodging, helpers
    smuggler.<border>.loss_usd          | USD | what a smuggler loses when a group is caught
    smuggler.<border>.arrest            | probability | chance that the guide of a caught group is arrested
    smuggler.<border>.prison_days       | days | time out of business after arrest
    smuggler.<border>.stranger_usd      | USD/person | what guides ask of people from afar above what neighbours pay
    smuggler.<border>.exposure_ratio    | ratio | exposure of guided people relative to people alone
    crossing.<crossing>.base_detection      | probability | chance that whoever passes hidden is noticed by chance, besides what patrols or inspectors see
    crossing.<crossing>.exposure            | ratio | how well one patrol or inspector sees who passes hidden, as the exponent of passing
    crossing.<crossing>.death_hazard        | probability/attempt | chance of dying in an attempt (guided or alone)
    crossing.<crossing>.injury_hazard       | probability/attempt | chance of an injury in an attempt (guided or alone)
    crossing.<crossing>.season_ratio        | ratio | hazard in hard months relative to other months
    crossing.<crossing>.capacity_per_day    | persons/day | detections that the guards there can process
    crossing.<crossing>.boarding_refusal    | probability | chance that a carrier refuses a forged document before departure
    crossing.<crossing>.running_usd         | USD/person | what a guide pays to take one person across there; without a row what the border has
    post.<crossing>.<country>.effort        | patrols | patrols (green, sea) or inspectors (checkpoints) of a country's service at a crossing
    post.<crossing>.<country>.throughput.<channel> | persons/day | people whom a country lets in at a crossing by a channel; without a row as many as come
    post.<crossing>.<country>.detention_days  | days | custody of those whom a country catches at a crossing; without a row what the country has
    post.<crossing>.<country>.push_back_share | share | of those in custody there: put back across the border; without a row what the country has
    country.<country>.document_base         | probability | chance that a forged document, or a lapsed stay on leaving, is noticed by whoever glances at it
    country.<country>.document_equipment    | ratio | how well one inspector, with equipment and training, reads documents, as the exponent of passing
    country.<country>.pretence_detection    | ratio | how well one inspector finds out a visa under false pretences, as the exponent of passing
    country.<country>.corrupt_share         | share | checks whose guard can be bribed
    country.<country>.bribe_usd             | USD/person | bribe to a guard
    country.<country>.detention_days        | days | custody after an apprehension
    country.<country>.fine_usd              | USD/person | fine; who cannot pay is expelled
    country.<country>.fined_share           | share | of those found inland who show a passport and can pay the fine: fined and let go, not held
    country.<country>.release_share         | share | of those in custody: set free inside the country
    country.<country>.push_back_share       | share | of those in custody: put back across the border; the rest are deported home
    country.<country>.inland_detection      | probability/day | chance that somebody present unlawfully is detected
    country.<country>.stranger_ratio        | ratio | chance that its border guards notice somebody from afar who goes hidden alone, relative to a neighbour
    country.<country>.extortion             | probability/day | chance that police extort somebody present unlawfully
    country.<country>.extortion_usd         | USD/person | sum taken
    country.<country>.extortion_after_days  | days | unlawful stay after which extortion starts
    country.<country>.registration_days     | days | lawful days after a lawful entry without registering
    country.<country>.registration_share    | share | of those who enter lawfully: share that registers
    country.<country>.stay_days             | days | lawful days for who registers without a visa
    country.<country>.living_usd            | USD/day | cost of living while waiting
    country.<country>.work_usd              | USD/day | informal earnings while waiting, on average
    country.<country>.wage_usd              | USD/month | wage of an irregular worker
    country.<country>.forged_usd            | USD/person | price of a forged or bought document that serves for the country
    country.<country>.own_passports_share   | share | of documents bought there: passports of the country itself; the others show the buyer's nationality
    country.<country>.avr_per_month         | persons/month | places for assisted voluntary return
    country.<country>.avr_known             | share | of those who may ask for assisted return: share that knows of it and dares to
    country.<country>.avr_referral          | share | of those to be deported: share that is handed to assisted return instead, while it has places
    country.<country>.avr_usd               | USD/person | cost of an assisted return
    country.<country>.disappearance         | probability/day | chance that somebody stranded or waiting for return goes missing
    country.<country>.asylum_days           | days | lawful stay while a claim is decided
    country.<country>.asylum_granted        | share | claims granted
    country.<country>.deport_usd            | USD/person | cost of a deportation
    country.<country>.custody_usd           | USD/day | cost of custody
    country.<country>.border_reporting      | share | share of apprehensions at crossings that reaches the service's register
    country.<country>.inland_reporting      | share | share of detections inside the country that reaches the service's register
    country.<country>.exit_permit_share     | share | own citizens who hold the permission to leave, where one is needed
    visa.<nationality>.<country>.price_usd  | USD/person | visa with invitation, under a true or false purpose
    visa.<nationality>.<country>.refusal    | probability | chance that a person is refused it
    visa.<nationality>.<country>.elsewhere_share | share | of those who would be granted it at home: share that is granted it elsewhere
    visa.<nationality>.<country>.days       | days | lawful stay it gives
    mode.<mode>.fare_base_usd               | USD/person | fare of a leg whatever its length
    mode.<mode>.fare_km_usd                 | USD/km | fare a kilometre
    mode.<mode>.inland_ratio                | ratio | inland detection under way relative to staying
    leg.<origin>.<target>.<mode>.fare_usd   | USD/person | fare of one leg, where known
    community.<community>.people            | persons | people who think of leaving in the simulated time
    community.<community>.party             | count | mean number of people who travel together
    community.<community>.weight            | count | parties that one agent stands for in the full world
    community.<community>.abroad_share      | share | of them: at a destination when the simulation starts
    community.<community>.consider_days     | days | how often somebody at home thinks of leaving
    community.<community>.stay              | logit | pull of staying
    community.<community>.pull.<place>      | logit | pull of a destination at what the way there costs when the simulation starts
    community.<community>.origin.<place>    | share | share of the community that starts there
    community.<community>.organisers.<way>  | count | organisers at the start who lead by the places of a way, joined by +; direct: whichever way costs least
    community.<community>.season.<month>    | ratio | readiness to leave in a calendar month, relative to an average one
    community.<community>.funds_usd         | USD | median funds at departure
    community.<community>.funds_spread      | ratio | spread of funds: scale of the log-logistic distribution
    community.<community>.loan_share        | share | part of the funds that is borrowed
    community.<community>.women             | share | women
    community.<community>.age_low           | years | youngest
    community.<community>.age_high          | years | oldest
    community.<community>.stranger          | share | 1: from afar, with neither the language nor countrymen in the countries of transit; 0: not
    community.<community>.guided            | share | share led by an organiser (others follow friends' advice)
    community.<community>.passport          | share | holders of a valid passport
    community.<community>.permit            | share | holders of a legal permit to work at the destination
    community.<community>.advance           | share | of the guided: pay the whole fee in advance
    community.<community>.escrow            | share | of the guided: a third party holds the fee until arrival
    community.<community>.employer_pays     | share | whose employer pays the smuggler
    community.<community>.optimism          | ratio | share of the further money believed needed that somebody wants to hold before a move
    community.<community>.failures          | count | failures after which a trip is given up
    community.<community>.sent              | probability/day | chance that money is sent to somebody who waits
    community.<community>.sent_usd          | USD | sum sent
    community.<community>.stay_days         | days | median stay at the destination
    community.<community>.stay_spread       | ratio | spread of stays
    community.<community>.home_days         | days | time at home between trips
    community.<community>.asylum            | share | of arrivals at a foreign destination: claim asylum
    lever.<lever>.once_usd              | USD | cost of a lever when it begins, for each unit that its cost is counted by
    lever.<lever>.monthly_usd           | USD/month | cost of a lever while it is in force, for each unit that its cost is counted by
    """
)
"""Every kind of parameter that the model reads: key pattern, unit, meaning."""

OF_A_CROSSING = frozenset(
    {"crossing.<crossing>.running_usd", "post.<crossing>.<country>.detention_days", "post.<crossing>.<country>.push_back_share"}
)
"""Kinds that a crossing may have of its own, in place of those of its border or country."""

OPTIONAL = frozenset({"leg.<origin>.<target>.<mode>.fare_usd", "post.<crossing>.<country>.throughput.<channel>"}) | OF_A_CROSSING
"""Kinds that the model does without where no parameter serves them: a fare follows from the length of the leg, and as many pass as come."""


@cache
def _by_ends() -> dict[tuple[int, str, str], list[tuple[str, list[str]]]]:
    """Patterns with their parts, by number of parts, first part, which is never a name, and last part, empty where it is a name."""
    found: dict[tuple[int, str, str], list[tuple[str, list[str]]]] = {}
    for pattern in MEANINGS:
        parts = pattern.split(".")
        found.setdefault((len(parts), parts[0], "" if parts[-1][0] == "<" else parts[-1]), []).append((pattern, parts))
    return found


@cache
def pattern_of(key: str) -> str | None:
    """The row of :data:`MEANINGS` that a key belongs to, or ``None``."""
    parts = key.split(".")
    for last in (parts[-1], ""):
        for pattern, places in _by_ends().get((len(parts), parts[0], last), ()):
            if all(p == q or p[0] == "<" for p, q in zip(places, parts, strict=True)):
                return pattern
    return None
