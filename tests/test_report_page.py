"""The report in a real browser: it loads, moves, plays, switches, sorts; it says nothing to the console and asks nothing of a network."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from experiments.cli.compare_input import CompareOptions, checked
from experiments.plots.result_folder import open_folder
from experiments.report import LARGEST, report_html, write_report
from experiments.report.map_data import map_data
from experiments.runs.comparison import read_comparison
from experiments.runs.comparison_files import write_comparison
from experiments.runs.design import Design
from experiments.runs.sweep import sweep
from experiments.store import read_run, write_run
from scenarios import BadInput
from tests.browser import chromium
from tests.synthetic import results, small_world

EVIL = '<script>window.evil=1</script><img src=x onerror="window.evil=2"> & “Öde”'
WAYS = ((1280, 900), (390, 800))
"""Widths and heights at which the page is looked at: a desk, a phone."""


def say(_: str) -> None:
    """Progress is not looked at here."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    with chromium(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compared") / "valleys"
    asked = CompareOptions("two-valleys", ("none", "two-valleys-path-patrols"), 1, 2, 240, 1.0, [], "", "", [], None, None, [], "deaths")
    request = checked(asked)
    sweep(request.design(), folder, workers=1)
    write_comparison(read_comparison(request, folder), folder)
    return folder


@pytest.fixture(scope="module")
def page(compared: Path) -> Path:
    return write_report(compared, compared / "report.html", say)


def opened(browser: webdriver.Chrome, page: Path) -> webdriver.Chrome:
    browser.get(page.as_uri())
    return browser


def asked_of(browser: webdriver.Chrome) -> list[str]:
    """Every address that pages asked for since this was last looked at."""
    found = []
    for row in browser.get_log("performance"):  # type: ignore[no-untyped-call]
        message = json.loads(row["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            found.append(message["params"]["request"]["url"])
    return [url for url in found if not url.startswith(("file:", "data:", "blob:", "chrome:"))]


def widths(browser: webdriver.Chrome) -> list[str]:
    return list(browser.execute_script("return [...document.querySelectorAll('.flow')].map(p => p.style.display + p.style.strokeWidth)"))  # type: ignore[no-untyped-call]


def test_the_page_is_small_and_says_what_it_must(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert page.stat().st_size < LARGEST
    for word in ("The answer", "The question", "Assumptions and limits", "routesim compare two-valleys", "apprehensions", "deaths", "Simulated people"):
        assert word in text
    assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in text


def test_moving_playing_switching_and_sorting_work_without_error_or_network(browser: webdriver.Chrome, page: Path) -> None:
    driver = opened(browser, page)
    asked_of(driver)
    whole = widths(driver)
    assert any(whole)

    week = driver.find_element(By.ID, "week")
    week.send_keys(Keys.ARROW_RIGHT)
    assert not driver.find_element(By.ID, "whole").is_selected()
    moved = widths(driver)
    assert moved != whole
    assert "4 weeks" in driver.find_element(By.ID, "when").text

    play, before = driver.find_element(By.ID, "play"), int(week.get_attribute("value") or 0)
    play.click()
    assert play.get_attribute("aria-pressed") == "true"
    WebDriverWait(driver, 10).until(lambda _: int(week.get_attribute("value") or 0) >= before + 2)
    play.click()
    stood = week.get_attribute("value")
    assert play.get_attribute("aria-pressed") == "false"
    driver.execute_async_script("setTimeout(arguments[0], 600)")  # type: ignore[no-untyped-call]
    assert week.get_attribute("value") == stood

    driver.find_element(By.ID, "whole").click()
    radios = driver.find_elements(By.NAME, "arm")
    assert len(radios) == 3  # the change, and either policy
    assert radios[2].is_selected()  # two pairs give no verdict, so that the flows under the policy come first
    assert "Too few pairs for verdicts: 2, at least 6 are needed." in driver.find_element(By.ID, "judged").text
    radios[0].click()
    assert widths(driver) != whole
    assert not [path for path in driver.find_elements(By.CSS_SELECTOR, ".flow") if path.value_of_css_property("display") != "none"]
    assert driver.find_element(By.ID, "top").text == "no significant change"
    radios[2].click()
    views = driver.find_elements(By.NAME, "view")
    assert len(views) == 2
    assert views[0].is_selected()
    near = {place.text for place in driver.find_elements(By.CSS_SELECTOR, "#chart text.name")}
    views[1].click()
    assert near < {place.text for place in driver.find_elements(By.CSS_SELECTOR, "#chart text.name")}
    assert widths(driver) == whole

    table = driver.find_element(By.CSS_SELECTOR, "table[data-name=differences]")
    column = next(k for k, head in enumerate(table.find_elements(By.TAG_NAME, "th")) if head.text.startswith("difference"))
    head = table.find_elements(By.TAG_NAME, "th")[column]
    for way, sign in (("descending", -1), ("ascending", 1)):
        head.find_element(By.TAG_NAME, "button").send_keys(Keys.ENTER)
        cells = [row.find_elements(By.TAG_NAME, "td")[column].get_attribute("data-v") for row in table.find_elements(By.CSS_SELECTOR, "tbody tr")]
        numbers = [float(cell) for cell in cells if cell]
        assert head.get_attribute("aria-sort") == way
        assert numbers == sorted(numbers, key=lambda value: sign * value)
        assert len(numbers) > 10

    assert driver.get_log("browser") == []  # type: ignore[no-untyped-call]
    assert asked_of(driver) == []


def test_on_paper_nothing_is_cut_and_every_table_is_open(browser: webdriver.Chrome, page: Path) -> None:
    driver = opened(browser, page)
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 1017, "height": 700, "deviceScaleFactor": 1, "mobile": False})  # type: ignore[no-untyped-call]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})  # type: ignore[no-untyped-call]
    closed = "return document.querySelectorAll('details:not([open])').length"
    driver.execute_script("document.querySelector('details').open = false")  # type: ignore[no-untyped-call]
    try:
        before = driver.execute_script(closed)  # type: ignore[no-untyped-call]
        assert before >= 1
        driver.execute_script("dispatchEvent(new Event('beforeprint'))")  # type: ignore[no-untyped-call]
        assert driver.execute_script(closed) == 0  # type: ignore[no-untyped-call]
        for name in ("nav", ".controls", ".tools"):
            assert not any(one.is_displayed() for one in driver.find_elements(By.CSS_SELECTOR, name)), name
        wide = driver.execute_script("return [...document.querySelectorAll('table, img, svg')].map(e => e.getBoundingClientRect().right)")  # type: ignore[no-untyped-call]
        assert max(wide) <= 1017  # an A4 page across, less its margins
        assert "Shown: More patrols on the Goat Path, all followed communities" in driver.find_element(By.ID, "shown").text
        driver.execute_script("dispatchEvent(new Event('afterprint'))")  # type: ignore[no-untyped-call]
        assert driver.execute_script(closed) == before  # type: ignore[no-untyped-call]
    finally:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})  # type: ignore[no-untyped-call]
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})  # type: ignore[no-untyped-call]


