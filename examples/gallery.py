"""Make docs/gallery.md and its pictures from real runs: ``python examples/gallery.py``, in the folder of the project.

Simulates central-asia-2004 once, and compares a policy over sixteen seeds, unless their folders are given; then draws everything, small enough for a page.
"""

import argparse
import io
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from rich.console import Console

from experiments.cli.vectors_table import print_vectors
from experiments.plots import country_profile as profile_picture
from experiments.plots.animation import animate
from experiments.plots.effect import effect_places
from experiments.plots.figures import FIGURES
from experiments.plots.flow_map import change_map, draw_map, volume_map
from experiments.plots.map_request import borders_acted_on, policy_changes
from experiments.plots.picture import Picture, few_colours
from experiments.plots.result_folder import ResultFolder, open_folder
from experiments.plots.style import style
from experiments.plots.validation import documented
from experiments.plots.weekly_flows import View
from experiments.profile.profile import country_profile
from experiments.report import write_report
from experiments.runs.validation import validate
from experiments.runs.vectors import vectors
from experiments.store.tables import reported

SCENARIO, POLICY, SEEDS = "central-asia-2004", "kyrgyzstan-green-border-surveillance", 16
REGION = ("KGZ", "KAZ", "TJK", "UZB")
COUNTRY = "KGZ"
VECTORS_WIDE, VECTORS_SHOWN = 110, 2
"""Columns of the example of text, and how many indicators it shows below the summary."""
MOST_BYTES = 250_000
WIDE = 1500
RUN_FIGURES = ("corridors", "journeys", "outcomes", "outlays", "organisers", "fees", "beliefs", "guards", "weekly")
COMPARED_FIGURES = {"changes": "changes", "displacement": "displacement", "series": "series", "fees": "fees-compared"}
HEAD = """# Gallery

What the simulator draws, from real runs. Made by one command, `python examples/gallery.py`; `routesim` writes the data of every picture as CSV beside it.
All people are simulated, not observed; the scenario is that of 2004 and nothing here is current.
"""


