"""The server of the page: how it begins and ends, whom it lets in, and that it speaks to nobody else."""

import http.client
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from .conftest import Launch, Served, Visitor

PLAYING = (sys.executable, "-m", "greatgame.analysis", "view", "--no-browser")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="127.0.0.2 is an address only on Linux")


def get(served: "Served", path: str) -> tuple[int, bytes]:
    """Ask for a path as it stands, which a browser would tidy."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def refused(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command where it cannot serve."""
    return subprocess.run([*PLAYING, *map(str, arguments)], capture_output=True, text=True, timeout=60, check=False)


# Beginning and end


def test_it_says_its_address_on_its_first_line(server: "Served") -> None:
    assert re.fullmatch(
        r"The US entry into Central Asia after September 11: http://127\.0\.0\.1:\d+/ \(Ctrl-C ends it\)\n", server.line
    )


def test_it_serves_within_ten_seconds(launch: "Launch") -> None:
    began = time.monotonic()
    served = launch()
    status, body = get(served, "/")
    assert (status, b"greatgame" in body) == (200, True)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("delay", [0.0, 0.002, 0.005, 0.01, 0.02, 0.05])
def test_ctrl_c_is_not_lost_right_after_the_address(launch: "Launch", delay: float) -> None:
    served = launch()
    time.sleep(delay)
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(5) in {0, 128 + signal.SIGINT}
    assert "Traceback" not in served.said()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_a_signal_ends_it_at_once_and_without_complaint(launch: "Launch", number: signal.Signals) -> None:
    served = launch()
    get(served, "/")
    served.process.send_signal(number)
    assert served.process.wait(5) == 0
    assert served.said() == ""


def test_it_ends_at_once_while_pages_are_open(launch: "Launch", browser: "Browser") -> None:
    served = launch()
    page = browser.new_page()
    page.goto(served.address)
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("document.querySelector('.gg-date').textContent > '1992-03'")
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(5) == 0
    assert served.said() == ""
    page.close()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--host", "no.such.host.invalid"], "no such address"),
        (["--host", "203.0.113.7", "--port", "0"], "203.0.113.7"),
        (["no_such_scenario"], "no_such_scenario"),
    ],
)
def test_what_cannot_be_served_is_refused_with_a_reason(arguments: list[str], says: str) -> None:
    ended = refused(*arguments)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert says in ended.stderr
    assert "Traceback" not in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("port", ["70000", "-1", "many"])
def test_what_is_no_port_is_refused_as_every_command_does(port: str) -> None:
    ended = refused("--port", port)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert re.fullmatch(r"Error: Invalid value for '--port': .+", ended.stderr.strip().splitlines()[-1])
    assert "Traceback" not in ended.stderr


def test_a_port_that_is_taken_is_refused_with_a_reason(server: "Served") -> None:
    ended = refused("--port", server.port)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert re.fullmatch(rf".*--port {server.port}: .*give another --port.*\n", ended.stderr)


# Doors


@LINUX
def test_only_this_machine_is_let_in_unless_asked(server: "Served") -> None:
    with socket.socket() as other, pytest.raises(ConnectionRefusedError):
        other.connect(("127.0.0.2", server.port))


@LINUX
def test_another_host_can_be_asked_for(launch: "Launch") -> None:
    served = launch("--host", "0.0.0.0")
    with socket.create_connection(("127.0.0.2", served.port), timeout=10):
        pass


def test_it_does_not_tell_of_the_machine(server: "Served") -> None:
    status, body = get(server, "/resourcez")
    assert status == 404
    assert not re.search(rb"memory|uptime|threads", body)


@pytest.mark.parametrize(
    "path",
    [
        "/_solara/cdn/../../etc/passwd",
        "/_solara/cdn/../../../../../../../../../../etc/passwd",
        "/_solara/cdn/%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/_solara/cdn//etc/passwd",
        "/static/public/../../../../../../../../../etc/passwd",
        "/static/public/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/static/public//etc/passwd",
        "/static/public/app.py",
        "/static/public/..%2fapp.py",
        "/static/assets/../../../../../../../../../etc/passwd",
        "/static/assets/%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/static/../../../../../../../../../etc/passwd",
        "/jupyter/nbextensions/../../../../../../../../../etc/passwd",
        "/jupyter/nbextensions/%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/jupyter/nbextensions//etc/passwd",
        "/etc/passwd",
        "/..%2f..%2f..%2f..%2fetc/passwd",
    ],
)
def test_no_file_outside_is_given(server: "Served", path: str) -> None:
    status, body = get(server, path)
    assert b"root:" not in body
    assert b"def Page" not in body
    assert status == 404 or body.lstrip().startswith(b"<!DOCTYPE html>")


