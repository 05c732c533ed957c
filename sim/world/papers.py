"""Documents, and what is lawful: derived from document, registration and the regime of the border, never set.

Most people in the sources entered lawfully and lapsed.
"""

from sim.basis.clock import FOR_EVER
from sim.basis.rule import rule
from sim.basis.words import Channel, Entry


@rule
def may_use(channel: int, entry: int, passport: bool, permit: bool, exit_permit: bool, checked: bool) -> bool:
    """Whether a person's papers open a channel.

    Parameters
    ----------
    channel
        A :class:`sim.basis.words.Channel`.
    entry
        What the country ahead asks of the nationality (:class:`sim.basis.words.Entry`).
    passport, permit, exit_permit
        Holds a valid passport; a legal permit for the country of destination; what one's own country asks of those who leave it
        (true where it asks nothing).
    checked
        Whether anybody checks at this crossing; where nobody does, the road is open to all.
    """
    if channel == Channel.LEGAL:
        if not checked:
            return True
        return exit_permit and (entry == Entry.OWN or (passport and (entry == Entry.FREE or permit)))
    if channel == Channel.VISA:
        return checked and passport and exit_permit and entry == Entry.VISA
    return True


@rule
def asked_at_entry(entry: int, admitted: bool) -> int:
    """What a country asks of somebody at entry, whom a transport that admits whoever rides may bring: nothing of anybody then."""
    return Entry.FREE.value if admitted and entry != Entry.OWN else int(entry)


@rule
def visa_refused(refusal: float, elsewhere_share: float, at_home: bool) -> float:
    """Chance that somebody is refused a visa: away from one's own country a consulate takes only a share of the applications that it would grant at home."""
    return refusal if at_home else 1.0 - (1.0 - refusal) * elsewhere_share


@rule
def document_price(price: int, worth: int, valid_until: int, now: int) -> int:
    """What it costs somebody to hold a document that serves for a country, in cents.

    A bought document is as good as what was paid for it (``worth``), as long as it is valid: it serves where documents cost no more, and elsewhere a
    better one is had for the difference.
    """
    return max(0, price - worth) if now <= valid_until else price


@rule
def lawful_until(channel: int, entry: int, arrival: int, registers: bool, registration_hours: int, stay_hours: int, visa_hours: int, permit: bool) -> int:
    """Hour up to which somebody who arrives at ``arrival`` is lawfully in the country.

    Own citizens and holders of a permit always are; visitors for as long as their visa or the visa-free stay if they
    register, else for the days allowed without registration; others not at all.
    """
    if entry == Entry.OWN:
        return FOR_EVER
    if channel == Channel.LEGAL and (entry == Entry.FREE or permit):
        if permit:
            return FOR_EVER
        return arrival + (stay_hours if registers else registration_hours)
    if channel == Channel.VISA:
        return arrival + (visa_hours if registers else min(registration_hours, visa_hours))
    return arrival


@rule
def unlawful_hours(lawful_until_hour: int, since: int, now: int) -> int:
    """How many of the hours from ``since`` to ``now`` were spent unlawfully."""
    return max(0, now - max(since, lawful_until_hour))


@rule
def lawful_on_open_road(own: bool, from_home: bool, until: int, arrival: int, free: bool, stay_hours: int) -> int:
    """Hour up to which somebody is lawful in a country entered where nobody checks.

    Own citizens always are; who comes from home begins the visa-free stay, if there is one; a stay that another country allowed goes on.
    """
    if own:
        return FOR_EVER
    if from_home:
        return arrival + (stay_hours if free else 0)
    return until


@rule
def lapses(lawful_until_hour: int, since: int, now: int) -> bool:
    """Whether a lawful stay ends within the hours from ``since`` to ``now``."""
    return since < lawful_until_hour <= now
