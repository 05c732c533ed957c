"""What is written down: the books, the counts and the story of every person, as dictionaries and a list."""

from collections import Counter

from sim.basis.words import Event
from sim.books.ledger import Purpose
from sim.books.tally import Flow, Stays


class Ledger:
    """Everything that was paid, counted and logged since the first day.

    ``books`` holds cents by (day, community, purpose); ``flows`` people by (day, move, community, :class:`~sim.books.tally.Flow`), and cents under
    ``FEE_CENTS``; ``counts`` people by (day, place, community, event), ``papers`` by (day, post, community, country shown), ``waiting`` those before a crossing
    by (day, move, community), as the last tick of the day ends,
    ``stays`` those at sites by (day, site, community, :class:`~sim.books.tally.Stays`); ``story`` rows (hour, person, event, place, move, cents, people).
    """

    def __init__(self) -> None:
        """Begin with nothing written."""
        self.day = 0
        self.books: Counter[tuple[int, int, Purpose]] = Counter()
        self.flows: Counter[tuple[int, int, int, Flow]] = Counter()
        self.counts: Counter[tuple[int, int, int, Event]] = Counter()
        self.papers: Counter[tuple[int, int, int, int]] = Counter()
        self.waiting: Counter[tuple[int, int, int]] = Counter()
        self.stays: Counter[tuple[int, int, int, Stays]] = Counter()
        self.story: list[tuple[int, int, Event, int, int, int, int]] = []

    def post(self, community: int, purpose: Purpose, cents: int) -> None:
        """Enter a payment; who pays and who is paid follows from its purpose (:data:`sim.books.ledger.SIDES`)."""
        self.books[self.day, community, purpose] += cents

    def flow(self, move: int, community: int, column: Flow, number: int) -> None:
        """Count traffic over a move."""
        self.flows[self.day, move, community, column] += number

    def paper(self, post: int, community: int, shown: int, people: int) -> None:
        """Count people apprehended with the paper of another country."""
        self.papers[self.day, post, community, shown] += people

    def wait(self, move: int, community: int, people: int) -> None:
        """Count people who stand before a crossing as a tick ends."""
        self.waiting[self.day, move, community] += people

    def forget_waiting(self) -> None:
        """A tick begins: who stood there earlier in the day is counted again if they still do."""
        self.waiting = Counter({key: people for key, people in self.waiting.items() if key[0] != self.day})

    def tell(self, hour: int, person: int, event: Event, place: int, move: int, cents: int, *, community: int, people: int) -> None:
        """Write down what happened to so many people of a party."""
        self.counts[self.day, place, community, event] += people
        self.story.append((hour, person, event, place, move, cents, people))
