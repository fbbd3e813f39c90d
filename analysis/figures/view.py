"""Make the picture of the browser view in the README: python analysis/figures/view.py (needs the extra `test`).

Opens the default scenario, plays to the summer after the US entry, selects a state and takes a picture of the page.
"""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

PICTURE = Path(__file__).with_suffix(".png")
MONTH, STATE = "2002-08", "UZB"


def take(page: Page, address: str) -> None:
    """Bring the page to the month and state, and take its picture."""
    page.goto(address)
    page.get_by_label("Months a second").fill("30")
    date = page.locator(".gg-date")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function(
        "month => document.querySelector('.gg-date').textContent.trim() >= month", arg=_before(MONTH)
    )
    page.get_by_role("button", name="Pause").click()
    while date.inner_text() < MONTH:
        shown = date.inner_text()
        page.get_by_role("button", name="Step").click()
        expect(date).not_to_have_text(shown)
    state = page.locator(f".gg-map [data-state={STATE}]")
    state.press("Enter")
    expect(state).to_have_attribute("aria-pressed", "true")
    page.locator("h1").click()  # away from the map, whose tooltip would hide half of it
    page.screenshot(path=PICTURE)


def _before(month: str) -> str:
    """A year earlier: the page goes on some months while it is being stopped."""
    return f"{int(month[:4]) - 1}{month[4:]}"


def main() -> None:
    """Serve, look, end."""
    command = [sys.executable, "-m", "greatgame.analysis", "view", "--no-browser", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server, sync_playwright() as driver:  # noqa: S603
        assert server.stdout is not None
        address = next(word for word in server.stdout.readline().split() if word.startswith("http://"))
        found = next(path for name in ("chromium", "google-chrome") if (path := shutil.which(name)))
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        take(browser.new_page(viewport={"width": 1280, "height": 800}), address)
        browser.close()
        server.send_signal(signal.SIGINT)


if __name__ == "__main__":
    main()
