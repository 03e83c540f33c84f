"""Finding a person by number, birth date and name, all of them: counted, and never in an address."""

from math import ceil

from gateway.api.border import Call, text_in
from gateway.api.problem import Refused
from gateway.intake.claim import claim
from gateway.intake.match import match
from schemas.codes.systems import NHS_NUMBER
from schemas.fhir import Resource

IDENTITY = ("nhs_number", "birth_date", "family_name", "given_name")
NOBODY = "Patient/none"
"""What leads nowhere, so that nobody found and nobody known are the same work."""


async def find(call: Call, *, number: str, born: str, family: str, given: str) -> str | None:
    """`Patient/<id>` of the one certain person of this description, else of whom the asker's own organisation so told.

    Raises `Refused` with 429 when the caller has looked up too many of late, whoever it is about.
    """
    who = f"{call.caller.client} {call.asker.service} {call.asker.person}"
    most = call.house.directory.operations.finds_per_minute
    wait = call.house.finds.wait_seconds(who, now=call.house.clock.monotonic(), most=most)
    if wait:
        raise Refused(429, "throttled", "too many people were looked up; wait a little", retry_after=str(ceil(wait)))
    about: Resource = {
        "identifier": [{"system": NHS_NUMBER, "value": number}],
        "birthDate": born,
        "name": [{"family": family, "given": [given]}],
    }
    return await call.house.store.find(
        claim(about, organisation=call.asker.organisation, blind=call.house.blind), match
    )


async def find_in(call: Call, body: dict[str, object]) -> str | None:
    """The same by the members `nhs_number`, `birth_date`, `family_name` and `given_name` of a body."""
    number, born, family, given = (text_in(body, name, required=True) for name in IDENTITY)
    return await find(call, number=number, born=born, family=family, given=given)


async def one_in(call: Call, body: dict[str, object]) -> str:
    """The one person of a body, by `patient` or by all four identifiers; whoever is not found is nobody.

    Raises `Refused` where it gives both: they may be two people.
    """
    patient = text_in(body, "patient")
    if patient and not set(IDENTITY).isdisjoint(body):
        raise Refused(400, "invalid", "patient: stands beside identifiers; give the one or the others")
    return patient or await find_in(call, body) or NOBODY
