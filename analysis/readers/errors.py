"""What is wrong with data files, where, and what to do about it."""

from ...scenarios import InputError, Problem

MOST = 20
"""No more problems of one file than this are told one by one."""


class DataError(InputError):
    """Data cannot be used; each problem has its file and line, where the header is line 1."""


class Complaints:
    """The problems of one file as they are found.

    Parameters
    ----------
    file : str
        The file as the user would name it.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self._told: list[Problem] = []
        self._more = 0
        self._last = 0

    def add(self, line: int, message: str) -> None:
        """Note a problem, by its line and a sentence."""
        if len(self._told) < MOST:
            self._told.append(Problem(self.file, line, 0, message))
        else:
            self._more += 1
        self._last = max(self._last, line)

    @property
    def problems(self) -> list[Problem]:
        """The first problems found, and how many there are beside them."""
        if not self._more:
            return self._told
        return [*self._told, Problem(self.file, self._last, 0, f"and {self._more} more problems in this file")]
