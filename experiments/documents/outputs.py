"""Every file of a run, table by table and column by column."""

from collections.abc import Callable, Mapping

from experiments.documents.markdown import code, table
from experiments.store.columns import ABOUT, EVENTS, FILES, INDICATORS, STATES
from experiments.store.columns import TABLES as STORED
from experiments.store.indicators import RATIOS
from experiments.store.sums import AT_CROSSINGS, BY_CHANNEL, DAYS_IN
from sim.basis.words import Event
from sim.books.ledger import SIDES, Purpose


def run_files() -> str:
    """The files of a run's folder."""
    return table(["file", "what it holds"], [[code(name), text] for name, text in FILES.items()])


def run_json() -> str:
    """The keys of ``run.json``."""
    return table(["key", "meaning"], [[code(key), text] for key, text in ABOUT.items()])


def stored_tables() -> str:
    """The columns of every table."""
    parts = []
    for name, one in STORED.items():
        rows = [[code(key), column.kind, column.unit, column.text] for key, column in one.columns.items()]
        parts.append(f"### `{name}.parquet`: {one.row}\n\n{table(['column', 'type', 'unit', 'meaning'], rows)}")
    return "\n".join(parts)


def words() -> str:
    """Events, states, and who pays whom for what."""
    events = table(["event", "what happened"], [[code(event.word), EVENTS[event.word]] for event in Event])
    states = table(["state", "where somebody stands"], [[code(word), text] for word, text in STATES.items()])
    money = table(["purpose", "payer", "payee"], [[code(one.word), SIDES[one].payer.word, SIDES[one].payee.word] for one in Purpose])
    return f"{events}\n{states}\n{money}"


def indicators() -> str:
    """Columns of ``indicators.csv`` and the indicators in it."""
    columns = table(["column", "unit", "meaning"], [[code(name), unit, text] for name, (unit, text) in INDICATORS.items()])
    counted = ", ".join(name for name in AT_CROSSINGS.values())
    happened = ", ".join(event.word.replace("_", " ") for event in Event if event is not Event.ATTEMPTED)
    rows = [
        [counted, "people", "by crossing, and for the whole territory: sums of the columns of `flows` over moves that meet a border"],
        [", ".join(BY_CHANNEL.values()), "people", "for the whole territory: `crossed` by the channel of the move"],
        [happened, "people", "by place, and for the whole territory: sums of `counts`"],
        [", ".join(DAYS_IN.values()), "person-days", "for the whole territory: people at the end of each day in `stocks`"],
        *([name, unit, formula] for name, (unit, formula) in RATIOS.items()),
        ["paid by A to B", "USD", "for the whole territory: sums of `books`"],
    ]
    return f"{columns}\n{table(['indicator', 'unit', 'what it is'], rows)}"


TABLES: Mapping[str, Callable[[], str]] = {
    "run-files": run_files,
    "run-json": run_json,
    "tables": stored_tables,
    "words": words,
    "indicators": indicators,
}
