"""Every Bundle that the corpus makes us emit: what each message becomes, and what recipients are sent of it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import orjson

from adapters.contract import Recipient, Released
from adapters.fhir_r4.adapter import FhirAdapter
from adapters.fhir_r4.profile import FhirProfile
from consent import judge
from consent.judge import UkJudge
from schemas.events import EventType
from schemas.policy_words import ServiceClass
from tests.corpus.cases import Case, cases
from tests.corpus.views import kept

_AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def bundles() -> Iterator[tuple[str, str]]:
    """What each message of the corpus becomes."""
    for case in cases():
        if case.decoded.bundle:
            yield case.name, orjson.dumps(case.decoded.bundle).decode()


def renditions() -> Iterator[tuple[str, str]]:
    """What each class of recipient that sees anything is sent in FHIR."""
    uk = judge.load("uk")
    for case in cases():
        if case.decoded.bundle and case.decoded.occurrences:
            for column in ServiceClass:
                if (body := _rendition(uk, case, column)) is not None:
                    yield f"{case.name} to {column.value}", body


def _rendition(uk: UkJudge, case: Case, column: ServiceClass) -> str | None:
    left = kept(uk, case, column)
    if not left:
        return None
    people = [it for it in left if it["resourceType"] == "Patient"]
    released = Released(
        event_id=UUID(int=1),
        rendition_id=UUID(int=2),
        event_type=EventType(case.decoded.occurrences[0].type),
        occurred_at=_AT,
        released_at=_AT,
        recipient=Recipient(column.value, "A service", "organisation", "A9999"),
        patient=people[0] if people else None,
        resources=tuple(it for it in left if it["resourceType"] != "Patient"),
        references=(),
        attribution="Northshire Trust",
    )
    codec = FhirAdapter().codec(FhirProfile(source="https://nwd.example", endpoint="https://recipient.example"))
    return codec.encode(released).body.decode()
