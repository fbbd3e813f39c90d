"""Hands and eyes for the tests of the page: what they press, read and measure."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if os.environ.get("CI") != "true":
    pytest.importorskip("playwright.sync_api", reason="needs Playwright")

from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    pass

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
