"""A server of the page, a browser, and pages whose every mistake is noticed."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

COMMAND = (sys.executable, "-m", "greatgame.analysis", "view", "--no-browser", "--port", "0")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
STARTS = 60.0
"""Seconds in which a server says its address; far more than it needs."""

PATIENCE = 60_000
"""Milliseconds that a page has to show what is expected; far more than it needs, for machines that are busy."""

STOPS = 10.0


@dataclass
class Served:
    """A server that runs: its first line, the address in it, and what it wrote to stderr."""

    process: subprocess.Popen[str]
    line: str
    errors: Any

    @property
    def address(self) -> str:
        """Where the page is."""
        return found[0] if (found := re.search(r"http://[^\s/]+/", self.line)) else ""

    @property
    def port(self) -> int:
        """Port of the page."""
        return urlsplit(self.address).port or 0

    def said(self) -> str:
        """All that it wrote to stderr so far."""
        self.errors.flush()
        self.errors.seek(0)
        return self.errors.read()

    def end(self) -> int:
        """Stop it as Ctrl-C does; give its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(STOPS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"the server did not end within {STOPS} seconds") from None


Launch = Callable[..., Served]
Visitor = Callable[..., "Page"]


def start(*arguments: object, command: tuple[object, ...] = COMMAND, env: dict[str, str] | None = None) -> Served:
    """Start a server and wait for its address."""
    errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 (it lives as long as the server)
    process = subprocess.Popen(
        [str(word) for word in (*command, *arguments)],
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
        env={**os.environ, **(env or {})},
    )
    late = threading.Timer(STARTS, process.kill)
    late.start()
    assert process.stdout is not None
    line = next((line for line in process.stdout if "http://" in line), "")
    late.cancel()
    served = Served(process, line, errors)
    if not served.address:
        process.kill()
        process.wait()
        raise AssertionError(f"no address, exit code {process.returncode}: {served.said()}")
    return served


@pytest.fixture(scope="session")
def server() -> Iterator[Served]:
    """One server of the main scenario; at its end, it has complained of nothing and ends well."""
    served = start()
    with urlopen(served.address, timeout=STARTS):
        pass
    yield served
    said = served.said()
    code = served.end()
    assert (code, said) == (0, "")


@pytest.fixture(scope="module")
def launch() -> Iterator[Launch]:
    """Start a server with arguments of one's own; all are ended with the module."""
    running: list[Served] = []

    def launched(*arguments: object, **options: Any) -> Served:
        running.append(start(*arguments, **options))
        return running[-1]

    yield launched
    for served in running:
        served.end()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Find a browser; without one the tests are skipped, but not where they have to run."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        _lacks("Playwright, which comes with `pip install -e '.[test]'`")
    if found is None:
        _lacks(f"a browser on the path: {', '.join(BROWSERS)}")
    return str(found)


def _lacks(what: str) -> None:
    if os.environ.get("CI") == "true":
        raise RuntimeError(f"the tests of the page need {what}")
    pytest.skip(f"needs {what}")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator["Browser"]:
    """One browser; every visitor has a context of it."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Watched:
    """What went wrong in the pages of a visitor, and whom they spoke to."""

    context: "BrowserContext"
    host: str
    wrong: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.context.on("console", lambda said: said.type == "error" and self.wrong.append(f"console: {said.text}"))
        self.context.on("weberror", lambda error: self.wrong.append(f"page: {error.error}"))
        self.context.on("requestfailed", self._failed)
        self.context.on("response", self._answered)
        self.context.on("request", lambda request: self._spoke(request.url))
        self.context.on("page", lambda page: page.on("websocket", lambda channel: self._spoke(channel.url)))

    def _failed(self, request: Any) -> None:
        self.wrong.append(f"request: {request.url} {request.failure}")

    def _answered(self, response: Any) -> None:
        if response.status >= 400:
            self.wrong.append(f"request: {response.url} {response.status}")

    def _spoke(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob", "about"}:
            self.hosts.add(parts.netloc)


@pytest.fixture
def visitor(browser: "Browser", request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Visitor]:
    """Open the page for a visitor who has not been there; nothing may go wrong in it until the test is over."""
    seen: list[Watched] = []

    def opened(served: Served, width: int = 1280, height: int = 800, shows: str = ".gg-log") -> "Page":
        context = browser.new_context(viewport={"width": width, "height": height})
        context.set_default_timeout(PATIENCE)
        seen.append(Watched(context, urlsplit(served.address).netloc))
        page = context.new_page()
        page.goto(served.address)
        page.locator(shows).wait_for()
        return page

    yield opened
    folder = Path(os.environ.get("GREATGAME_ARTEFACTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"\W+", "-", request.node.name).strip("-")
    wrong: list[str] = []
    for number, watched in enumerate(seen):
        wrong += watched.wrong
        wrong += [f"spoke to {host}" for host in watched.hosts - {watched.host}]
        for tab, page in enumerate(watched.context.pages):
            with suppress(Exception):  # a picture that cannot be taken is no fault of the page
                page.screenshot(path=folder / f"{name}-{number}-{tab}.png")
        watched.context.close()
    assert wrong == []


@pytest.fixture
def page(visitor: Visitor, server: Served) -> "Page":
    """The page of the main scenario, open for the first time."""
    return visitor(server)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show beside a failure what the servers said."""
    report = yield
    if report.failed:
        for name, given in getattr(item, "funcargs", {}).items():
            if isinstance(given, Served):
                report.sections.append((f"stderr of {name}", given.said()[-5000:]))
    return report
