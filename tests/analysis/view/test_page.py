"""What a visitor sees and does on the page, in a real browser."""

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if os.environ.get("CI") != "true":
    pytest.importorskip("playwright.sync_api", reason="needs Playwright")

from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from .conftest import Launch, Served, Visitor

TESTS = Path(__file__).parents[2]
BAY = TESTS / "scenarios" / "world.yaml"
ISLANDS = TESTS / "second_region.yaml"
PANELS = ("controls", "map", "ternary", "timeline", "drivers", "log")
STATES = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
SHOCK = "shocks.september_11.strength"
SIZES = ((1280, 800), (1920, 1080))

NUMBERS = """[...document.querySelectorAll('[data-state]')].map((each) => each.getAttribute('aria-label'))
  .concat([...document.querySelectorAll('.gg-timeline .gg-line')].map((each) => each.getAttribute('d'))).join('|')"""
"""Every number of the states, and the lines of the one selected to a tenth of a pixel."""


def date(page: Page) -> Locator:
    return page.locator(".gg-date")


def button(page: Page, name: str) -> Locator:
    return page.locator(".gg-play").get_by_role("button", name=name, exact=True)


def walk(page: Page, months: int, to: str) -> None:
    """Press Step as often as said, faster than a finger can."""
    button(page, "Step").evaluate("(step, times) => { for (let n = 0; n < times; n += 1) step.click(); }", months)
    expect(date(page)).to_have_text(to, timeout=60_000)
    expect(page.locator(".gg-map-date")).to_have_text(to)


def numbers(page: Page) -> str:
    return page.evaluate(NUMBERS)


def wait_for_numbers(page: Page, before: str, *, same: bool = False) -> None:
    """Wait until they are others, or the same again."""
    page.wait_for_function(f"before => ({NUMBERS} === before) === {str(same).lower()}", arg=before)


def state(page: Page, name: str, panel: str = "map") -> Locator:
    return page.locator(f".gg-{panel} [data-state={name}]")


def switch(page: Page, path: str = SHOCK) -> Locator:
    return page.locator(f"[data-path='{path}']").get_by_role("switch")


def set_any(page: Page, text: str) -> None:
    page.get_by_label("Set any value").fill(text)
    page.get_by_label("Set any value").press("Enter")


# What is there


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


# Time


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


# Looking


def test_hovering_over_a_state_shows_its_numbers_within_the_map(page: Page) -> None:
    walk(page, 12, "1993-01")
    room = page.locator(".gg-map").bounding_box()
    for name in STATES:
        state(page, name).hover()
        tooltip = page.locator(".gg-tooltip")
        title, _, leans = (state(page, name).get_attribute("aria-label") or "").partition(": ")
        expect(tooltip.locator("b").first).to_have_text(title)
        for lean in leans.split(", "):
            power, share = re.fullmatch(r"(.+) (\d+ %)", lean).groups()  # pyright: ignore[reportOptionalMemberAccess]
            row = tooltip.locator("tr", has_text=power)
            expect(row.locator("td").nth(1)).to_have_text(share)
        expect(tooltip).to_have_text(re.compile(r"Hedging\s+\d\.\d\d\s+Concentration\s+\d\.\d\d"))
        page.wait_for_timeout(50)  # it is placed after it is drawn
        assert within(tooltip.bounding_box(), room), name
    page.locator(".gg-date").hover()
    expect(page.locator(".gg-tooltip")).to_have_count(0)


def within(inner: Any, outer: Any) -> bool:
    return (
        outer["x"] <= inner["x"]
        and outer["y"] <= inner["y"]
        and inner["x"] + inner["width"] <= outer["x"] + outer["width"]
        and inner["y"] + inner["height"] <= outer["y"] + outer["height"]
    )


def test_map_and_triangle_tell_the_same_numbers(page: Page) -> None:
    walk(page, 60, "1997-01")
    for name in STATES:
        told = state(page, name).get_attribute("aria-label")
        assert (state(page, name, "ternary").get_attribute("aria-label") or "").split(";")[0] == told


