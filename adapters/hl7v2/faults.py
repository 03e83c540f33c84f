"""What can be wrong with a message.

Unreadable: no tree can be made of it.
Refused: it can be read, and this gateway does not take it.
"""

from adapters.contract import Issue, Severity


class Fault(ValueError):
    """Something in a message is wrong; the text names the place and how to mend it, never the value."""

    def __init__(self, code: str, where: str, message: str) -> None:
        super().__init__(f"{where}: {message}")
        self.issue = Issue(Severity.ERROR, code, where, message)


class Unreadable(Fault):
    """The bytes are not one HL7 v2 message."""


class Refused(Fault):
    """The message can be read, and cannot be taken."""


def warning(code: str, where: str, message: str) -> Issue:
    """A doubt that flags a message."""
    return Issue(Severity.WARNING, code, where, message)


def note(code: str, where: str, message: str) -> Issue:
    """A remark that changes nothing."""
    return Issue(Severity.INFORMATION, code, where, message)
