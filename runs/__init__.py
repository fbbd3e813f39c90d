"""Execution: one world, many worlds, the folder that keeps them, and what can be done with a folder."""

from .exports import export
from .files import StoreError, new_folder, output_folder
from .provenance import Record, read_record
from .rerun import Replay, replay
from .simulate import DivergedError, Run, ensemble, run
from .store import load, verify, write
from .tables import Table

__all__ = [
    "DivergedError",
    "Record",
    "Replay",
    "Run",
    "StoreError",
    "Table",
    "ensemble",
    "export",
    "load",
    "new_folder",
    "output_folder",
    "read_record",
    "replay",
    "run",
    "verify",
    "write",
]