@pytest.mark.parametrize("panel", ["map", "ternary"])
def test_a_click_on_a_state_selects_it_everywhere(page: Page, panel: str) -> None:
    title = page.locator(".gg-timeline header b")
    expect(title).to_have_text("Kazakhstan")
    before = page.locator(".gg-timeline .gg-line").first.get_attribute("d") or ""
    place = state(page, "UZB", panel).locator("circle").last
    place.click(force=True)
    for other in ("map", "ternary"):
        expect(state(page, "UZB", other)).to_have_attribute("aria-pressed", "true")
        expect(state(page, "KAZ", other)).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".gg-ternary .gg-caption")).to_contain_text("Uzbekistan")
    expect(title).to_have_text("Uzbekistan")
    expect(page.locator(".gg-timeline .gg-line").first).not_to_have_attribute("d", before)


def test_a_shift_in_the_log_leads_to_its_drivers_and_state(page: Page) -> None:
    walk(page, 48, "1996-01")
    shifts = page.locator("button.gg-entry", has_not_text="Kazakhstan")
    entry = shifts.first
    told = entry.locator(".gg-text").inner_text()
    name, domain, power, before, after = re.fullmatch(r"(.+), (.+): (.+) (\..+) to (\..+)", told).groups()  # pyright: ignore[reportOptionalMemberAccess]
    entry.click()
    expect(entry).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".gg-drivers header")).to_contain_text(f"{name}, {domain}: {power} {before} to {after}")
    expect(page.locator(".gg-timeline header b")).to_have_text(name)
    expect(page.locator(".gg-ternary .gg-caption")).to_contain_text(name)


def test_an_older_page_of_the_log_stays_while_time_goes_on(page: Page) -> None:
    walk(page, 48, "1996-01")
    page.get_by_role("button", name="older").click()
    expect(page.get_by_role("button", name="newer")).to_be_enabled()
    keys = "all => all.map((each) => each.dataset.key).join()"
    shown = page.locator(".gg-log [data-key]").evaluate_all(keys)
    walk(page, 12, "1997-01")
    assert page.locator(".gg-log [data-key]").evaluate_all(keys) == shown


def test_a_driver_shows_its_passage(page: Page) -> None:
    walk(page, 48, "1996-01")
    bars = page.locator(".gg-bar:not(.gg-rest)")
    passages = set()
    for number in range(bars.count()):
        bar = bars.nth(number)
        bar.click()
        expect(bar).to_have_attribute("aria-selected", "true")
        expect(page.locator(".gg-said b")).to_have_text(bar.locator("span").inner_text())
        passages.add(page.locator(".gg-passage").inner_text())
    assert "" not in passages
    assert any(re.match(r'[A-Z]\d+: "', passage) for passage in passages)


def test_the_bars_add_up_to_the_change(page: Page) -> None:
    walk(page, 48, "1996-01")
    shown = [float(text) for text in page.locator(".gg-bar output").all_inner_texts()]
    change = float(page.locator(".gg-drivers footer b").inner_text())
    assert sum(shown) == pytest.approx(change, abs=0.006 * (len(shown) + 1))


def test_a_domain_changes_the_timeline(page: Page) -> None:
    walk(page, 12, "1993-01")
    line = page.locator(".gg-timeline .gg-line").first
    seen = {line.get_attribute("d")}
    for name in ("energy", "politics", "security", "trade"):
        page.locator(f"[data-domain={name}]").click()
        expect(page.locator(f"[data-domain={name}]")).to_have_attribute("aria-pressed", "true")
        expect(page.locator("[data-domain=overall]")).to_have_attribute("aria-pressed", "false")
        expect(page.locator(".gg-timeline header")).to_contain_text(f", {name}, ")
        seen.add(line.get_attribute("d"))
    assert len(seen) == 5


def test_the_crosshair_reads_out_a_month(page: Page) -> None:
    walk(page, 24, "1994-01")
    plot = page.locator(".gg-timeline .gg-plot")
    plot.hover(position={"x": 0, "y": 40})
    expect(page.locator(".gg-crosshair b")).to_have_text("1992-01")
    plot.press("ArrowRight")
    expect(page.locator(".gg-crosshair b")).to_have_text("1992-02")
    expect(page.locator(".gg-crosshair")).to_have_text(re.compile(r"China\s*\d+ %"))


