"""What a recipient may see of one event, as a row for its own spreadsheet; made only of what the gate released."""

from datetime import datetime

from adapters.contract import Released, Rendition, Unsendable
from adapters.csv.returned import CSV, delimited
from adapters.json_api.views import VIEWS
from schemas.clock import LONDON
from schemas.codes.systems import NHS_NUMBER
from schemas.fhir import Resource

HEADINGS = (
    "Message", "Event", "Happened", "Told", "For", "From", "Notices", "NHS no", "Family name", "Given name", "DOB",
    "Phone", "What", "Details", "More at", "In reply to",
)  # fmt: skip
_LONGEST = 32_767
"""What a cell of a spreadsheet can hold."""
_NOT_DETAILS = frozenset({"id", "patient"})


def encode(released: Released) -> Rendition:
    """A sheet with the headings and one row. Raises `Unsendable` when a cell would be cut off."""
    return Rendition(CSV, delimited([HEADINGS, cells(released)]), str(released.rendition_id))


def cells(released: Released) -> list[str]:
    """One cell for each heading; what was not released is empty. Writers make them harmless (`returned`)."""
    person = released.patient or {}
    name: Resource = next(iter(person.get("name", [])), {})
    found = [
        str(released.rendition_id),
        str(released.event_type),
        _moment(released.occurred_at),
        _moment(released.released_at),
        released.recipient.name,
        released.attribution,
        "; ".join(released.warnings),
        _number(person),
        name.get("family", ""),
        " ".join(name.get("given", [])),
        _day(person.get("birthDate", "")),
        next((it.get("value", "") for it in person.get("telecom", []) if it.get("system") == "phone"), ""),
        ", ".join(dict.fromkeys(it["resourceType"] for it in released.resources)),
        "\n".join(filter(None, map(_details, released.resources))),
        " ".join(released.references),
        "; ".join(f"{what}: {value}" for what, value in released.correlation.items()),
    ]
    for heading, cell in zip(HEADINGS, found, strict=True):
        if len(cell) > _LONGEST:
            raise Unsendable(f"{heading}: is longer than a cell of a spreadsheet can hold; fetch it instead")
    return found


def _details(seen: Resource) -> str:
    view = VIEWS.get(seen["resourceType"])
    told = view({"id": ""} | seen) if view else {}
    return "; ".join(f"{what.replace('_', ' ')}: {_plain(it)}" for what, it in told.items() if what not in _NOT_DETAILS)


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{what}: {_plain(it)}" for what, it in value.items())
    if isinstance(value, list):
        return " | ".join(map(_plain, value))
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _number(person: Resource) -> str:
    return next((it.get("value", "") for it in person.get("identifier", []) if it.get("system") == NHS_NUMBER), "")


def _moment(at: datetime) -> str:
    return at.astimezone(LONDON).strftime("%d/%m/%Y %H:%M")


def _day(written: str) -> str:
    """A whole date the way it is written here; a year alone stays a year."""
    return "/".join(reversed(written.split("-"))) if len(written) == 10 else written
