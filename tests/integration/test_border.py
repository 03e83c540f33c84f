"""What HTTP itself lets a caller write: refused in words, repeated nowhere, and sent to no other address."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import jwt
import pytest

from schemas.codes.systems import NHS_NUMBER
from tests.integration.test_attacks import person, record
from tests.town import Town, consent, town

SAM = {"identifier": "9991234500", "birthdate": "1990-04-17", "family": "EXAMPLE", "given": "SAM"}
MANY = {f"a{number}": "1" for number in range(30)}


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/fhir/Patient/x/"), ("POST", "/fhir/Patient/_search/"), ("POST", "/oauth2/token/"), ("GET", "/console/")],
)
async def test_a_slash_too_many_leads_nowhere(place: Town, method: str, path: str) -> None:
    """A redirect would take number, name and token to whatever address the request names as ours, over plain HTTP."""
    headers = {"host": "elsewhere.example", "authorization": f"Bearer {await place.token()}"}
    form = SAM if method == "POST" else None
    call = place.session.request(method, place.http + path, headers=headers, data=form, allow_redirects=False)

    async with call as answer:
        assert answer.status == 404 and "location" not in answer.headers


@pytest.mark.parametrize("query", ["identifier=9991234500", "_count=1", "patient=Patient/x"])
async def test_a_search_by_post_takes_nothing_in_the_address(place: Town, query: str) -> None:
    """Addresses are kept by everything on the way, and what is not looked at is not passed over."""
    await place.referred()

    status, said, _ = await place.call("POST", f"/fhir/Patient/_search?{query}", await place.token(), data=SAM)

    assert status == 400 and "9991234500" not in str(said)


@pytest.mark.parametrize("path", ["/fhir/Patient/_search", "/oauth2/token", "/console/login"])
async def test_a_form_of_too_many_fields_is_refused_in_words(place: Town, path: str) -> None:
    """Not as a failure of the gateway."""
    status, _, _ = await place.call("POST", path, await place.token(), data=MANY)

    assert status == 400


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": "99999999999"}, {"exp": True}, {"exp": 1e300}, {"iat": "yesterday"}, {"jti": 5}, {"sub": ["app"]},
        {"iss": ["app"]}, {"aud": 5}, {"nwd_user": "jo", "extensions": {"ihe_iua": {"subject_role": ["worker"]}}},
        {"nwd_user": "jo", "extensions": {"ihe_iua": {"subject_role": {"a": 1}}}},
    ],
    ids=str,
)  # fmt: skip
async def test_a_claim_of_another_kind_is_refused_in_words(place: Town, claims: dict[str, object]) -> None:
    """A number as text, a role as a list: no token, and no failure of the gateway."""
    sound = jwt.decode(place.assertion(), options={"verify_signature": False})
    signed = jwt.PyJWS().encode(json.dumps(sound | claims).encode(), place.private_key, algorithm="ES384")

    answer = await place.ask_token(signed, "service/cafe")

    assert answer["error"] in {"invalid_client", "invalid_request"} and answer["error_description"]


@pytest.mark.parametrize("number", ["9991234519", "9991234500"])
async def test_a_consent_names_its_person_once(place: Town, number: str) -> None:
    """A number beside the reference may be another person's: it is refused, whosever it is, and not passed over."""
    reference = await place.referred()
    patient, team = await person(place, reference), await place.token("cmht", "registered-professional")
    twice = consent(patient)
    twice["patient"] = {"reference": patient, "identifier": {"system": NHS_NUMBER, "value": number}}

    for wrong in (twice, consent(reference), consent("Patient?identifier=" + number)):
        status, said, _ = await record(place, team, wrong)

        assert status == 422 and "Patient/<id>" in str(said)


@pytest.mark.parametrize(
    "path",
    [
        "/referrals?patient=Patient/x", "/api/referrals?stand=active", "/ops/messages?sorce=engine",
        "/api/exports/referrals.csv?patient=x", "/audit/export?writter=x", "/consent/reviews?patient=x",
    ],
)  # fmt: skip
async def test_a_parameter_that_means_nothing_here_is_refused(place: Town, path: str) -> None:
    """Passed over, a list of everybody would be taken for one of somebody."""
    role = "privacy-officer" if path.startswith("/consent") else "operator"

    status, said, _ = await place.call("GET", path, await place.token("cafe", role))

    assert status == 400 and "unknown parameters" in json.dumps(said)
    assert path.partition("?")[2].partition("=")[0] not in json.dumps(said)


@pytest.mark.parametrize("kind", [["message"], {"code": "message"}, 5])
async def test_a_bundle_whose_type_is_no_text_is_refused_in_words(place: Town, kind: object) -> None:
    """What names the message is looked for before its form is; that was a 500."""
    sent = {"resourceType": "Bundle", "type": kind}

    status, said, _ = await place.call("POST", "/fhir", await place.token(), json=sent)

    assert (status, said["issue"][1]["expression"]) == (422, ["Bundle.type"])