def test_a_table_downloads_as_it_stands(browser: webdriver.Chrome, page: Path) -> None:
    driver = opened(browser, page)
    driver.execute_script(  # type: ignore[no-untyped-call]
        "window.saved = []; URL.createObjectURL = b => { b.text().then(t => saved.push(t)); return 'data:text/csv,'; };"
        "HTMLAnchorElement.prototype.click = function () { saved.push(this.download); };"
    )
    button = driver.find_element(By.CSS_SELECTOR, "details.sheet .save")
    driver.execute_script("arguments[0].closest('details').open = true", button)  # type: ignore[no-untyped-call]
    button.send_keys(Keys.ENTER)
    WebDriverWait(driver, 5).until(lambda d: len(d.execute_script("return saved")) == 2)
    saved = driver.execute_script("return saved.sort()")  # type: ignore[no-untyped-call]
    assert "differences.csv" in saved
    text = next(one for one in saved if one != "differences.csv")
    assert text.startswith("outcome,unit,no policy,with the policy,difference,from,to,")
    assert "\ndeaths,people," in text


def test_names_with_markup_are_text(browser: webdriver.Chrome, tmp_path: Path) -> None:
    world = small_world()
    places = tuple(replace(place, title=EVIL) for place in world.places)
    people = tuple(replace(community, title=EVIL) for community in world.communities)
    world = replace(world, title=EVIL, places=places, communities=people)
    folder = write_run(results(world), world, tmp_path / "run").folder
    assert read_run(folder).world.title == EVIL
    driver = opened(browser, write_report(folder, tmp_path / "report.html", say))
    assert driver.execute_script("return window.evil === undefined")  # type: ignore[no-untyped-call]
    assert EVIL in driver.find_element(By.TAG_NAME, "h1").text
    assert EVIL in driver.find_element(By.ID, "top").text
    assert EVIL in driver.find_element(By.ID, "community").text
    assert driver.find_elements(By.CSS_SELECTOR, "img[src=x]") == []
    assert driver.get_log("browser") == []  # type: ignore[no-untyped-call]