# Changing


def test_another_scenario_begins_in_the_month_shown(page: Page) -> None:
    walk(page, 5, "1992-06")
    page.get_by_label("Scenario").select_option("no_september_11")
    expect(page.locator("h1")).to_have_text("Central Asia without September 11")
    expect(page).to_have_title("Central Asia without September 11 - greatgame")
    expect(date(page)).to_have_text("1992-06")
    expect(page.locator(".gg-wrong")).to_have_count(0)


def test_a_scenario_with_more_states_brings_them_to_the_map(page: Page) -> None:
    page.get_by_label("Scenario").select_option("sco_expansion")
    expect(page.locator(".gg-map [data-state]")).to_have_count(8)
    expect(page.locator(".gg-ternary [data-state]")).to_have_count(8)


def test_another_theory_gives_other_numbers(page: Page) -> None:
    walk(page, 12, "1993-01")
    before = numbers(page)
    page.get_by_label("Theory").select_option(label="Hedging")
    wait_for_numbers(page, before)
    expect(page.locator(".gg-change")).to_contain_text("theory full -> hedging")
    expect(date(page)).to_have_text("1993-01")


def test_another_seed_gives_another_world(page: Page) -> None:
    walk(page, 12, "1993-01")
    before = numbers(page)
    page.get_by_label("Seed").fill("7")
    page.get_by_label("Seed").press("Enter")
    wait_for_numbers(page, before)
    expect(date(page)).to_have_text("1993-01")


def test_a_shock_switched_off_changes_the_month_shown_and_undo_gives_it_back(page: Page) -> None:
    walk(page, 125, "2002-06")
    before = numbers(page)
    uzbekistan = state(page, "UZB").get_attribute("aria-label") or ""
    expect(switch(page)).to_have_attribute("aria-checked", "true")
    switch(page).click()
    expect(page.locator(".gg-changes")).to_contain_text("Changed:")
    expect(page.locator(".gg-change")).to_contain_text(SHOCK)
    expect(state(page, "UZB")).not_to_have_attribute("aria-label", uzbekistan)
    expect(switch(page)).to_have_attribute("aria-checked", "false")
    expect(date(page)).to_have_text("2002-06")
    page.locator(".gg-change").get_by_role("button").click()
    wait_for_numbers(page, before, same=True)
    expect(page.locator(".gg-change")).to_have_count(0)
    expect(switch(page)).to_have_attribute("aria-checked", "true")
    expect(date(page)).to_have_text("2002-06")


def test_a_world_of_one_power_is_shown(page: Page) -> None:
    field = page.get_by_label("Set any value")
    for power in ("CHN", "RUS"):
        field.fill(f"powers.{power}.present=false")
        field.press("Enter")
        expect(field).to_have_value("")
    button(page, "Step").click()
    expect(date(page)).to_have_text("1992-02")
    expect(page.locator(".gg-map-badge")).to_have_count(1)


def test_the_timeline_tells_which_shocks_are_switched_off(page: Page) -> None:
    off = page.locator(".gg-timeline .gg-shock.gg-off")
    expect(off).to_have_count(0)
    switch(page).click()
    expect(off).to_have_count(1)


def test_a_strength_moves_by_keyboard(page: Page) -> None:
    walk(page, 12, "1993-01")
    before = numbers(page)
    page.get_by_role("tab", name="Strengths").click()
    slider = page.locator("[data-path='parameters.balance'] input")
    value = float(slider.input_value())
    slider.press("ArrowRight")
    expect(page.locator(".gg-change")).to_contain_text("parameters.balance")
    wait_for_numbers(page, before)
    assert float(slider.input_value()) > value


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("Seed", "abc", "whole number"),
        ("Seed", "-1", "whole number"),
        ("Set any value", "nonsense", "PATH=VALUE"),
        ("Set any value", "parameters.balnce=3", "did you mean 'balance'"),
        ("Set any value", "extends=/etc/passwd", "cannot change"),
    ],
)
def test_what_is_wrong_is_refused_with_a_reason_and_changes_nothing(
    page: Page, field: str, text: str, says: str
) -> None:
    walk(page, 5, "1992-06")
    before = numbers(page)
    page.get_by_label(field).fill(text)
    page.get_by_label(field).press("Enter")
    expect(page.get_by_role("alert")).to_contain_text(says)
    expect(page.locator(".gg-change")).to_have_count(0)
    expect(date(page)).to_have_text("1992-06")
    assert numbers(page) == before


