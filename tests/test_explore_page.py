"""The explorer in a headless Chromium: run, stop, go back, save, two tabs, wrong input, a phone; and nobody without the token gets in."""

import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser import chromium
from tests.sweeping import DAYS, PATROLS, SIZE

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 600.0
"""Seconds after which a test gives up waiting."""


def patient(driver: webdriver.Chrome) -> WebDriverWait[webdriver.Chrome]:
    """Waits for what a page comes to show; an element that is replaced meanwhile is looked for again."""
    return WebDriverWait(driver, PATIENCE, 0.05, ignored_exceptions=(StaleElementReferenceException, NoSuchElementException))

HOW = "the extra explore is not installed: pip install '.[explore]'"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """The address of an explorer at work in a folder of its own."""
    if importlib.util.find_spec("nicegui") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(HOW)
    command = [sys.executable, "-c", "from experiments.cli import main; main()", "explore", "two-valleys", PATROLS]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [*command, "--port", "0", "--no-browser", "--workers", "1"], cwd=home, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        yield process.stdout.readline().strip()
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
        assert process.stderr.read() == ""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    with chromium(tmp_path_factory.mktemp("profile")) as driver:
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 1440, "height": 900, "deviceScaleFactor": 1, "mobile": False})
        yield driver


def opened(browser: webdriver.Chrome, address: str) -> webdriver.Chrome:
    browser.get(address)
    WebDriverWait(browser, PATIENCE).until(lambda d: d.find_elements(By.CSS_SELECTOR, "[data-key]"))
    return browser


def fill(driver: webdriver.Chrome, **values: str) -> None:
    """Type into fields by their labels."""
    for label, value in values.items():
        field = driver.find_element(By.CSS_SELECTOR, f'input[aria-label="{label.replace("_", " ")}"]')
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(value or Keys.BACKSPACE)


def button(driver: webdriver.Chrome, text: str) -> WebElement:
    return next(one for one in driver.find_elements(By.TAG_NAME, "button") if one.text.strip().startswith(text))


def standing(driver: webdriver.Chrome, begins: str) -> str:
    """Wait until the answer says so; what it says then."""
    said = "return (document.querySelector('.state strong') || {}).textContent || ''"
    patient(driver).until(lambda d: str(d.execute_script(said)).startswith(begins))
    return str(driver.execute_script(said))


def outcomes(driver: webdriver.Chrome) -> dict[str, str]:
    """The change of every outcome as it is shown."""
    rows = "return [...document.querySelectorAll('tr[data-outcome]')].map(r => [r.dataset.outcome, r.querySelector('td').textContent])"
    return dict(driver.execute_script(rows))


def asked_elsewhere(driver: webdriver.Chrome) -> list[str]:
    """Addresses outside this machine that were asked for since this was last looked at."""
    messages = (json.loads(row["message"])["message"] for row in driver.get_log("performance"))  # type: ignore[no-untyped-call]
    urls = [one["params"]["request"]["url"] for one in messages if one["method"] == "Network.requestWillBeSent"]
    return [url for url in urls if not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:", "chrome:", "about:"))]


def test_without_the_token_nobody_gets_in(address: str) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{22}", address)
    for wrong in (address.partition("?")[0], address[:-1], address.replace("/?", "/map/0?")[:-1]):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(wrong)  # noqa: S310 - of this machine
        assert refused.value.code == 403
        refused.value.close()


def test_a_question_runs_another_follows_and_the_first_comes_back_at_once(browser: webdriver.Chrome, address: str, home: Path) -> None:
    driver = opened(browser, address)
    asked_elsewhere(driver)
    assert "token" not in driver.current_url
    fill(driver, Days=str(DAYS), Scale="0.2", Pairs_of_runs="2")
    button(driver, "Run").click()
    assert standing(driver, "Answered") == "Answered from 2 pairs of runs; a verdict needs 6"
    first = outcomes(driver)
    assert {"apprehensions", "deaths", "stranded", "crossings"} <= set(first)
    command = f"routesim compare two-valleys {PATROLS} --replicates 2 --days {DAYS} --scale 0.2"
    assert driver.find_element(By.CSS_SELECTOR, ".command").text == command

    patient(driver).until(lambda d: d.find_elements(By.CSS_SELECTOR, "iframe.map"))
    driver.switch_to.frame(driver.find_element(By.CSS_SELECTOR, "iframe.map"))
    patient(driver).until(lambda d: d.find_elements(By.CSS_SELECTOR, "#chart .flow"))
    week = driver.find_element(By.ID, "week")
    before = week.get_attribute("value")
    week.send_keys(Keys.ARROW_RIGHT)
    assert week.get_attribute("value") != before
    assert driver.find_element(By.ID, "when").text.endswith(" weeks")
    assert not driver.find_element(By.ID, "whole").is_selected()
    driver.switch_to.default_content()

    slider = driver.find_element(By.CSS_SELECTOR, f'[data-key="{SIZE}"] [tabindex="0"]')
    slider.send_keys(Keys.PAGE_DOWN, Keys.PAGE_DOWN)  # by ten steps of 0.05 each, to one, which changes nothing
    patient(driver).until(lambda d: d.find_element(By.CSS_SELECTOR, ".size .value").text == "1 ×")
    button(driver, "Run").click()
    patient(driver).until(lambda d: f"{SIZE}=1" in d.find_element(By.CSS_SELECTOR, ".command").text)
    standing(driver, "Answered")
    second = outcomes(driver)
    assert second["apprehensions"].startswith("0")
    assert second != first

    kept = driver.find_elements(By.CSS_SELECTOR, ".earlier button")
    assert len(kept) == 2
    kept[1].click()
    patient(driver).until(lambda d: outcomes(d) == first)
    assert driver.find_element(By.CSS_SELECTOR, ".command").text == command
    patient(driver).until(lambda d: d.find_element(By.CSS_SELECTOR, ".size .value").text == "2 ×")  # the form goes back too
    assert sorted(path.name for path in (home / "comparisons").iterdir() if path.is_dir()) == sorted(
        path.name for path in (home / "comparisons").glob(f"two-valleys-{PATROLS}-days{DAYS}-scale0.2*")
    )
    assert asked_elsewhere(driver) == []
    assert [row for row in driver.get_log("browser") if row["level"] == "SEVERE"] == []  # type: ignore[no-untyped-call]


def test_table_picture_and_report_are_saved(browser: webdriver.Chrome, address: str, home: Path) -> None:
    driver = opened(browser, address)
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(home)})
    driver.find_elements(By.CSS_SELECTOR, ".earlier button")[-1].click()
    standing(driver, "Answered")
    name = f"two-valleys-{PATROLS}-days{DAYS}-scale0.2"
    for text, ending in (("Table", "differences.csv"), ("Picture", "changes.png"), ("Report", "report.html")):
        button(driver, text).click()
        path = home / f"{name}-{ending}"
        patient(driver).until(lambda _, path=path: path.is_file() and path.stat().st_size)
    assert "transit communities" in (home / f"{name}-differences.csv").read_text(encoding="utf-8")
    with Image.open(home / f"{name}-changes.png") as picture:
        assert picture.width > 1000
    assert f"routesim compare two-valleys --policy {PATROLS}" in (home / f"{name}-report.html").read_text(encoding="utf-8")


