"""The door of the program: small, so that Ctrl-C finds it ready while the rest is still being imported."""

import sys


def main() -> None:
    """Run the command line; the entry point of `greatgame` and of ``python -m greatgame.analysis``."""
    try:
        from .cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("greatgame: stopped by Ctrl-C\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
