"""How fast the browser view is, beside Mesa's SolaraViz with matplotlib: ``python tests/benchmarks/view.py``.

Prints markdown. Needs Chromium on the path and some two minutes; nothing else should be at work on the machine.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import psutil
from measuring import machine, show
from playwright.sync_api import Browser, Page, sync_playwright

MONTHS, STEPS, TABS = 100, 20, 30
VIEW = (sys.executable, "-m", "greatgame.analysis", "view", "--no-browser", "--port", "0")
PLAIN = '''
import solara
from matplotlib.figure import Figure
from mesa.visualization import SolaraViz

from greatgame import model, scenarios

world = scenarios.load("us_entry_2001")


def timeline(game):
    """Alignment of every state with every power by month."""
    figure = Figure()
    for row, axes in enumerate(figure.subplots(len(world.inputs.ids["state"]))):
        axes.plot(game.world.history["alignment"][: game.world.month, row, :, :, 0].mean(axis=-1))
    solara.FigureMatplotlib(figure)


def today(game):
    """Shares of the powers in every state this month."""
    figure = Figure()
    axes = figure.subplots()
    axes.bar(world.inputs.ids["state"], game.world.values["alignment"][..., 0].mean(axis=-1).max(axis=-1))
    solara.FigureMatplotlib(figure)


@solara.component
def Page():
    """What Mesa offers by itself."""
    game = solara.use_memo(lambda: model.GreatGame(world, seed=1), [])
    given = {"scenario": world, "seed": 1}
    SolaraViz(game, components=[timeline, today], model_params=given, play_interval=1)
'''
SERVE = "import uvicorn; uvicorn.run('solara.server.starlette:app', port=8798, log_level='error')"


@contextmanager
def served(command: tuple[str, ...], **variables: str) -> Iterator[psutil.Popen]:
    """Run a server."""
    process = psutil.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **variables})
    yield process
    process.terminate()
    process.wait()


def opened(browser: Browser, address: str, shows: str) -> Page:
    """Open a page, as soon as there is one."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    for _ in range(200):
        try:
            page.goto(address)
            break
        except Exception:  # the server is not there yet
            time.sleep(0.1)
    page.locator(shows).first.wait_for()
    return page


def seconds(page: Page, button: str, until: str, *given: object) -> float:
    """Press a button and wait for what it brings."""
    page.wait_for_timeout(500)
    start = time.perf_counter()
    page.get_by_role("button", name=button).click()
    page.wait_for_function(until, arg=list(given), polling="raf", timeout=120_000)
    return time.perf_counter() - start


def ours(browser: Browser) -> Iterator[tuple[str, float, str]]:
    """Measure the view."""
    start = time.perf_counter()
    with served(VIEW) as server:
        address = next(word for word in server.stdout.readline().split() if word.startswith("http"))
        page = opened(browser, address, ".gg-log")
        yield "from command to page", time.perf_counter() - start, "s"
        changed = "([date]) => document.querySelector('.gg-date').innerText !== date"
        steps = [seconds(page, "Step", changed, page.locator(".gg-date").inner_text()) for _ in range(STEPS)]
        yield "step until it shows, median", 1e3 * median(steps), "ms"
        yield "step until it shows, worst", 1e3 * max(steps), "ms"
        page.get_by_role("button", name="Reset").click()
        page.get_by_label("Months a second").fill("30")
        date = f"{1992 + MONTHS // 12}-{MONTHS % 12 + 1:02d}"
        reached = "([date]) => document.querySelector('.gg-date').innerText >= date"
        yield "months a second, playing", MONTHS / seconds(page, "Play", reached, date), "/s"
        others: list[Any] = [opened(browser, address, ".gg-log") for _ in range(TABS - 1)]
        for other in others:
            other.get_by_role("button", name="Step").click()
        yield f"memory of the server, {TABS} pages", server.memory_info().rss / 1e6, "MB"
        for each in (page, *others):
            each.close()


def mesas(browser: Browser, folder: Path) -> float:
    """Measure months a second of Mesa's page with two figures."""
    (folder / "plain.py").write_text(PLAIN)
    variables = {"SOLARA_APP": "plain", "SOLARA_MODE": "production", "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False"}
    with served((sys.executable, "-W", "ignore", "-c", SERVE), PYTHONPATH=str(folder), **variables):
        page = opened(browser, "http://127.0.0.1:8798/", "text=Step: 0")
        reached = f"() => /Step: ({'|'.join(map(str, range(MONTHS, MONTHS + 40)))})/.test(document.body.innerText)"
        return MONTHS / seconds(page, "▶", reached)


def main() -> None:
    """Measure both in one sitting."""
    found = shutil.which("chromium")
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        rows = {what: (value, unit) for what, value, unit in ours(browser)}
        theirs = mesas(browser, Path(folder))
        browser.close()
    print(machine())  # noqa: T201
    show("The browser view", ("", "measured"), [(what, f"{value:.3g} {unit}") for what, (value, unit) in rows.items()])
    rate = rows["months a second, playing"][0]
    show(
        "Playing, months a second",
        ("", "rate", "ratio"),
        [("greatgame view", f"{rate:.1f}", f"{rate / theirs:.1f}"), ("SolaraViz, two figures", f"{theirs:.1f}", "1")],
    )


if __name__ == "__main__":
    main()