def test_a_good_value_is_named_and_takes_the_reproach_away(page: Page) -> None:
    set_any(page, "nonsense")
    expect(page.get_by_role("alert")).to_be_visible()
    set_any(page, "states.UZB.interests.autonomy=some")
    expect(page.locator(".gg-change")).to_contain_text("states.UZB.interests.autonomy first -> some")
    expect(page.get_by_role("alert")).to_have_count(0)


# Others


def test_two_tabs_are_two_worlds(page: Page, server: "Served") -> None:
    other = page.context.new_page()
    other.goto(server.address)
    expect(date(other)).to_have_text("1992-01")
    walk(page, 3, "1992-04")
    walk(other, 6, "1992-07")
    before = numbers(page)
    state(other, "UZB").press("Enter")
    set_any(other, "parameters.balance=1")
    expect(other.locator(".gg-change")).to_have_count(1)
    expect(other.locator(".gg-timeline header b")).to_have_text("Uzbekistan")
    expect(page.locator(".gg-change")).to_have_count(0)
    button(page, "Step").click()
    expect(date(page)).to_have_text("1992-05")
    wait_for_numbers(page, before)
    expect(page.locator(".gg-timeline header b")).to_have_text("Kazakhstan")
    expect(date(other)).to_have_text("1992-07")


def test_a_second_visitor_begins_at_the_start(page: Page, visitor: "Visitor", server: "Served") -> None:
    first = numbers(page)
    set_any(page, "parameters.balance=1")
    page.get_by_label("Seed").fill("7")
    page.get_by_label("Seed").press("Enter")
    walk(page, 3, "1992-04")
    second = visitor(server)
    expect(date(second)).to_have_text("1992-01")
    expect(second.get_by_label("Seed")).to_have_value("1")
    expect(second.locator(".gg-change")).to_have_count(0)
    wait_for_numbers(second, first, same=True)


def test_a_page_loaded_anew_begins_anew(page: Page) -> None:
    walk(page, 3, "1992-04")
    page.reload()
    expect(date(page)).to_have_text("1992-01")


# Hands and eyes


FOCUS = """(() => {
  const it = document.activeElement;
  const near = it.closest('[data-state], [data-path]');
  const panel = it.closest('.gg-panel');
  const label = it.labels && it.labels[0] && it.labels[0].innerText;
  return [
    it.getAttribute('aria-label') || label || it.textContent.trim(),
    near ? near.dataset.state || near.dataset.path : '',
    panel ? panel.className : '',
  ];
})()"""


def tab_to(page: Page, name: str, panel: str, most: int = 80) -> list[str]:
    """Press Tab until something is reached; give the names on the way."""
    passed: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        label, near, where = page.evaluate(FOCUS)
        passed.append(label)
        if name in {label, near} and panel in where:
            return passed
    raise AssertionError(f"{name} is not reached; passed {passed}")


def test_the_keyboard_reaches_everything_from_the_top(page: Page) -> None:
    passed = tab_to(page, "UZB", "gg-map")
    wanted = ["Play", "Step", "Reset", "Months a second", "Scenario", "Theory", "Seed", "Attacks of September 11"]
    assert [name for name in passed if name in wanted] == wanted


def test_step_works_by_keyboard(page: Page) -> None:
    tab_to(page, "Step", "gg-controls")
    page.keyboard.press("Enter")
    expect(date(page)).to_have_text("1992-02")
    page.keyboard.press("Space")
    expect(date(page)).to_have_text("1992-03")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_state_is_selected_by_keyboard(page: Page, key: str) -> None:
    tab_to(page, "UZB", "gg-map")
    expect(page.locator(".gg-tooltip b").first).to_have_text("Uzbekistan")
    page.keyboard.press(key)
    expect(state(page, "UZB")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".gg-timeline header b")).to_have_text("Uzbekistan")


