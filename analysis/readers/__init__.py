"""Readers of the data files users download themselves: as published, or in the long form.

The long form has a row for each value: `year, state, power|partner, variable, value`, with ISO 3166 alpha-3 codes.
`read` takes the files of a folder by their names and gives one set of variables:

========================  ==================  ===========================================================
variable                  (state, other)      value
========================  ==================  ===========================================================
agreement                 state, power        share of identical votes in the UN General Assembly, 0 to 1
ideal_point_distance      state, power        distance of ideal points, 0 to 20
ideal_point_sd            actor, ""           standard deviation of the ideal point, 0 or more
votes                     actor, ""           number of votes
fbic                      state, power        the power's influence capacity in the state, 0 to 1
cooperation               state, power        number of cooperative events, either way
arms, arms_total          state, power or ""  major arms delivered, million SIPRI TIV
exercises, -_total        state, power or ""  number of joint exercises
exports, imports          state, power        USD
export_share, import_-    state, power        share of all trade of the state, 0 to 1
aid                       state, USA          obligations in constant USD, fiscal years; may be negative
membership:<code>         actor, ""           0 none, 1 full, 2 associate, 3 observer
alliance                  state, power        number of kinds of obligation, 0 to 5
========================  ==================  ===========================================================
"""

from .errors import DataError
from .reading import Readings, read

__all__ = ["DataError", "Readings", "read"]