def assets() -> set[Path]:
    """All files that Solara keeps as assets on this machine."""
    import solara.server.settings

    return set(solara.server.settings.assets.proxy_cache_dir.rglob("*"))


def test_an_unknown_asset_is_not_sought_elsewhere(server: "Served") -> None:
    before = assets()
    assert before
    began = time.monotonic()
    status, _ = get(server, "/_solara/cdn/lodash@4.17.21/lodash.min.js")
    assert status == 404
    assert time.monotonic() - began < 1
    assert assets() == before


# Whom it speaks to

HOOKED = """
import os, sys
kept = os.open(sys.argv.pop(1), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
asked = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"}
def note(event, given):
    if event in asked:
        where = given[1] if event in {"socket.connect", "socket.sendto"} else given[0]
        os.write(kept, f"{event}\\t{where!r}\\n".encode())
sys.addaudithook(note)
from greatgame.analysis.__main__ import main
main()
"""

LOOPBACK = re.compile(r"\('127\.0\.0\.1', \d+\)|'127\.0\.0\.1'|b'127\.0\.0\.1'|\('::1', .*\)|'::1'")


def test_it_asks_for_no_address_but_its_own(launch: "Launch", visitor: "Visitor", tmp_path: Path) -> None:
    kept = tmp_path / "asked"
    served = launch(command=(sys.executable, "-c", HOOKED, kept, "view", "--no-browser", "--port", "0"))
    page = visitor(served)
    page.get_by_role("button", name="Step").click()
    page.locator(".gg-date", has_text="1992-02").wait_for()
    page.close()
    assert served.end() == 0
    asked = [line.split("\t") for line in kept.read_text().splitlines()]
    assert ("socket.getaddrinfo", "'127.0.0.1'") in [tuple(line) for line in asked]  # the hook works
    assert [line for line in asked if not LOOPBACK.fullmatch(line[1])] == []


ALONE = """
import fcntl, socket, struct, sys
with socket.socket() as loop:  # bring lo up
    asked = struct.pack("16sh", b"lo", 0)
    flags = struct.unpack("16sh", fcntl.ioctl(loop, 0x8913, asked.ljust(40, b"\\0"))[:18])[1]
    fcntl.ioctl(loop, 0x8914, struct.pack("16sh", b"lo", flags | 1).ljust(40, b"\\0"))
try:
    socket.create_connection(("192.0.2.1", 80), timeout=5)
except OSError as error:
    print("no way out:", error)
import re, signal, subprocess
from playwright.sync_api import expect, sync_playwright
command = [sys.executable, "-m", "greatgame.analysis", "view", "--no-browser", "--port", "0"]
server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
address = re.search(r"http://[^\\s/]+/", server.stdout.readline())[0]
try:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox"])
        page = browser.new_page()
        wrong = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("requestfailed", lambda request: wrong.append(request.url))
        page.goto(address)
        page.get_by_role("button", name="Step").click(timeout=30_000)
        expect(page.locator(".gg-date")).to_have_text("1992-02", timeout=30_000)
        expect(page.locator(".gg-map-date")).to_have_text("1992-02")
        print("wrong:", wrong)
        browser.close()
finally:
    server.send_signal(signal.SIGINT)
    print("ended:", server.wait(10))
"""


def alone() -> list[str]:
    """Find a command that runs another without a network."""
    for command in (["unshare", "--net"], ["unshare", "--user", "--map-root-user", "--net"]):
        if not shutil.which("unshare"):
            break
        if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
            return command
    pytest.skip("no network namespace can be made here: unshare --net is not permitted")


def test_the_page_works_without_a_network(chromium: str) -> None:
    command = [*alone(), sys.executable, "-c", ALONE, chromium]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert "no way out" in ended.stdout, ended.stderr
    assert ended.stdout.splitlines()[1:] == ["wrong: []", "ended: 0"], ended.stderr
