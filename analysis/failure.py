"""An answer for the user that is not the one hoped for."""


class Failure(Exception):  # noqa: N818 (an answer, not a defect)
    """Something a user can mend, in one sentence.

    Parameters
    ----------
    message : str
        What is wrong and what to do.
    code : int
        Exit code: 1 for "the answer is no", 2 for bad input.
    """

    def __init__(self, message: str, code: int = 2) -> None:
        super().__init__(message)
        self.code = code
