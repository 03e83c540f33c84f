"""The plain JSON interface: the same intake and the same gate, in words that need no FHIR."""

import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from schemas.fhir.check import check
from tests.town import OTHER, PERSON, Town, referral, town

SAM = {"nhs_number": "9991234500", "family_name": "EXAMPLE", "given_name": "SAM", "birth_date": "1990-04-17"}
REFERRAL: dict[str, Any] = {"patient": SAM, "to": "cafe", "reason": "Low mood", "urgency": "urgent", "reference": "R1"}
PLAN: dict[str, Any] = {
    "patient": SAM,
    "title": "My plan",
    "elements": [{"element": "what-helps", "text": "A walk"}, {"element": "warning-sign", "text": "No sleep"}],
    "summary": "A long story for the team alone",
}
CONSENT: dict[str, Any] = {
    "patient": SAM,
    "carer": {"family_name": "Example", "given_name": "Alex"},
    "agrees": True,
    "categories": ["crisis-plan"],
    "agreed_at": "2026-11-01T10:00:00Z",
    "reference": "C1",
}


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


async def sent(place: Town, path: str, body: dict[str, Any], service: str = "cmht", **headers: str) -> Any:
    """What became of a form that the team's worker sent."""
    token = await place.token(service, "registered-professional")
    return await place.call("POST", f"/api/{path}", token, json=body, headers=headers)


async def test_a_referral_goes_out_and_is_seen_opened_and_accepted(place: Town) -> None:
    """The team refers by plain JSON; the café works with it by plain JSON; the team is told."""
    status, made, _ = await sent(place, "referrals", REFERRAL)
    await place.hook("/cafe", "referral.received")
    token = await place.token()
    _, listed, _ = await place.call("GET", "/api/referrals", token)
    _, seen, headers = await place.call("GET", f"/api/referrals/{made['id']}", token)

    assert (status, made["outcome"]) == (201, "accepted")
    assert [one["id"] for one in listed["items"]] == [made["id"]] and listed["next"] is None
    assert (seen["urgency"], seen["status"]) == ("urgent", "active") and "reason" not in seen
    assert headers["etag"]
    assert (await place.call("POST", f"/api/referrals/{made['id']}/open", token))[0] == 200
    _, progress, _ = await place.call("POST", f"/api/referrals/{made['id']}/accept", token)
    assert (progress["referral"], progress["status"]) == (made["id"], "accepted")
    await place.hook("/cmht", "referral.accepted")


async def test_a_warning_stands_with_the_person_whom_it_is_about(place: Town) -> None:
    """One of two has died: nobody reading the list takes the other for dead."""
    dead, alive = await place.referred(), await place.referred(2, OTHER)
    assert "MSA|AA" in await place.send(referral(3, f"{PERSON}{'|' * 16}20261101|Y", of=1))
    await place.hook("/cafe", "referral.received", number=3)

    token = await place.token()
    _, listed, _ = await place.call("GET", "/api/referrals", token)
    _, found, headers = await place.call("GET", "/referrals", token)
    _, page, _ = await place.call("GET", "/referrals?limit=1", token)

    told = {one["id"]: one["warnings"] for one in listed["items"]}
    assert told == {dead.partition("/")[2]: ["this person has died"], alive.partition("/")[2]: []}
    *entries, outcome = found["entry"]
    names = [f"ServiceRequest/{it['resource']['id']}" for it in entries]
    [issue] = outcome["resource"]["issue"]
    assert (sorted(names), check(found), outcome["search"]) == (sorted([dead, alive]), (), {"mode": "outcome"})
    assert (issue["severity"], issue["details"]["text"]) == ("warning", "this person has died")
    assert issue["expression"] == [f"Bundle.entry[{names.index(dead)}].resource"]
    assert "nwd-warning" not in headers
    assert [it["search"]["mode"] for it in page["entry"]] == ["match"]


async def test_a_referral_is_declined_with_a_reason(place: Town) -> None:
    """The reason is needed."""
    _, made, _ = await sent(place, "referrals", REFERRAL)
    await place.hook("/cafe", "referral.received")
    token, path = await place.token(), f"/api/referrals/{made['id']}/decline"

    refused, problem, _ = await place.call("POST", path, token, json={})
    status, progress, _ = await place.call("POST", path, token, json={"reason": "capacity"})

    assert (refused, problem["detail"]) == (400, "reason: must be a text")
    assert (status, progress["status"]) == (200, "rejected")


