"""New files, whole or not at all."""

from pathlib import Path

from ..failure import Failure


def write_new(file: Path, text: str) -> None:
    """Write a file that is not there yet.

    Parameters
    ----------
    file : Path
        The file to be.
    text : str
        What it will hold.

    Raises
    ------
    Failure
        If it is there already, or cannot be written; nothing is left behind then.
    """
    try:
        stream = file.open("x", encoding="utf-8", newline="\n")
    except FileExistsError:
        raise Failure(f"{file} is there already and is not overwritten; remove it or take another name") from None
    except FileNotFoundError:
        raise Failure(f"{file}: there is no folder {file.parent} to write to; make it first") from None
    except OSError as error:
        raise Failure(f"{file} cannot be written: {error.strerror or error}; take another place") from None
    try:
        with stream:
            stream.write(text)
    except BaseException:
        file.unlink()
        raise
