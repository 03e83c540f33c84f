"""What a rule about whole resources is: the element that makes it look, and what it finds."""

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from schemas.fhir import Resource

Wrong: TypeAlias = tuple[str, str, str]
"""Place below the resource, FHIR IssueType code, and how to mend it."""
Rule: TypeAlias = tuple[str, Callable[[Resource], Iterator[Wrong]]]
"""What a resource must hold for the rule to say anything, and the rule."""

ALWAYS: Final = "resourceType"
"""What every resource holds."""
