"""Worlds of one's own, and visitors who mean no good."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .steering import BAY, ISLANDS, Page, button, check_layout, date, expect, numbers, set_any, wait_for_numbers, walk

if TYPE_CHECKING:
    from .conftest import Launch, Served, Visitor


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
