"""FHIR R4 on the wire and in the hand: parsed resources are dictionaries, checked once at the border."""

from typing import Any, TypeAlias

Resource: TypeAlias = dict[str, Any]
"""One parsed FHIR R4 resource, already validated: element name to value."""
