"""A headless Chromium for tests of pages: Debian's packages chromium and chromium-driver, driven by selenium."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

HOW = "no Chromium found: apt-get install chromium chromium-driver (Debian, Ubuntu), or name them in CHROMIUM and CHROMEDRIVER"


def programs() -> tuple[str, str] | None:
    """The browser and its driver, if both are there."""
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = os.environ.get("CHROMEDRIVER") or shutil.which("chromedriver")
    return (browser, driver) if browser and driver else None


@contextmanager
def chromium(profile: Path) -> Iterator[webdriver.Chrome]:
    """A browser whose requests and console are recorded; where there is none a developer's test is skipped with the way to get it, and CI fails."""
    found = programs()
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(HOW)
    options = webdriver.ChromeOptions()
    for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
                 "--disable-component-update", "--force-prefers-reduced-motion", "--disable-sync", f"--user-data-dir={profile}"):  # fmt: skip
        options.add_argument(word)
    options.binary_location = found[0]
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(found[1]))
    try:
        yield driver
    finally:
        driver.quit()