def test_a_shock_is_switched_by_keyboard(page: Page) -> None:
    tab_to(page, SHOCK, "gg-controls")
    page.keyboard.press("Space")
    expect(switch(page)).to_have_attribute("aria-checked", "false")
    expect(page.locator(".gg-change")).to_contain_text(SHOCK)


CONTRAST = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = parts(colour).slice(0, 3).map((part) => part / 255)
      .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (it) => {
    for (let each = it; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if ((parts(colour)[3] ?? 1) > 0.5) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const contrast = (it) => {
    const [one, other] = [light(getComputedStyle(it).color), light(ground(it))];
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  };
  const texts = [...document.querySelectorAll('.gg-page *')].filter((it) => !it.ownerSVGElement && !it.disabled
    && it.getClientRects().length && [...it.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));
  return {
    ground: ground(document.querySelector('.gg-date')),
    date: contrast(document.querySelector('.gg-date')),
    poor: texts.filter((it) => contrast(it) < 4.5).map((it) => it.className + ' ' + it.textContent.trim().slice(0, 40)),
  };
}"""


def test_light_and_dark_can_both_be_read(page: Page) -> None:
    walk(page, 48, "1996-01")
    toggle = page.locator(".gg-top button")
    grounds = set()
    for _ in range(3):
        toggle.click()
        page.wait_for_timeout(400)  # colours are faded over
        seen = page.evaluate(CONTRAST)
        grounds.add(seen["ground"])
        assert seen["date"] >= 4.5
        assert seen["poor"] == []
    assert len(grounds) == 2


def test_a_visitor_whose_system_is_dark_gets_the_dark_page(page: Page) -> None:
    light = page.evaluate(CONTRAST)["ground"]
    page.emulate_media(color_scheme="dark")
    page.reload()
    page.locator(".gg-log").wait_for()
    page.wait_for_function(f"light => ({CONTRAST})().ground !== light", arg=light)


LAYOUT = """() => {
  const wrong = [];
  const { innerWidth: wide, innerHeight: high } = window;
  const root = document.scrollingElement;
  if (root.scrollHeight > high + 1 || root.scrollWidth > wide + 1)
    wrong.push(`the page scrolls: ${root.scrollWidth} x ${root.scrollHeight}`);
  const panels = [...document.querySelectorAll('.gg-panel, .gg-top')];
  const parts = 'button, select, input, output, header, footer, .gg-entry, .gg-bar, .gg-map-label, .gg-state';
  const name = (it) => it.className.replace('gg-panel ', '');
  const out = (inner, outer) => inner.left < outer.left - 1 || inner.top < outer.top - 1
    || inner.right > outer.right + 1 || inner.bottom > outer.bottom + 1;
  const over = (one, other) => one.left < other.right && other.left < one.right
    && one.top < other.bottom && other.top < one.bottom;
  for (const panel of panels) {
    const box = panel.getBoundingClientRect();
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = panel;
    const cut = panel.matches('.gg-panel') && scrollHeight > clientHeight + 1;
    if (cut) wrong.push(`${name(panel)} is too high: ${scrollHeight} > ${clientHeight}`);
    if (scrollWidth > clientWidth + 1) wrong.push(`${name(panel)} is too wide: ${scrollWidth} > ${clientWidth}`);
    if (out(box, { left: 0, top: 0, right: wide, bottom: high })) wrong.push(`${name(panel)} leaves the window`);
    for (const other of panels)
      if (panel !== other && over(box, other.getBoundingClientRect()))
        wrong.push(`${name(panel)} and ${name(other)} overlap`);
    if (!panel.matches('.gg-panel')) continue;
    for (const part of panel.querySelectorAll(parts))
      if (part.getClientRects().length && out(part.getBoundingClientRect(), box))
        wrong.push(`${part.outerHTML.slice(0, 90)} reaches out of ${name(panel)}`);
  }
  for (const it of document.querySelectorAll('.gg-page *')) {
    const { overflowX, overflowY } = getComputedStyle(it);
    const [across, down] = [overflowX, overflowY].map((how) => ['auto', 'scroll'].includes(how));
    if ((across && it.scrollWidth > it.clientWidth) || (down && it.scrollHeight > it.clientHeight))
      wrong.push(`${it.className} scrolls`);
  }
  return wrong;
}"""


def settle(page: Page) -> None:
    """Wait until what depends on the size has been drawn."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.wait_for_timeout(150)


def check_layout(page: Page, what: str) -> None:
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
        wrong = page.evaluate(LAYOUT)
        assert wrong == [], f"{what} at {width} x {height}: {wrong}"


@pytest.mark.parametrize("scenario", ["us_entry_2001", "sco_expansion", "west_and_sco"])
def test_nothing_scrolls_overlaps_or_is_cut_off(page: Page, scenario: str) -> None:
    page.get_by_label("Scenario").select_option(scenario)
    expect(page.locator(".gg-controls select").first).to_have_value(scenario)
    check_layout(page, "the start")
    page.get_by_role("tab", name="Strengths").click()
    check_layout(page, "the strengths")
    months = int(page.get_by_role("progressbar").get_attribute("aria-valuemax") or 0)
    end = page.locator(".gg-progress span").last.inner_text()
    walk(page, months - 1, end)
    check_layout(page, "the end")
    switches = page.get_by_role("switch")
    page.get_by_role("tab", name="Shocks").click()
    for number in range(min(3, switches.count())):
        switches.nth(number).click()
        expect(page.locator(".gg-change")).to_have_count(number + 1)
    page.get_by_label("Seed").fill("x" * 60)
    page.get_by_label("Seed").press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    check_layout(page, "changes and a reproach")


# Other worlds


@pytest.fixture(scope="module")
def bay(launch: "Launch") -> "Served":
    """A server of a world with two powers that no atlas has."""
    return launch(BAY)


def test_two_powers_have_bars_instead_of_a_triangle(bay: "Served", visitor: "Visitor") -> None:
    page = visitor(bay)
    expect(page.locator(".gg-ternary [data-state] .gg-frame")).to_have_count(2)
    expect(page.locator(".gg-ternary .gg-edge")).to_have_count(0)


def test_the_bars_are_as_long_as_what_they_tell(bay: "Served", visitor: "Visitor") -> None:
    page = visitor(bay)
    walk(page, 23, "1991-12")
    for row in page.locator(".gg-ternary [data-state]").all():
        told = [int(share) / 100 for share in re.findall(r"(\d+) %", row.get_attribute("aria-label") or "")]
        *parts, frame = row.locator("rect:not(.gg-hit)").evaluate_all("all => all.map((it) => it.width.baseVal.value)")
        assert [part / frame for part in parts] == pytest.approx(told, abs=0.006)


def test_states_that_no_atlas_has_are_tiles(bay: "Served", visitor: "Visitor") -> None:
    page = visitor(bay)
    expect(page.locator(".gg-map [data-state]")).to_have_count(2)
    boxes = page.locator(".gg-map-state path:first-child").evaluate_all(
        "all => all.map((it) => it.getBoundingClientRect()).map(({ x, y, width, height }) => ({ x, y, width, height }))"
    )
    assert len(boxes) == 2
    assert all(box["width"] > 30 and box["height"] > 30 for box in boxes)
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"] or boxes[1]["x"] + boxes[1]["width"] <= boxes[0]["x"]


@pytest.mark.parametrize("scenario", [BAY, ISLANDS], ids=["bay", "islands"])
def test_other_worlds_play_to_their_end_in_the_same_room(
    scenario: Path, bay: "Served", launch: "Launch", visitor: "Visitor"
) -> None:
    page = visitor(bay if scenario == BAY else launch(scenario))
    check_layout(page, "the start")
    months = int(page.get_by_role("progressbar").get_attribute("aria-valuemax") or 0)
    walk(page, months - 1, page.locator(".gg-progress span").last.inner_text())
    expect(button(page, "Step")).to_be_disabled()
    expect(page.locator(".gg-wrong")).to_have_count(0)
    check_layout(page, "the end")


# Mischief


def test_a_title_is_text_and_not_html(launch: "Launch", visitor: "Visitor", tmp_path: Path) -> None:
    title = "<img src=x onerror=alert(1)>"
    file = tmp_path / "mine.yaml"
    file.write_text(f"extends: us_entry_2001\ntitle: '{title}'\nquestion: '{title}'\n")
    served = launch(file)
    page = visitor(served)
    alarms: list[str] = []
    page.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator(".gg-question")).to_have_text(title)
    expect(page).to_have_title(f"{title} - greatgame")
    set_any(page, "<b>bold</b>=1")
    expect(page.get_by_role("alert")).to_contain_text("<b>bold")
    set_any(page, f"powers.RUS.title={title}")
    expect(page.locator(".gg-change")).to_contain_text(title)
    walk(page, 24, "1994-01")
    assert page.locator("img[src=x]").count() == 0
    assert alarms == []


