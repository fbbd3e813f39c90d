"""What can be simulated: scenario files, and the code that reads them.

`load` gives a checked scenario, `problems` everything wrong with a file, `names` the scenarios that ship.
"""

from .completion import json_schema
from .dates import label, month
from .errors import InputError, Problem, ScenarioError
from .scenario import Heading, Scenario, Setting, examine, from_tree, headings, load, names, problems
from .stated import Number, numbers
from .variation import Change, Variation, varied

__all__ = [
    "Change",
    "Heading",
    "InputError",
    "Number",
    "Problem",
    "Scenario",
    "ScenarioError",
    "Setting",
    "Variation",
    "examine",
    "from_tree",
    "headings",
    "json_schema",
    "label",
    "load",
    "month",
    "names",
    "numbers",
    "problems",
    "varied",
]