async def test_a_plan_is_read_as_its_parts(place: Town) -> None:
    """The café sees the parts of the crisis plan; the team that wrote it sees the summary too."""
    await sent(place, "referrals", REFERRAL)
    await place.hook("/cafe", "referral.received")
    _, made, _ = await sent(place, "care-plans", PLAN)
    cafe, team = await place.token(), await place.token("cmht", "registered-professional")
    _, mine, _ = await place.call("GET", f"/api/care-plans/{made['id']}", cafe)
    _, theirs, _ = await place.call("GET", f"/api/care-plans/{made['id']}", team)
    _, listed, _ = await place.call("GET", f"/api/care-plans?patient={theirs['patient']}", cafe)

    assert {one["text"] for one in mine["elements"]} == {"A walk", "No sleep"}
    assert "summary" not in mine and theirs["summary"] == PLAN["summary"]
    assert [one["id"] for one in listed["items"]] == [made["id"]]


async def test_a_consent_binds_at_once_and_is_withdrawn(place: Town) -> None:
    """Both answers carry the epoch from which they bind."""
    await sent(place, "referrals", REFERRAL)
    status, made, headers = await sent(place, "consents", CONSENT)
    token = await place.token("cmht", "registered-professional")
    _, seen, _ = await place.call("GET", f"/api/consents/{made['id']}", token)
    gone, ended, after = await place.call("POST", f"/api/consents/{made['id']}/withdraw", token)

    assert (status, seen["agrees"], seen["categories"]) == (201, True, ["crisis-plan"])
    assert (gone, ended["status"]) == (200, "inactive")
    assert int(after["nwd-epoch"]) > int(headers["nwd-epoch"])


async def test_a_contact_is_told_to_the_one_who_referred(place: Town) -> None:
    """The café writes as itself: it need not say which service it is."""
    await sent(place, "referrals", REFERRAL)
    await place.hook("/cafe", "referral.received")
    note = {"patient": SAM, "contacted_at": "2026-11-20T18:00:00Z", "attended": True, "agreed": "Friday"}
    status, made, _ = await sent(place, "contacts", note, "cafe")
    _, seen, _ = await place.call("GET", f"/api/contacts/{made['id']}", await place.token())

    assert (status, seen["attended"], seen["text"]) == (201, True, "Agreed: Friday")
    await place.hook("/cmht", "contact.recorded")


async def test_nobody_writes_in_the_name_of_another(place: Town) -> None:
    """A contact note of another service is refused at its place."""
    note = {"patient": SAM, "contacted_at": "2026-11-20T18:00:00Z", "attended": True, "service": "cmht"}
    status, problem, _ = await sent(place, "contacts", note, "cafe")

    assert (status, problem["detail"]) == (422, "service: must be `cafe` here; leave it out")


async def test_a_fault_is_a_problem_with_its_place(place: Town) -> None:
    """Every fault at once, by JSON path, and never what was sent."""
    wrong = REFERRAL | {"patient": SAM | {"nhs_number": "99912345010", "birth_date": "1990-13-17"}}
    status, problem, headers = await sent(place, "referrals", wrong)

    assert status == 422 and headers["content-type"] == "application/problem+json"
    assert {one["where"] for one in problem["errors"]} == {"patient.nhs_number", "patient.birth_date"}
    assert "99912345010" not in str(problem)


async def test_a_repeat_has_one_effect_and_a_changed_one_is_flagged(place: Town) -> None:
    """The app's own id names a message where there is no Idempotency-Key."""
    first = await sent(place, "referrals", REFERRAL | {"id": "m1"})
    again = await sent(place, "referrals", REFERRAL | {"id": "m1"})
    other = await sent(place, "referrals", REFERRAL | {"id": "m1", "reason": "Other"})

    assert first[1] == again[1]
    assert (other[0], other[1]["outcome"]) == (202, "flagged")


