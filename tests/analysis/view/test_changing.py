"""A visitor changes the world, and no other visitor's."""

from typing import TYPE_CHECKING

import pytest

from .steering import SHOCK, Page, button, date, expect, numbers, set_any, state, switch, wait_for_numbers, walk

if TYPE_CHECKING:
    from .conftest import Served, Visitor


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
