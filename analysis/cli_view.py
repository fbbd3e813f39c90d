"""The command that opens the browser view; it joins those of `cli`."""

from typing import Annotated

import typer

from .cli import app


@app.command(short_help="Watch a world in the browser.", epilog="Example: greatgame view us_entry_2001")
def view(
    scenario: Annotated[
        str, typer.Argument(metavar="[SCENARIO]", help="A file, or the name of a scenario that ships.")
    ] = "us_entry_2001",
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Who can see it: 127.0.0.1 this machine only, 0.0.0.0 its network.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="P", help="Port of the page; 0 for any that is free.")
    ] = 8765,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address and open nothing.")] = False,
) -> None:
    """Watch a world month by month in the browser, ask why, and change it.

    Prints the address of the page and opens it; Ctrl-C ends it. Needs no network. Every page that is open has a world
    of its own, so that a class can use one server: greatgame view --host 0.0.0.0 --no-browser.
    """
    from ..scenarios import load
    from .view.serve import serve

    serve(load(scenario), host, port, browser=not no_browser)
