"""A visitor looks: at a state, a shift, a driver, a domain, a month."""

import re
from typing import TYPE_CHECKING, Any

import pytest

from .steering import STATES, Page, expect, state, walk

if TYPE_CHECKING:
    pass


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
