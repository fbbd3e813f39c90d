"""A class of thirty uses one server at once."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from .conftest import Launch

VISITORS = 30
CONTEXTS = 5
LARGEST = 2 * 1024**2
"""KiB of memory that the server may take."""

SHOWN = "document.querySelector('.gg-date') && document.querySelector('.gg-log [data-key]')"
CHOOSE = """([seed, steps]) => {
  const field = document.querySelector('.gg-field input[inputmode=numeric]');
  field.value = seed;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  const step = document.querySelectorAll('.gg-play button')[1];
  for (let n = 0; n < steps; n += 1) step.click();
}"""
DONE = """date => document.querySelector('.gg-map-date').textContent === date
  || document.querySelector('.gg-controls [role=status]')"""
"""The month is shown, or the page has given up waiting for the server."""

LOOK = """() => ({
  date: document.querySelector('.gg-date').textContent,
  map: document.querySelector('.gg-map-date').textContent,
  wrong: document.querySelectorAll('.gg-wrong').length,
  seed: document.querySelector('.gg-field input[inputmode=numeric]').value,
  lines: [...document.querySelectorAll('.gg-timeline .gg-line')].map((each) => each.getAttribute('d')).join(),
})"""


def test_thirty_visitors_each_have_a_world_of_their_own(launch: "Launch", browser: "Browser") -> None:
    served = launch()
    wrong: list[str] = []
    contexts = [browser.new_context(viewport={"width": 1280, "height": 800}) for _ in range(CONTEXTS)]
    for context in contexts:
        context.set_default_timeout(60_000)
        context.on("console", lambda said: said.type == "error" and wrong.append(said.text))
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        context.on("requestfailed", lambda request: wrong.append(request.url))
    pages = [contexts[number % CONTEXTS].new_page() for number in range(VISITORS)]
    for page in pages:
        page.goto(served.address, wait_until="commit")
    for page in pages:
        page.wait_for_function(SHOWN)
    wanted = [f"{1992 + steps // 12}-{steps % 12 + 1:02}" for steps in range(1, VISITORS + 1)]
    for number, page in enumerate(pages):
        page.evaluate(CHOOSE, [str(number + 100), number + 1])
    for page, date in zip(pages, wanted, strict=True):
        page.wait_for_function(DONE, arg=date)
    seen = [page.evaluate(LOOK) for page in pages]
    memory = resident(served.process.pid)
    for context in contexts:
        context.close()
    assert [each["date"] for each in seen] == wanted
    assert [each["map"] for each in seen] == wanted
    assert [each["seed"] for each in seen] == [str(number + 100) for number in range(VISITORS)]
    assert sum(each["wrong"] for each in seen) == 0
    assert len({each["lines"] for each in seen}) == VISITORS
    assert wrong == []
    assert served.said() == ""
    assert memory is None or memory < LARGEST
    print(f"memory of the server: {memory} KiB")  # noqa: T201


def resident(process: int) -> int | None:
    """Memory that a process takes, in KiB, where the system says."""
    status = Path(f"/proc/{process}/status")
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) if found else None