@pytest.mark.parametrize("path", ["referrals", "care-plans", "consents", "contacts"])
async def test_what_may_not_be_seen_is_absent(place: Town, path: str) -> None:
    """The club gets for what is there what it gets for what is not, to the byte."""
    _, referral, _ = await sent(place, "referrals", REFERRAL)
    made = {
        "referrals": referral,
        "care-plans": (await sent(place, "care-plans", PLAN))[1],
        "consents": (await sent(place, "consents", CONSENT))[1],
        "contacts": (
            await sent(place, "contacts", {"patient": SAM, "contacted_at": "2026-11-20T18:00:00Z", "attended": True})
        )[1],
    }[path]
    token = await place.token("club", "worker")

    there = await place.call("GET", f"/api/{path}/{made['id']}", token)
    nowhere = await place.call("GET", f"/api/{path}/{'a' * 26}", token)

    assert there[:2] == nowhere[:2] and there[0] == 404
    assert {k: v for k, v in there[2].items() if k != "Date"} == {k: v for k, v in nowhere[2].items() if k != "Date"}


async def test_a_person_is_found_by_all_four_and_by_nothing_less(place: Town) -> None:
    """A wrong birth date finds nobody; so does a stranger's service."""
    await sent(place, "referrals", REFERRAL)
    await place.hook("/cafe", "referral.received")
    token = await place.token()

    found = await place.call("POST", "/api/people/find", token, json=SAM)
    wrong = await place.call("POST", "/api/people/find", token, json=SAM | {"birth_date": "1990-04-18"})
    stranger = await place.call("POST", "/api/people/find", await place.token("club", "worker"), json=SAM)

    assert found[0] == 200 and found[1]["patient"]
    assert wrong[:2] == stranger[:2] and wrong[0] == 404


async def test_the_person_who_sent_it_stands_in_the_audit(place: Town) -> None:
    """A form is sent by somebody."""
    token = await place.token("cmht", None)
    status, problem, _ = await place.call("POST", "/api/referrals", token, json=REFERRAL)

    assert status == 403 and "named person" in problem["detail"]


async def test_the_worklist_is_a_spreadsheet(place: Town) -> None:
    """What the café may see, a row for each referral, formulas made harmless; another service's sheet is empty."""
    await sent(place, "referrals", REFERRAL | {"patient": SAM | {"family_name": "=EXAMPLE"}})
    await place.hook("/cafe", "referral.received")
    token = await place.token()
    status, sheet, headers = await place.call("GET", "/api/exports/referrals.csv", token)
    _, other, _ = await place.call("GET", "/api/exports/referrals.csv", await place.token("club", "worker"))
    async with place.session.get(
        f"{place.http}/api/exports/referrals.xlsx", headers={"authorization": f"Bearer {token}"}
    ) as answer:
        workbook = openpyxl.load_workbook(io.BytesIO(await answer.read()))
    [heading, row] = list(workbook.active.iter_rows(values_only=True))  # type: ignore[union-attr]

    assert status == 200 and headers["content-disposition"] == 'attachment; filename="referrals.csv"'
    assert ",'=EXAMPLE,SAM,1990," in sheet and not any(word in sheet for word in ("9991234500", "Low mood", "04-17"))
    assert len(other.splitlines()) == 1
    assert (heading[7], row[7], row[8]) == ("Family name", "'=EXAMPLE", "SAM")


async def test_the_schemas_are_published(place: Town) -> None:
    """One for each kind; no other."""
    token = await place.token()
    status, schema, _ = await place.call("GET", "/api/schemas/referral", token)

    assert status == 200 and schema["title"] == "Referral"
    assert (await place.call("GET", "/api/schemas/nothing", token))[0] == 404


async def test_the_message_of_a_person_not_known_elsewhere_still_arrives(place: Town) -> None:
    """Somebody without an NHS number is referred and marked."""
    someone = {"family_name": OTHER.split("||")[1].split("^")[0], "given_name": "KIM", "birth_date": "1985-11-30"}
    status, made, _ = await sent(place, "referrals", REFERRAL | {"patient": someone})
    await place.hook("/cafe", "referral.received")
    _, seen, _ = await place.call("GET", f"/api/referrals/{made['id']}", await place.token())

    assert status in {201, 202} and "identity unverified" in seen["warnings"]
