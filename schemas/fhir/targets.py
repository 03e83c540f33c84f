"""Which types of resource a reference may lead to, by the place where it stands."""

import re
from functools import lru_cache

from schemas.fhir.generated.targets import TARGETS

_AGAIN = re.compile(r"\.([a-z][A-Za-z]*)(?:\.\1)+(?=\.|\Z)")
_TYPED = re.compile(r"(?:\A|/)([A-Z][A-Za-z]+)/([A-Za-z0-9.\-]{1,64})(?:/_history/[A-Za-z0-9.\-]{1,64})?\Z")
_IN_DATATYPES = {
    "assigner": frozenset({"Organization"}),
    "authorReference": frozenset({"Organization", "Patient", "Practitioner", "PractitionerRole", "RelatedPerson"}),
}


_SERVICES = {"Consent.provision.actor.reference": frozenset({"HealthcareService"})}
"""More than R4 allows: people agree to share with a service, and one organisation runs several."""


_WRITTEN = re.compile(r"#\S*\Z|[A-Za-z][A-Za-z0-9+.\-]*:\S+\Z|[A-Z][A-Za-z]+/\S+\Z")


def is_written(reference: str) -> bool:
    """True for `#id`, `Type/id`, or an address with a scheme."""
    return _WRITTEN.match(reference) is not None


@lru_cache(maxsize=4096)
def allowed(kind: str, names: tuple[str, ...]) -> frozenset[str]:
    """The types allowed at `performer` of a `ServiceRequest`; empty where any may stand."""
    path = _AGAIN.sub(r".\1", ".".join((kind, *names)))
    if path in _SERVICES:
        return TARGETS[path] | _SERVICES[path]
    return TARGETS.get(path) or _IN_DATATYPES.get(path.rpartition(".")[2], frozenset())


def named_type(reference: str) -> str:
    """The type that `Type/id`, alone or at the end of an address, says; empty where none is said."""
    return (named(reference) or ("",))[0]


def named(reference: str) -> tuple[str, str] | None:
    """The type and the id that it says so; None where it says none."""
    found = _TYPED.search(reference)
    return (found[1], found[2]) if found else None
