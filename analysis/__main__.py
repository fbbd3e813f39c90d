"""The door of the program: small, so that Ctrl-C finds it ready while the rest is still being imported."""

from . import signals


def main() -> None:
    """Run the command line; the entry point of `greatgame` and of ``python -m greatgame.analysis``."""
    signals.prepare()
    from .cli import main as run

    try:
        run()
    finally:
        signals.quiet()


if __name__ == "__main__":
    main()