def test_a_scenario_that_the_menu_does_not_offer_is_not_opened(page: Page) -> None:
    before = numbers(page)
    menu = page.get_by_label("Scenario")
    menu.evaluate("""it => { it.options[1].value = '/etc/passwd'; it.selectedIndex = 1;
        it.dispatchEvent(new Event('change', { bubbles: true })); }""")
    button(page, "Step").click()
    expect(date(page)).to_have_text("1992-02")  # what was sent before has been dealt with
    expect(page.locator("h1")).to_have_text("The US entry into Central Asia after September 11")
    expect(menu).to_have_value("us_entry_2001")
    expect(page.locator(".gg-wrong")).to_have_count(0)
    button(page, "Reset").click()
    wait_for_numbers(page, before, same=True)
    assert "root:" not in page.content()


SENT: list[tuple[str, str]] = [
    ("controls", "choose({})"),
    ("controls", "choose(null)"),
    ("controls", "choose({ field: 'scenario', value: '../scenarios/us_entry_2001.yaml' })"),
    ("controls", "choose({ field: 'extends', value: '/etc/passwd' })"),
    ("controls", "choose({ field: { a: 1 }, value: {} })"),
    ("controls", "choose({ field: 'seed', value: '9'.repeat(5000) })"),
    ("controls", "choose({ field: 'set', value: 'title=[[[[' })"),
    ("controls", "undo({ a: 1 })"),
    ("map", "select('nowhere')"),
    ("map", "select({ a: 1 })"),
    ("log", "show({ anchor: 'x', room: 'y' })"),
    ("log", "show({ anchor: 1e300, room: -5 })"),
    ("log", "pick('x')"),
    ("log", "pick(1e9)"),
    ("log", "pick(-1)"),
    ("timeline", "domain('nowhere')"),
    ("timeline", "domain([1])"),
]
"""Messages through the page's own channel that its buttons never send."""


