"""What a rule about whole resources is: the element that makes it look, and what it finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from schemas.fhir import Resource

Wrong: TypeAlias = tuple[str, str, str]
"""Place below the resource, FHIR IssueType code, and how to mend it."""

ALWAYS: Final = "resourceType"
"""What every resource holds."""


def _unsure(_: Resource) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Rule:
    """What a resource must hold for the rule to say anything, what it finds, and a quick look before that."""

    needed: str
    faults: Callable[[Resource], Iterator[Wrong]]
    is_kept: Callable[[Resource], bool] = _unsure
    """Asked only of a resource that fits its class: True when nothing can be found, False to have it looked for."""