def test_a_script_that_gets_in_is_not_run(browser: webdriver.Chrome, page: Path, tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.html"
    spoilt.write_text(page.read_text(encoding="utf-8").replace("</main>", "<script>window.evil = 1</script></main>"), encoding="utf-8")
    driver = opened(browser, spoilt)
    assert driver.execute_script("return window.evil === undefined")  # type: ignore[no-untyped-call]
    assert any("Content Security Policy" in row["message"] for row in driver.get_log("browser"))  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(("wide", "tall"), WAYS)
def test_the_page_fits_a_desk_and_a_phone(browser: webdriver.Chrome, page: Path, tmp_path: Path, wide: int, tall: int) -> None:
    metrics = {"width": wide, "height": tall, "deviceScaleFactor": 1, "mobile": wide < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)  # type: ignore[no-untyped-call]
    driver = opened(browser, page)
    assert driver.execute_script("return document.documentElement.scrollWidth") <= wide  # type: ignore[no-untyped-call]
    chart = driver.find_element(By.ID, "chart")
    driver.execute_script("arguments[0].scrollIntoView()", chart)  # type: ignore[no-untyped-call]
    assert chart.size["width"] > 0.5 * wide
    shot = Path(os.environ.get("REPORT_SHOTS", str(tmp_path))) / f"report-{wide}.png"
    assert driver.save_screenshot(str(shot))
    with Image.open(shot) as image:
        assert len(image.convert("RGB").getcolors(maxcolors=1 << 24) or []) > 30
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})  # type: ignore[no-untyped-call]


def test_everything_has_words_and_a_heading(browser: webdriver.Chrome, page: Path) -> None:
    driver = opened(browser, page)
    assert all(len(image.get_attribute("alt") or "") > 40 for image in driver.find_elements(By.CSS_SELECTOR, "figure img"))
    assert len(driver.find_elements(By.CSS_SELECTOR, "figure img")) >= 5
    levels = [int(head.tag_name[1]) for head in driver.find_elements(By.CSS_SELECTOR, "h1, h2, h3")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for control in driver.find_elements(By.CSS_SELECTOR, "input, select"):
        assert control.find_element(By.XPATH, "ancestor::label").text.strip()


def test_a_run_without_followed_people_and_one_in_which_nothing_happens_are_reported(tmp_path: Path) -> None:
    world = small_world()
    quiet = replace(world, communities=tuple(replace(c, followed=False) for c in world.communities))
    found = results(world)
    nothing = {name: {key: column[:0] if isinstance(column, np.ndarray) else replace(column, codes=column.codes[:0]) for key, column in table.items()}
               for name, table in found.tables.items()}  # fmt: skip
    labour = results(quiet)
    unseen = replace(labour, tables={**labour.tables, "events": nothing["events"], "people": nothing["people"]})
    for name, made, results_kept in (("labour", quiet, unseen), ("still", world, replace(found, tables=nothing))):
        run = write_run(results_kept, made, tmp_path / name)
        text = report_html(open_folder(run.folder), say)
        assert ("0 people followed person by person departed" in text) == (name == "still")
        assert "people of labour communities departed" in text


def test_a_sweep_that_kept_sums_says_what_it_lacks_and_gives_the_interval(tmp_path: Path) -> None:
    folder = tmp_path / "sums"
    sweep(Design("sums", ("two-valleys",), seeds=(1, 2, 3), days=120, scale=0.2), folder, workers=1)
    text = report_html(open_folder(folder), say)
    assert "The runs kept only sums" in text
    assert "90 per cent range over runs" in text
    assert "These are means of 3 runs." in text
    with pytest.raises(BadInput, match=r'runs that kept weeks: keep = \["indicators", "weeks"\]'):
        open_folder(folder).weekly_flows()


def test_a_page_that_would_be_too_large_is_not_written(compared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.report.page.LARGEST", 10_000)
    with pytest.raises(BadInput, match="at most 10,000"):
        write_report(compared, tmp_path / "report.html", say)
    assert list(tmp_path.iterdir()) == []


def test_the_map_names_the_days_of_the_whole_weeks_that_it_adds_up(compared: Path) -> None:
    data = map_data(open_folder(compared), {}, say)
    # Weeks begin on the first day of the run, a Friday: 1 January 2010. Of its 240 days, 34 whole weeks are shown; 1 March is a Monday.
    assert (data["step"], data["weeks"][0], data["weeks"][-1]) == (1, "2010-01-01", "2010-08-20")
    assert data["report"] == [9, 33]
    assert data["span"] == ["2010-03-05", "2010-08-26"]
