"""Models of a user's own: a Mesa model whose actors think otherwise, run one replication after the other."""

import inspect
import sys
import traceback
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

_ANYTHING = (Exception, SystemExit, GeneratorExit)
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
    except _ANYTHING as error:  # whatever the user's module does
        said = _said(error, _file_of(module))
        raise StoreError(f"--model {name}: {module} cannot be imported, {said}; mend it") from error
    if not (isinstance(found, type) and issubclass(found, GreatGame)):
        what = f"has no class {attribute}" if found is None else f"has {attribute}, which is no subclass of GreatGame"
        origin = getattr(sys.modules[module], "__file__", None) or module
        raise StoreError(f"--model {name}: {origin} {what}; derive the class from greatgame.model.GreatGame")
    return found


def model_sha256(model: type["GreatGame"]) -> str:
    """Hash the file that defines a model."""
    file = _file_of(model.__module__)
    return sha256(Path(file).read_bytes()).hexdigest() if file else "none"


def try_model(name: str, scenario: "Scenario", seed: int) -> None:
    """Run a month of a model, so that a mistake in it is known before anything is written.

    Parameters
    ----------
    name : str
        ``module:Class``.
    scenario : Scenario
        What to run.
    seed : int
        Seed of the noise.

    Raises
    ------
    StoreError
        If the model cannot be built, or fails in its first month.
    """
    found: Any = find_model(name)
    try:
        game = found(scenario=scenario, seed=seed, replication=0)
        game.step()
        _ = game.world.over
    except _ANYTHING as error:  # whatever the user's model does
        said = _said(error, _file_of(found.__module__), found)
        raise StoreError(f"--model {name}: the model fails in {scenario.name}, {said}; mend it") from error


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
    from ..model.world import blank

    found: Any = find_model(name)
    history: dict[str, np.ndarray[Any, np.dtype[Any]]] = {}
    for position, (scenario, draw) in enumerate(worlds):
        try:
            game = found(scenario=scenario, seed=seed, replication=draw)
            game.run()
            past = game.world.history
        except _ANYTHING as error:  # whatever the user's model does
            said = _said(error, _file_of(found.__module__), found)
            raise StoreError(f"the model {name} failed in draw {draw} of {scenario.name}, {said}") from error
        if not game.world.over:
            raise StoreError(
                f"the model {name} ended draw {draw} of {scenario.name} before its last month; let it go on"
            )
        history = history or blank(scenario.inputs, number, log=True)
        for key, room in history.items():
            values = past.get(key)
            if np.shape(values) != (*room.shape[:-1], 1):
                raise StoreError(
                    f"the model {name} left no {key} of every month in draw {draw} of {scenario.name}; let "
                    "world.history be written by the world alone"
                )
            room[..., position] = values[..., 0]
    return history


def _file_of(module: str) -> str | None:
    return getattr(sys.modules.get(module), "__file__", None)


def _said(error: BaseException, own: str | None, model: type | None = None) -> str:
    """Say on one line what went wrong, and on which line of the user's file, or else where it was noticed."""
    words = " ".join(f"{type(error).__name__}: {error}".split())
    if isinstance(error, SyntaxError):  # says itself where
        return words
    lines = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    places = [(file, line) for file, line in lines if file == own] or _defined(model, own) or lines
    return f"{words} ({Path(places[-1][0]).name}, line {places[-1][1]})" if places else words


def _defined(model: type | None, own: str | None) -> list[tuple[str, int]]:
    """Find the line on which the user's class begins to be built: its `__init__`, or the class itself."""
    if model is None or own is None:
        return []
    try:
        return [(own, inspect.getsourcelines(vars(model).get("__init__", model))[1])]
    except (OSError, TypeError):
        return []
