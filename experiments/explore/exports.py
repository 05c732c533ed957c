"""What can be taken along of an answer: the table, a picture and the report."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from experiments.explore.answering import again
from experiments.explore.job import Job
from experiments.explore.reader import Reader
from experiments.plots.figures import draw_figures
from experiments.plots.result_folder import open_folder
from experiments.report import write_report
from experiments.runs.differences import plain
from experiments.store.csv_text import csv_of

PICTURE = "changes"
"""The figure that shows harm beside interceptions."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file to be saved by the browser."""

    name: str
    content: bytes


def table(job: Job) -> Taken:
    """Every difference of an answer that is there, with interval and verdict, as CSV."""
    rows = job.found.rows if job.found is not None else ()
    return Taken(f"{_name(job)}-differences.csv", csv_of(plain(rows)).encode())


def picture(job: Job, above: Path, tell: Callable[[str], None]) -> Taken:
    """The changes with their intervals as a picture (PNG)."""
    folder = again(job.question, Reader(), above)
    paths = draw_figures(open_folder(folder), [PICTURE], folder / "figures", ["png"], "", tell)
    return Taken(f"{_name(job)}-changes.png", next(path for path in paths if path.suffix == ".png").read_bytes())


def report(job: Job, above: Path, tell: Callable[[str], None]) -> Taken:
    """The report, which is one page."""
    folder = again(job.question, Reader(), above)
    return Taken(f"{_name(job)}-report.html", write_report(folder, folder / "report.html", tell).read_bytes())


def _name(job: Job) -> str:
    return job.folder.name if job.folder is not None else "comparison"
