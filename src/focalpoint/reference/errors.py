"""The one root of every error that is a user's to mend."""

import re


class FocalpointError(Exception):
    """A mistake that the person at the keyboard can mend; shown without a traceback.

    Subclasses are defined where they are raised, one a reason.

    Parameters
    ----------
    message : what is wrong, naming the file, line or value.
    todo : what to do next, as one sentence.

    Examples
    --------
    >>> str(FocalpointError("The file is empty.", todo="Download it again."))
    'The file is empty. Download it again.'
    """

    def __init__(self, message: str, *, todo: str = "") -> None:
        self.message = message
        self.todo = todo
        super().__init__(f"{message} {todo}".strip())

    @property
    def code(self) -> str:
        """The name of the kind of mistake, the same in every language, as "not-ready".

        >>> FocalpointError("Wrong.").code
        'focalpoint-error'
        """
        return re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()
