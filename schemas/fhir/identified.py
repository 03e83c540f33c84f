"""By what names a resource goes among those who tell of it."""

from schemas.fhir import Resource


def business_names(resource: Resource) -> list[str]:
    """Every business identifier with a value, as `system|value`, in order; the system may be empty."""
    found = resource.get("identifier", [])
    listed = found if isinstance(found, list) else [found]
    master = resource.get("masterIdentifier")
    every = ([master] if master else []) + listed
    return sorted(f"{one.get('system', '')}|{one['value']}" for one in every if one.get("value"))
