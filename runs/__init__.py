"""Execution: one world, many worlds, the folder that keeps them, and what can be done with a folder."""

from .batch import Batch, Done, batch_folder, members, opened
from .design import Design, Range, make_design, parse_range, read_design
from .exports import export
from .files import StoreError, new_folder, output_folder
from .plan import Plan, make_plan
from .provenance import Record, read_record
from .rerun import Replay, replay
from .simulate import DivergedError, Run, ensemble, run
from .store import load, verify, write
from .tables import Table
from .workers import Pool, Workers, cores
from .yearly import load_yearly

__all__ = [
    "Batch",
    "Design",
    "DivergedError",
    "Done",
    "Plan",
    "Pool",
    "Range",
    "Record",
    "Replay",
    "Run",
    "StoreError",
    "Table",
    "Workers",
    "batch_folder",
    "cores",
    "ensemble",
    "export",
    "load",
    "load_yearly",
    "make_design",
    "make_plan",
    "members",
    "new_folder",
    "opened",
    "output_folder",
    "parse_range",
    "read_design",
    "read_record",
    "replay",
    "run",
    "verify",
    "write",
]
