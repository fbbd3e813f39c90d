"""What is wrong with data files, where, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass

from ...scenarios.errors import printable

MOST = 20
"""No more problems of one file than this are told one by one."""


@dataclass(frozen=True, order=True, slots=True)
class DataProblem:
    """One error: its place, what is wrong, and what to do.

    Attributes
    ----------
    file : str
        The file as the user would name it: folder and name.
    line : int
        Counted from 1, where the header stands; 0 for a folder.
    message : str
        A sentence for the person who keeps the files.
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """Write the problem on one line, as `file:line: message`."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return printable(" ".join(f"{place}: {self.message}".split()))


class DataError(Exception):
    """Data cannot be used; `problems` holds every reason.

    Parameters
    ----------
    problems : iterable of DataProblem
        What is wrong; sorted by place and freed of repetitions.
    """

    def __init__(self, problems: Iterable[DataProblem]) -> None:
        self.problems: list[DataProblem] = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["DataError"], tuple[list[DataProblem]]]:
        """Keep the problems when the error crosses from a worker process."""
        return DataError, (self.problems,)


class Complaints:
    """The problems of one file as they are found.

    Parameters
    ----------
    file : str
        The file as the user would name it.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self._told: list[DataProblem] = []
        self._more = 0
        self._last = 0

    def add(self, line: int, message: str) -> None:
        """Note a problem, by its line and a sentence."""
        if len(self._told) < MOST:
            self._told.append(DataProblem(self.file, line, message))
        else:
            self._more += 1
        self._last = max(self._last, line)

    @property
    def problems(self) -> list[DataProblem]:
        """The first problems found, and how many there are beside them."""
        if not self._more:
            return self._told
        return [*self._told, DataProblem(self.file, self._last, f"and {self._more} more problems in this file")]
