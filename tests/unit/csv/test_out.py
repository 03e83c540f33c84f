"""What goes out as a spreadsheet."""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from adapters.contract import Recipient, Released, Unsendable
from adapters.csv.adapter import CsvAdapter
from adapters.csv.out import HEADINGS
from schemas.codes.nwd import COMMUNICATION_KIND
from schemas.events import EventType

RELEASED = Released(
    event_id=UUID(int=7),
    rendition_id=UUID(int=8),
    event_type=EventType.CONTACT_RECORDED,
    occurred_at=datetime(2026, 7, 1, 9, 30, tzinfo=UTC),
    released_at=datetime(2026, 7, 1, 9, 31, tzinfo=UTC),
    recipient=Recipient("cmht", "Community Team", "Trust", "RXX01"),
    patient={
        "resourceType": "Patient", "id": "p", "name": [{"family": "=EXAMPLE", "given": ["SAM"]}], "birthDate": "1990",
    },
    resources=(
        {
            "resourceType": "Communication",
            "id": "c",
            "status": "completed",
            "category": [{"coding": [{"system": COMMUNICATION_KIND, "code": "contact-note"}]}],
            "payload": [{"contentString": "Came, and talked\nfor an hour"}],
        },
        {"resourceType": "Flag", "id": "f"},
    ),
    references=("Communication/c",),
    attribution="+Haven (non-clinical source)",
    warnings=("identity unverified",),
    correlation={"referral": "R1"},
)  # fmt: skip


def row(released: Released) -> dict[str, str]:
    """The one row, by heading."""
    body = CsvAdapter().codec(CsvAdapter.profile()).encode(released).body.decode("utf-8-sig")
    (found,) = csv.DictReader(body.splitlines(keepends=True))
    return found


def test_a_release_is_one_row_and_nothing_in_it_is_run() -> None:
    """Local times; what was not released is empty; a leading sign is made harmless."""
    assert row(RELEASED) == dict(zip(HEADINGS, [
        str(UUID(int=8)), "contact.recorded", "01/07/2026 10:30", "01/07/2026 10:31", "Community Team",
        "'+Haven (non-clinical source)", "identity unverified", "", "'=EXAMPLE", "SAM", "1990", "",
        "Communication, Flag", "kind: contact-note; text: Came, and talked\nfor an hour", "Communication/c",
        "referral: R1",
    ], strict=True))  # fmt: skip


def test_a_notice_without_content_is_a_row_too() -> None:
    """It says that something happened, and no more."""
    told = row(replace(RELEASED, patient=None, resources=(), references=(), warnings=(), correlation={}))

    assert {name for name, cell in told.items() if cell} == {"Message", "Event", "Happened", "Told", "For", "From"}


def test_what_no_cell_can_hold_is_not_cut_off() -> None:
    """It is named unsendable."""
    long = {"resourceType": "CarePlan", "id": "x", "status": "active", "description": "x" * 40_000}

    with pytest.raises(Unsendable, match="Details"):
        row(replace(RELEASED, resources=(long,)))