def test_wrong_input_is_said_and_nothing_is_run(browser: webdriver.Chrome, address: str, home: Path) -> None:
    driver = opened(browser, address)
    there = sorted((home / "comparisons").iterdir())
    fill(driver, Pairs_of_runs="many", Scale="-1", Days="")
    button(driver, "Run").click()
    alert = patient(driver).until(lambda d: d.find_element(By.CSS_SELECTOR, ".wrong"))
    assert [row.text for row in alert.find_elements(By.TAG_NAME, "li")] == [
        'Pairs of runs: "many". Allowed: a number.', "Scale: -1. Allowed: a finite number above 0; 1 is everybody.",
    ]  # fmt: skip
    assert not driver.find_elements(By.CSS_SELECTOR, ".state strong")
    assert sorted((home / "comparisons").iterdir()) == there


def test_two_tabs_have_questions_of_their_own_and_stop_keeps_what_is_there(browser: webdriver.Chrome, address: str) -> None:
    driver = opened(browser, address)
    first = driver.current_window_handle
    fill(driver, Days=str(DAYS), Scale="0.2", Pairs_of_runs="300")
    button(driver, "Run").click()
    patient(driver).until(outcomes)
    driver.switch_to.new_window("tab")
    opened(driver, address)
    assert len(driver.find_elements(By.CSS_SELECTOR, ".earlier button")) == 2  # answers are for all tabs
    fill(driver, Days=str(DAYS), Scale="0.2", Pairs_of_runs="2")
    button(driver, "Run").click()
    standing(driver, "Answered from 2 pairs")  # answered already, while the other works
    driver.switch_to.window(first)
    button(driver, "Stop").click()
    said = standing(driver, "Stopped after")
    pairs = re.match(r"Stopped after (\d+) of", said)
    assert pairs is not None
    assert f"--replicates {pairs[1]}" in driver.find_element(By.CSS_SELECTOR, ".command").text
    patient(driver).until(lambda d: len(d.find_elements(By.CSS_SELECTOR, ".earlier button")) == 3)


@pytest.mark.parametrize(("wide", "tall"), [(1440, 900), (390, 844)])
def test_the_page_fits_a_desk_and_a_phone(browser: webdriver.Chrome, address: str, tmp_path: Path, wide: int, tall: int) -> None:
    metrics = {"width": wide, "height": tall, "deviceScaleFactor": 1, "mobile": wide < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver = opened(browser, address)
    driver.find_elements(By.CSS_SELECTOR, ".earlier button")[-1].click()
    standing(driver, "Answered")
    patient(driver).until(lambda d: d.find_elements(By.CSS_SELECTOR, "iframe.map"))
    assert driver.execute_script("return document.documentElement.scrollWidth") <= wide  # type: ignore[no-untyped-call]
    cards = driver.find_elements(By.CSS_SELECTOR, ".card.interceptions, .card.harm")
    assert len(cards) == 2
    assert (cards[0].location["y"] == cards[1].location["y"]) == (wide > 500)  # side by side, or one below the other
    for card in cards:
        assert "too few pairs" in card.text  # the verdict is there at every width
        assert card.location["x"] + card.size["width"] <= wide
    shot = Path(os.environ.get("EXPLORE_SHOTS", str(tmp_path))) / f"explore-{wide}.png"
    assert driver.save_screenshot(str(shot))
    with Image.open(shot) as image:
        assert len(image.convert("RGB").getcolors(maxcolors=1 << 24) or []) > 30
