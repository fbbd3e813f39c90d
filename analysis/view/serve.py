"""The server of the browser view: one process, no word to anybody but its visitors."""

import os
import signal
import socket
import threading
import warnings
import webbrowser
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import typer

from ..failure import Failure
from ..screen import seen

if TYPE_CHECKING:
    from ...scenarios import Scenario

PACKAGES = ("solara", "uvicorn", "ipyvuetify")

SETTINGS = {
    "SOLARA_APP": "greatgame.analysis.app",
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_THEME_TITLE": "greatgame",
    "SOLARA_KERNEL_CULL_TIMEOUT": "10m",  # a page that has lost its connection keeps its world so long
    "SOLARA_CHECK_HOOKS": "off",
}

CLOSED = {"/resourcez", "/_solara/api/evict/{kernel_id}"}
"""Doors of Solara's server that tell of the machine or are for its own tests."""


def serve(scenario: "Scenario", host: str, port: int, *, browser: bool) -> None:
    """Serve the page until Ctrl-C.

    Parameters
    ----------
    scenario : Scenario
        What is shown first.
    host : str
        Address to bind.
    port : int
        Port to bind; 0 for any that is free.
    browser : bool
        Whether to open a browser.

    Raises
    ------
    Failure
        If a package is missing, or the address cannot be had.
    """
    for package in PACKAGES:
        if find_spec(package) is None:
            raise Failure(f"greatgame view needs {package}; install it with `pip install 'greatgame[view]'`")
    bound = _bind(host, port)
    os.environ.update(SETTINGS)
    import uvicorn

    from .. import app as page

    page.opened[:] = [scenario]
    server = uvicorn.Server(uvicorn.Config(_application(), log_level="critical", timeout_graceful_shutdown=1))
    address = f"http://{f'[{host}]' if ':' in host else host}:{bound.getsockname()[1]}/"

    def stop(*_: object) -> None:
        server.should_exit = True

    for name in (signal.SIGINT, signal.SIGTERM):  # before the server has handlers of its own, and when it hands on
        signal.signal(name, stop)
    typer.echo(seen(f"{scenario.title}: {address} (Ctrl-C ends it)"))
    if browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    warnings.filterwarnings("ignore", message="Cookies with samesite")  # there is no https here
    server.run(sockets=[bound])
    typer.echo("The view has ended.")


def _bind(host: str, port: int) -> socket.socket:
    """Take the address before anything heavy is loaded; who comes early waits."""
    try:
        kind, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        bound = socket.socket(kind, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen(128)
    except socket.gaierror:
        raise Failure(f"--host {host}: no such address here; leave it out, or give 0.0.0.0 for all networks") from None
    except OSError as error:
        why = f"{error.strerror or error}; give another --port, or --port 0 for any that is free"
        raise Failure(f"--host {host} --port {port}: {why}") from None
    return bound


def _application() -> Any:
    """Give Solara's server, with its assets from this machine only and without doors that nobody here needs."""
    import solara.server.settings
    from solara.server import starlette as server
    from starlette.applications import Starlette
    from starlette.routing import Mount
    from starlette.staticfiles import StaticFiles

    assets = solara.server.settings.assets.proxy_cache_dir
    if not any(assets.iterdir()):
        raise Failure("greatgame view needs solara-assets; install it with `pip install 'greatgame[view]'`")
    routes = [route for route in server.routes if getattr(route, "path", "") not in CLOSED]
    own = Mount("/_solara/cdn", app=StaticFiles(directory=assets))
    return Starlette(routes=[own, *routes], lifespan=server.lifespan, middleware=server.middleware)
