"""The page by keyboard, in both themes and in every size."""

from typing import TYPE_CHECKING

import pytest

from .steering import SHOCK, Page, check_layout, date, expect, state, switch, walk

if TYPE_CHECKING:
    pass


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