def main() -> None:
    """Make the gallery."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--run", type=Path, default=Path("runs") / f"{SCENARIO}-seed1", help="folder of a run; simulated if missing")
    asked.add_argument("--comparison", type=Path, default=Path("comparisons") / f"{SCENARIO}-{POLICY}", help="folder of a comparison; made if missing")
    asked.add_argument("--small", type=Path, default=Path("runs") / "two-valleys-seed1", help="folder of a small run, for the film")
    asked.add_argument("--docs", type=Path, default=Path("docs"))
    given = asked.parse_args()
    for folder, command in (
        (given.run, ("run", SCENARIO, "--out", str(given.run))),
        (given.small, ("run", "two-valleys", "--out", str(given.small))),
        (given.comparison, ("compare", SCENARIO, "--policy", POLICY, "--replicates", str(SEEDS), "--out", str(given.comparison))),
    ):
        if not folder.exists():
            subprocess.run([sys.executable, "-c", "from experiments.cli import main; main()", *command, "--quiet"], check=True)  # noqa: S603 - fixed words
    parts = [HEAD, *_of_run(open_folder(given.run), given.docs), *_of_comparison(open_folder(given.comparison), given.docs)]
    parts += _country(open_folder(given.run), given.docs)
    parts.append(f"## The calibration\n\n{_fit(given.docs)}")
    parts += _films_and_page(given.small, given.comparison, given.docs)
    (given.docs / "gallery.md").write_text("\n".join(parts), encoding="utf-8")
    print(f"wrote {given.docs / 'gallery.md'}")


def _of_run(results: ResultFolder, docs: Path) -> list[str]:
    where = f"runs/{SCENARIO}-seed1"
    parts = ["## One run\n"]
    weekly = results.weekly_flows()
    period = reported(results.world)
    for name, command, view in (
        ("map", f"routesim map {where}", View(period=period)),
        ("region", f"routesim map {where} {' '.join(f'--region {code}' for code in REGION)}", View((), period, REGION)),
    ):
        with style():
            parts.append(_shown(draw_map(volume_map(results.world, weekly, view, results.source)), name, command, docs))
    return parts + [_figure(results, name, f"routesim plot {where} --figure {name}", docs) for name in RUN_FIGURES]


def _of_comparison(results: ResultFolder, docs: Path) -> list[str]:
    where = f"comparisons/{SCENARIO}-{POLICY}"
    parts = [f"## Two policies\n\n`routesim compare {SCENARIO} --policy {POLICY} --replicates {SEEDS}`\n"]
    view, base = View(period=reported(results.world)), results.policies[0]
    changes = policy_changes(results, POLICY, view, print)
    focus = effect_places(results.world, changes, borders_acted_on(results, POLICY))
    with style():
        what = change_map(results.world, changes, view, results.source, (results.titles[base], results.titles[POLICY]), focus)
        parts.append(_shown(draw_map(what), "change", f"routesim map {where}", docs))
    return parts + [_figure(results, name, f"routesim plot {where} --figure {name}", docs, file) for name, file in COMPARED_FIGURES.items()]


def _country(results: ResultFolder, docs: Path) -> list[str]:
    """The profile of a country, and the beginning of what its indicators point to."""
    where = f"runs/{SCENARIO}-seed1"
    with style():
        picture = profile_picture.draw(country_profile(results.need_run(), COUNTRY))
    said = io.StringIO()
    print_vectors(vectors(COUNTRY), every=False, console=Console(file=said, width=VECTORS_WIDE))
    lines = [line.rstrip() for line in said.getvalue().splitlines()]
    end = [k for k, line in enumerate(lines) if re.match(r" [A-Z]{3}-\d", line)][VECTORS_SHOWN]
    text = "\n".join([*lines[:end], f" ... {len(lines) - end} more lines"])
    return [
        "## One country\n",
        _shown(picture, "profile", f"routesim profile {COUNTRY} {where}", docs),
        f"### What documents point to\n\n`routesim vectors {COUNTRY}`\n\n```text\n{text}\n```\n",
    ]


def _fit(docs: Path) -> str:
    with style():
        picture = documented(validate(SCENARIO, None))
    return _shown(picture, "fit", f"routesim validate {SCENARIO}", docs)


def _films_and_page(small: Path, comparison: Path, docs: Path) -> list[str]:
    results = open_folder(small)
    view = View(period=reported(results.world))
    with style():
        content = volume_map(results.world, results.weekly_flows(), view, results.source)
        animate(content, results.weekly_flows(), docs / "images" / "gallery-weeks.gif", _progress("weeks"))
    film = "![Flows of the invented territory, four weeks at a time](images/gallery-weeks.gif)"
    parts = [f"## Animation by week\n\n`routesim map runs/two-valleys-seed1 --format gif`\n\n{film}\n"]
    page = write_report(comparison, comparison / "report.html", print)
    parts.append(f"## A page to share\n\n`routesim report comparisons/{SCENARIO}-{POLICY}` writes one HTML file that needs no network.\n")
    for name, wide, tall in (("desk", 1280, 1900), ("phone", 390, 1300)):
        path = docs / "images" / f"gallery-report-{name}.png"
        if _photographed(page, path, wide, tall):
            parts.append(f"![The report at the width of a {name}](images/{path.name})\n")
    return parts


def _photographed(page: Path, path: Path, wide: int, tall: int) -> bool:
    """Take a screenshot of a page in a headless browser; left out where there is none."""
    try:
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service
    except ModuleNotFoundError:
        return False
    browser, driver_of = shutil.which("chromium"), shutil.which("chromedriver")
    if browser is None or driver_of is None:
        print("no Chromium: the gallery has no screenshots of the report (Debian: apt install chromium chromium-driver)")
        return False
    options = webdriver.ChromeOptions()
    for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"):
        options.add_argument(word)
    options.binary_location = browser
    with webdriver.Chrome(options=options, service=Service(driver_of)) as driver:
        metrics = {"width": wide, "height": tall, "deviceScaleFactor": 1, "mobile": wide < 500}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)  # type: ignore[no-untyped-call]
        driver.get(page.resolve().as_uri())
        time.sleep(0.5)
        with Image.open(io.BytesIO(driver.get_screenshot_as_png())) as image:
            _small(image.convert("RGB"), path)
    return True


def _figure(results: ResultFolder, name: str, command: str, docs: Path, file: str = "") -> str:
    print(name)
    with style():
        picture = FIGURES[name].draw(results, "")
    return _shown(picture, file or name, command, docs)


def _shown(picture: Picture, name: str, command: str, docs: Path) -> str:
    raw = io.BytesIO()
    with style():
        picture.figure.savefig(raw, dpi=130, format="png")
    with Image.open(raw) as image:
        _small(image.convert("RGB"), docs / "images" / f"gallery-{name}.png")
    alt = picture.alt.replace("[", "(").replace("]", ")").replace("\n", " ")
    return f"### {picture.figure.get_suptitle()}\n\n`{command}`\n\n![{alt}](images/gallery-{name}.png)\n"


def _small(image: Image.Image, path: Path) -> None:
    """Write a picture with few colours, narrower until it is small."""
    path.parent.mkdir(parents=True, exist_ok=True)
    wide = min(WIDE, image.width)
    while True:
        size = (wide, round(image.height * wide / image.width))
        few_colours(image.resize(size, Image.Resampling.LANCZOS)).save(path, "PNG", optimize=True)
        if path.stat().st_size < MOST_BYTES or wide < 500:
            return
        wide = round(wide * 0.9)


def _progress(what: str) -> Callable[[int, int], None]:
    def tell(day: int, days: int) -> None:
        if day % 10 == 0 or day == days:
            print(f"{what}: {day} of {days}")

    return tell


if __name__ == "__main__":
    main()