@pytest.mark.parametrize(("panel", "message"), SENT)
def test_messages_that_no_button_sends_do_no_harm(panel: str, message: str, bay: "Served", mischief: Page) -> None:
    page = mischief
    month = date(page).inner_text()
    title = page.locator("h1").inner_text()
    before = numbers(page)
    known = bay.said()
    page.evaluate(f"document.querySelector('.gg-{panel}').__vue__.{message}")
    page.evaluate("document.querySelector('.gg-map').__vue__.select('TAR')")
    expect(page.locator(".gg-timeline header b")).to_have_text("Tarn")
    page.evaluate("document.querySelector('.gg-map').__vue__.select('ELM')")
    expect(page.locator(".gg-timeline header b")).to_have_text("Elm")
    assert (date(page).inner_text(), page.locator("h1").inner_text()) == (month, title)
    wait_for_numbers(page, before, same=True)
    assert "root:" not in page.content()
    assert bay.said() == known  # nor does a visitor fill the log of the server


@pytest.fixture(scope="module")
def mischief(browser: Any, bay: "Served") -> Any:
    """One page for all the messages."""
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(bay.address)
    page.locator(".gg-log").wait_for()
    walk(page, 3, "1990-04")
    yield page
    page.context.close()


# In Mesa's own page

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
