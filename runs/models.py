"""Models of a user's own: a Mesa model whose actors think otherwise, run one replication after the other."""

import sys
from collections.abc import Iterable
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .files import StoreError

if TYPE_CHECKING:
    from ..model import GreatGame
    from ..scenarios import Scenario

_FORM = "write module:Class, such as my_model:MyGame"


def find_model(name: str, folder: Path | str | None = None) -> type["GreatGame"]:
    """Find a class by ``module:Class``.

    Parameters
    ----------
    name : str
        The module, which is also looked for in a folder, and the class in it.
    folder : path, optional
        The folder; the current one by default.

    Returns
    -------
    type
        A subclass of `model.GreatGame`.

    Raises
    ------
    StoreError
        If there is none.
    """
    from ..model import GreatGame

    module, colon, attribute = name.partition(":")
    if not (module and colon and attribute):
        raise StoreError(f"--model {name}: {_FORM}")
    place = str(Path(folder or ".").absolute())
    if place not in sys.path:
        sys.path.append(place)  # last, so that a file there shadows no library
    try:
        found = getattr(import_module(module), attribute, None)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{module}.".startswith(f"{error.name}."):
            raise StoreError(f"--model {name}: {module} needs {error.name}, which is not installed") from error
        raise StoreError(
            f"--model {name}: there is no module {module}; {_FORM}, where my_model.py is in the current folder"
        ) from None
    except Exception as error:  # whatever the user's module does
        raise StoreError(f"--model {name}: {module} cannot be imported, {_said(error)}; mend it") from error
    if not (isinstance(found, type) and issubclass(found, GreatGame)):
        what = f"has no class {attribute}" if found is None else f"has {attribute}, which is no subclass of GreatGame"
        origin = getattr(sys.modules[module], "__file__", None) or module
        raise StoreError(f"--model {name}: {origin} {what}; derive the class from greatgame.model.GreatGame")
    return found


def model_sha256(model: type["GreatGame"]) -> str:
    """Hash the file that defines a model."""
    file = getattr(sys.modules[model.__module__], "__file__", None)
    return sha256(Path(file).read_bytes()).hexdigest() if file else "none"


def act(
    name: str, worlds: Iterable[tuple["Scenario", int]], number: int, seed: int
) -> dict[str, np.ndarray[Any, np.dtype[Any]]]:
    """Run replications through a Mesa model.

    Parameters
    ----------
    name : str
        ``module:Class``.
    worlds : iterable of (scenario, draw)
        What each replication runs, and the number of its noise.
    number : int
        How many replications.
    seed : int
        Seed of the noise.

    Returns
    -------
    dict of str to array
        The histories joined, shape ``(months, *dims, replications)``.

    Raises
    ------
    StoreError
        If the model fails.
    """
    found: Any = find_model(name)
    history: dict[str, Any] = {}
    for position, (scenario, draw) in enumerate(worlds):
        try:
            game = found(scenario, seed=seed, replication=draw)
            game.run()
            past = game.world.history
        except Exception as error:  # whatever the user's model does
            raise StoreError(f"the model {name} failed in draw {draw} of {scenario.name}, {_said(error)}") from error
        if not game.world.over:
            raise StoreError(
                f"the model {name} ended draw {draw} of {scenario.name} before its last month; let it go on"
            )
        for key, values in past.items():
            if key not in history:
                history[key] = np.empty((*values.shape[:-1], number), dtype=values.dtype)
            history[key][..., position] = values[..., 0]
    return history


def _said(error: Exception) -> str:
    """Say what went wrong, and on which line."""
    place, trace = "", error.__traceback__
    while trace is not None:
        place, trace = f" ({Path(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno})", trace.tb_next
    return f"{type(error).__name__}: {error}{place}"
