"""The page of a country's profile: one HTML file that needs no network, with the parts and the look of the report."""

import base64
import hashlib
from collections.abc import Callable
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

from experiments.plots.country_profile import draw, main_year
from experiments.plots.result_folder import open_folder
from experiments.plots.style import count, source, style
from experiments.profile.profile import CountryProfile
from experiments.profile.rows import YearRow
from experiments.profile.tables import profile_tables
from experiments.report.answer import Number
from experiments.report.page import LIMITS
from experiments.report.parts import figure_html, json_text, numbers_html, table_html
from experiments.report.reproduction import reproduction_command
from experiments.store.digest_list import record
from experiments.store.ownership import PATIENCE, owned
from experiments.store.versions import versions
from experiments.store.writing import write_whole

LIMITS_HERE = ("The numbers are flows of people over borders. They say nothing about the way of a person, and gaps between crossings are no advice.",)
ONE_RUN = "one run, no interval"


def write_page(profile: CountryProfile, out: Path, tell: Callable[[str], None]) -> Path:
    """Write the page, completely or not at all."""
    tell(f"page: {profile.title}")
    data = profile_html(profile).encode("utf-8")
    with owned(out, PATIENCE, again=True):
        write_whole(out, data)
        record([out])
    return out


def profile_html(profile: CountryProfile) -> str:
    """The page as text."""
    report, here = files("experiments.report"), files("experiments.profile")
    script, sheet = ((report / name).read_text(encoding="utf-8") for name in ("page.js", "page.css"))
    run = profile.run
    with style():
        picture = draw(profile)
    parts = {
        "title": escape(f"{profile.title}: irregular migration in, from and through"),
        "digest": base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii"),
        "css": sheet,
        "script": script,
        "scenario": escape(run.world.title),
        "answer": "".join(f"<p>{escape(text)}</p>" for text in sentences(profile)),
        "numbers": numbers_html("", numbers(profile)),
        "figure": figure_html(picture, f"profile-{profile.country}", command="profile"),
        "tables": "".join(table_html(one) for one in profile_tables(profile)),
        "source": escape(source(run)),
        "limits": "".join(f"<li>{escape(text)}</li>" for text in (*LIMITS_HERE, *LIMITS)),
        "command": escape(f"{reproduction_command(open_folder(run.folder))}\nroutesim profile {profile.country} {run.folder.name}"),
        "digests": escape(f"Digest of all result tables: {run.about['digest']}."),
        "versions": escape(", ".join(f"{name} {version}" for name, version in versions().items())),
        "data": json_text({}),
    }
    return Template((here / "profile.html").read_text(encoding="utf-8")).substitute(parts)


def sentences(profile: CountryProfile) -> list[str]:
    """The answer in words: flows, ways and harm of the main year."""
    year = main_year(profile.years)
    at = profile.years.index(year)
    flows, entry, harm = ({row.what: row.values[at] or 0.0 for row in profile.section(name).rows} for name in ("flows", "entry", "harm"))
    ways = {group: [row for row in profile.section("ways").rows if row.group == group and row.values[at]] for group in ("entries", "exits")}
    through = flows["enter: followed people bound elsewhere"]
    bound, gone = flows["enter: followed people bound here"], flows["leave: followed people bound elsewhere"]
    moved = (
        f"{year.label}: {count(flows['depart from home'])} people departed from home in {profile.title}. Of those followed person by person, "
        f"{count(bound)} entered bound for it and {count(through)} on the way elsewhere; people on the way elsewhere left it {count(gone)} times. "
        f"{count(entry['irregular, of foreigners'])} foreigners entered irregularly."
    )
    said = [moved]
    parts = [
        f"most {word} {', '.join(_most(row, at) for row in ways[group][:3])}" for group, word in (("entries", "enter"), ("exits", "leave")) if ways[group]
    ]
    said += [f"By border, {'; '.join(parts)}."] if parts else []
    caught, injured, died = (harm[f"{what} entering"] + harm[f"{what} leaving"] for what in ("apprehended", "injured", "died"))
    said.append(
        f"{count(caught)} were apprehended at its borders and {count(harm['found inland'])} found inland. "
        f"In the same days {count(harm['extorted'])} were extorted, {count(harm['stranded'])} stranded, {count(harm['missing'])} went missing, "
        f"{count(injured)} were injured and {count(died)} died at its borders."
    )
    judged = [one for section in profile.sections for one in section.documented if one.verdict in ("inside", "below", "above")]
    inside = sum(one.verdict == "inside" for one in judged)
    said.append(f"{inside} of {len(judged)} comparisons with documented values about {profile.title} lie in the documented range." if judged
                else f"No documented value about {profile.title} can be compared with this run.")  # fmt: skip
    return said


def _most(row: YearRow, at: int) -> str:
    return f"{row.what} ({count(row.values[at] or 0.0)})"


def numbers(profile: CountryProfile) -> list[Number]:
    """Three numbers: interceptions, and two of harm."""
    at = profile.years.index(main_year(profile.years))
    harm = {row.what: row.values[at] or 0.0 for row in profile.section("harm").rows}
    caught = harm["apprehended entering"] + harm["apprehended leaving"]
    died = harm["died entering"] + harm["died leaving"]
    return [
        Number("interceptions", "apprehended at the borders", count(caught), ONE_RUN),
        Number("harm", "stranded in the country", count(harm["stranded"]), ONE_RUN),
        Number("harm", "died at the borders", count(died), ONE_RUN),
    ]
