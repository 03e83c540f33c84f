"""What a rule about whole resources is: the element that makes it look, and what it finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from schemas.fhir import Resource

Wrong: TypeAlias = tuple[str, str, str]
"""Place below the resource, FHIR IssueType code, and how to mend it."""

ALWAYS: Final = "resourceType"
"""What every resource holds."""


def unsure(_: Resource) -> bool:
    """The quick look of a rule that has none."""
    return False


@dataclass(frozen=True, slots=True)
class Rule:
    """What a resource must hold for the rule to say anything, what it finds, and a quick look before that."""

    needed: str
    faults: Callable[[Resource], Iterator[Wrong]]
    is_kept: Callable[[Resource], bool] = unsure
    """Asked only of a resource that fits its class: True when nothing can be found, False to have it looked for."""
    is_left: bool = False
    """Whether what the quick look does not pass is left to the long one, as the plain class asks less than FHIR."""
