"""Puts names and telephone numbers of our own services to the references in what is shown: whom to ring."""

from typing import Any

from gateway.parties import Directory
from gateway.store.verbs.reading import Held
from schemas.fhir import Resource

_PREFIX = "HealthcareService/"
_NESTED = (dict, list)


def named(parties: Directory, held: Held, shown: Resource) -> Resource:
    """The same with `display` on every reference to a service of the settings, and on who referred.

    The names come from the settings alone, so that nothing which was cut away comes back.
    """
    result: Resource = _walk(parties, shown)
    writer = _words(parties, held.written_by_service)
    if held.type == "ServiceRequest" and writer and isinstance(result.get("requester"), dict):
        result["requester"] = result["requester"] | {"display": writer}
    return result


def _walk(parties: Directory, value: Any) -> Any:
    """The value with names put in; most values are plain, and are passed by without a call."""
    if isinstance(value, list):
        return [_walk(parties, one) if isinstance(one, _NESTED) else one for one in value]
    made = {name: _walk(parties, one) if isinstance(one, _NESTED) else one for name, one in value.items()}
    if any(one.get("valueCode") == "from-service" for one in made.get("extension", ()) if isinstance(one, dict)):
        made |= {"contentString": _words(parties, made.get("contentString")) or made.get("contentString")}
    reference = made.get("reference")
    if isinstance(reference, str) and reference.startswith(_PREFIX):
        words = _words(parties, reference.removeprefix(_PREFIX))
        made |= {"display": words} if words else {}
    return made


def _words(parties: Directory, service: str | None) -> str:
    which = parties.services.get(service or "")
    if which is None:
        return ""
    return f"{which.name}, {which.phone}" if which.phone else which.name
