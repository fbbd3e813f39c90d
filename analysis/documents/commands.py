"""The commands of the program as tables, read from what typer is told of each."""

import inspect
from collections.abc import Iterator, Sequence
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import typer
from typer.models import ArgumentInfo, CommandInfo, OptionInfo

from .markdown import code, table


def commands(app: typer.Typer) -> str:
    """Describe every command: what it does, arguments, options, and an example.

    Parameters
    ----------
    app : Typer
        The program.

    Returns
    -------
    str
        A section for each command, in the order of the help.
    """
    parts: list[str] = []
    for command in app.registered_commands:
        does = inspect.getdoc(command.callback) or ""
        example = (command.epilog or "").removeprefix("Example: ")
        rows = list(_rows(command))
        listed = table(("argument or option", "takes", "default", "meaning"), rows) if rows else "No arguments."
        parts.append(
            "\n\n".join([f"### {_name(command)}", does, listed, *([f"Example: {code(example)}"] * bool(example))])
        )
    return "\n\n".join(parts)


def _name(command: CommandInfo) -> str:
    return command.name or getattr(command.callback, "__name__", "").replace("_", "-")


def _rows(command: CommandInfo) -> Iterator[Sequence[object]]:
    assert command.callback is not None
    for name, parameter in inspect.signature(command.callback).parameters.items():
        kind, *notes = get_args(parameter.annotation) if get_origin(parameter.annotation) is Annotated else [None]
        info = next((note for note in notes if isinstance(note, ArgumentInfo | OptionInfo)), None)
        if info is None:
            continue
        named = info.default, *(info.param_decls or ())  # typer takes the first name for a default until it is called
        options = [each for each in named if isinstance(each, str) and each.startswith("-")]
        called = ", ".join(options) or f"--{name.replace('_', '-')}"
        if isinstance(info, ArgumentInfo):
            called = str(info.metavar or name.upper())
        yield code(called), _takes(kind, info), _default(parameter.default), info.help or ""


def _takes(kind: Any, info: ArgumentInfo | OptionInfo) -> str:
    if get_origin(kind) in (Union, UnionType):
        kind = next(option for option in get_args(kind) if option is not NoneType)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return " or ".join(kind)
    ends = [f"{word} {end:,}" for word, end in (("from", info.min), ("to", info.max)) if end is not None]
    if kind is bool:
        return "nothing"
    what = str(info.metavar or "") if isinstance(info, OptionInfo) else "text"
    return " ".join([what, *ends]).strip()


def _default(default: object) -> str:
    if default is inspect.Parameter.empty:
        return "needed"
    return "-" if default is None or default is False else f"{default}"
