"""An answer for the user that is not the one hoped for."""


class Failure(Exception):  # noqa: N818 (an answer, not a defect)
    """Something a user can mend, each in one sentence.

    Parameters
    ----------
    *messages : str
        What is wrong and what to do; a line each.
    code : int
        Exit code: 1 for "the answer is no", 2 for bad input.
    """

    def __init__(self, *messages: str, code: int = 2) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages
        self.code = code
