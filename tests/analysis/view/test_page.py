"""What a visitor finds on the page, how time goes by there, and that its panels work in a page of Mesa's."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .steering import BAY, PANELS, STATES, Page, button, date, expect, numbers, state, wait_for_numbers, walk

if TYPE_CHECKING:
    from .conftest import Launch, Visitor


def test_it_begins_in_the_first_month(page: Page) -> None:
    expect(date(page)).to_have_text("1992-01")
    expect(page).to_have_title("The US entry into Central Asia after September 11 - greatgame")


def test_every_panel_shows_something(page: Page) -> None:
    for name in PANELS:
        panel = page.locator(f".gg-panel.gg-{name}")
        expect(panel).to_be_visible()
        expect(panel).to_have_text(re.compile(r"\w{3}"))
    for name in STATES:
        expect(state(page, name)).to_be_visible()
        expect(state(page, name, "ternary")).to_be_visible()
    expect(page.locator(".gg-timeline .gg-line")).to_have_count(3)
    expect(page.locator(".gg-log [data-key]").first).to_be_visible()


def test_the_log_fills_its_panel_when_there_is_enough(page: Page) -> None:
    walk(page, 24, "1994-01")
    expect(page.locator(".gg-log [data-key]").nth(7)).to_be_visible()


def test_all_that_can_be_operated_has_a_name(page: Page) -> None:
    found = page.evaluate("""[...document.querySelectorAll('button, select, input, [role=button], [role=slider]')]
        .filter((each) => each.offsetParent !== null || each.ownerSVGElement)
        .filter((each) => !each.getAttribute('aria-label') && !each.title && !(each.labels || []).length
            && !each.textContent.trim())
        .map((each) => each.outerHTML)""")
    assert found == []


def test_a_slider_reaches_twice_the_value_of_the_file(launch: "Launch", visitor: "Visitor") -> None:
    page = visitor(launch(BAY))  # it has an intervention
    found = page.locator(".gg-setting input[type=range]").evaluate_all("all => all.map((it) => [it.value, it.max])")
    assert found
    assert [float(most or 100) for _, most in found] == pytest.approx([2 * float(value) for value, _ in found])


def test_a_step_shows_the_next_month(page: Page) -> None:
    button(page, "Step").click()
    expect(date(page)).to_have_text("1992-02")


def test_all_panels_show_the_month_of_the_clock(page: Page) -> None:
    walk(page, 5, "1992-06")
    for name in ("map", "ternary", "timeline"):
        expect(page.locator(f".gg-panel.gg-{name}")).to_contain_text("1992-06")


def test_it_plays_to_the_end_and_then_neither_play_nor_step_is_offered(page: Page) -> None:
    page.get_by_label("Months a second").fill("30")
    button(page, "Play").click()
    expect(button(page, "Pause")).to_be_visible()
    expect(date(page)).to_have_text("2003-12", timeout=60_000)
    expect(button(page, "Play")).to_be_disabled()
    expect(button(page, "Step")).to_be_disabled()
    expect(button(page, "Reset")).to_be_enabled()


def test_pause_stops_it(page: Page) -> None:
    page.get_by_label("Months a second").fill("30")
    button(page, "Play").click()
    expect(date(page)).to_have_text(re.compile(r"199[3-9]"))
    button(page, "Pause").click()
    expect(button(page, "Play")).to_be_visible()
    page.wait_for_timeout(300)  # for a step under way
    stopped = date(page).inner_text()
    page.wait_for_timeout(500)  # half a second would be fifteen months
    expect(date(page)).to_have_text(stopped)


def test_it_plays_as_fast_as_the_slider_says(page: Page) -> None:
    page.get_by_label("Months a second").fill("4")
    began = page.evaluate("performance.now()")
    button(page, "Play").click()
    expect(date(page)).to_have_text("1992-09")  # eight steps, the first at once
    assert page.evaluate("performance.now()") - began == pytest.approx(1750, abs=700)


def test_reset_gives_the_beginning_back(page: Page) -> None:
    before = numbers(page)
    walk(page, 3, "1992-04")
    wait_for_numbers(page, before)
    button(page, "Reset").click()
    expect(date(page)).to_have_text("1992-01")
    wait_for_numbers(page, before, same=True)


APP = """
from mesa.visualization import SolaraViz

from greatgame.analysis.app import panels
from greatgame.model import GreatGame
from greatgame.scenarios import load

scenario = load("us_entry_2001")
model = GreatGame(scenario, seed=1)
page = SolaraViz(model, components=panels(scenario), model_params={"scenario": scenario, "seed": 1})
"""


def test_the_panels_work_in_a_page_of_mesa(launch: "Launch", visitor: "Visitor", tmp_path: Path) -> None:
    app = tmp_path / "mine.py"
    app.write_text(APP)
    served = launch(
        command=(sys.executable, "-c", UVICORN),
        env={"SOLARA_APP": str(app), "SOLARA_MODE": "production", "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False"},
    )
    page = visitor(served, shows=".gg-map")
    step = page.get_by_role("button", name="Step")
    shown = page.locator(".gg-map-date")
    expect(shown).to_have_text("1992-01")
    for month in ("1992-01", "1992-02", "1992-03"):  # the first step is the first month
        step.click()
        expect(shown).to_have_text(month)
        expect(page.get_by_text(f"Step: {int(month[-1])}")).to_be_visible()
    page.get_by_role("button", name="Reset").click()
    expect(shown).to_have_text("1992-01")


UVICORN = """
import socket, uvicorn
from solara.server.starlette import app
bound = socket.socket()
bound.bind(("127.0.0.1", 0))
bound.listen(128)
print(f"http://127.0.0.1:{bound.getsockname()[1]}/", flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1)).run(sockets=[bound])
"""
